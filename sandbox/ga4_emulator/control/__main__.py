"""Controls an emulator that runs: `python -m sandbox.ga4_emulator.control --help`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import grpc
from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct

from sandbox.ga4_emulator.control.name import SERVICE

_SECONDS = 5.0
_NOT_SAID = {"target", "method", "action"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the command line says and prints how things stand then; 1 if it cannot be done."""
    said = {name: value for name, value in vars(_parser().parse_args(arguments)).items() if value is not None}
    try:
        reply = _call(said["target"], said["method"], {k: v for k, v in said.items() if k not in _NOT_SAID})
    except grpc.RpcError as error:
        sys.stderr.write(f"{error.details()}\n")
        return 1
    sys.stdout.write(json.dumps(reply, indent=2, sort_keys=True) + "\n")
    return 0


def _call(target: str, method: str, said: Mapping[str, Any]) -> dict[str, Any]:
    request = Struct()
    request.update(said)
    with grpc.insecure_channel(target) as channel:
        call = channel.unary_unary(
            f"/{SERVICE}/{method}", request_serializer=Struct.SerializeToString, response_deserializer=Struct.FromString
        )
        return MessageToDict(call(request, timeout=_SECONDS))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox.ga4_emulator.control", description=__doc__)
    parser.add_argument("--target", default="127.0.0.1:50053", help="where the emulator listens")
    commands = parser.add_subparsers(required=True)
    _add_faults(commands.add_parser("faults", help="what goes wrong, on top of what does already"))
    for name, frozen in (("freeze", True), ("thaw", False)):
        freezing = commands.add_parser(name, help="whether requests wait without an answer")
        freezing.set_defaults(method="OrderFaults", frozen=frozen)
        _add_property(freezing)
    quota = commands.add_parser("use-up", help="leave nothing of a quota until the clock refills it")
    quota.set_defaults(method="UseUpQuota")
    quota.add_argument("bucket", help="its name in the API, such as tokensPerProjectPerHour")
    quota.add_argument("--category", choices=("core", "realtime"), help="the kind of requests; all if absent")
    _add_property(quota)
    clock = commands.add_parser("clock", help="set the time of day").add_subparsers(required=True, dest="action")
    set_clock = clock.add_parser("set")
    set_clock.set_defaults(method="SetClock")
    set_clock.add_argument("now", help="ISO 8601, in UTC unless it says another zone")
    clock.add_parser("reset").set_defaults(method="SetClock")
    reset = commands.add_parser("reset", help="take back faults and refill quotas; without a property, the clock too")
    reset.set_defaults(method="Reset")
    _add_property(reset)
    commands.add_parser("show", help="how things stand").set_defaults(method="Show")
    return parser


def _add_faults(faults: argparse.ArgumentParser) -> None:
    faults.set_defaults(method="OrderFaults")
    faults.add_argument("--status", help='the status that requests fail with, such as UNAVAILABLE; "" for none')
    faults.add_argument("--rate", type=float, help="the share of requests that fail, 1 for all")
    faults.add_argument("--message", help="what those are told")
    faults.add_argument("--latency", choices=("none", "live", "slow"), help="how long answers take")
    faults.add_argument("--sampled-share", type=float, help="the share of people that reports look at, 1 for all")
    faults.add_argument("--least-users", type=int, help="rows with fewer users are withheld, 0 for none")
    faults.add_argument("--most-values", type=int, help="how many values a dimension shows before (other), 0 for all")
    faults.add_argument("--data-loss", action=argparse.BooleanOptionalAction, help="say that rows are in (other)")
    faults.add_argument(
        "--restricted", nargs="*", help="what callers may not see, REVENUE_DATA or COST_DATA; nothing after it for none"
    )
    _add_property(faults)


def _add_property(command: argparse.ArgumentParser) -> None:
    command.add_argument("--property", help="the property's id; all properties if absent")


if __name__ == "__main__":
    sys.exit(main())
