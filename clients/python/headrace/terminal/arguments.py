"""The command line, read into values."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import grpc

from headrace.channel import authorization
from headrace.client import DEFAULT_TARGET
from headrace.orchestrator.v1.orchestrator_pb2 import StreamAnswerRequest
from headrace.questions import CachePolicy, answer_request
from headrace.terminal.durations import parse_duration

TOKEN_VARIABLE = "HEADRACE_TOKEN"  # noqa: S105 (the name of a variable)


@dataclass(frozen=True, slots=True)
class Service:
    """Where the service is and how it is called."""

    target: str
    tls: bool | grpc.ChannelCredentials
    token: str | None
    timeout: timedelta


@dataclass(frozen=True, slots=True)
class Ask:
    """`headrace ask`."""

    service: Service
    json: bool
    request: StreamAnswerRequest
    rows: int


@dataclass(frozen=True, slots=True)
class Explain:
    """`headrace explain`."""

    service: Service
    json: bool
    question: str
    tenant_id: str
    property_id: str
    as_of: date | None


def read_arguments(words: Sequence[str], environment: Mapping[str, str]) -> Ask | Explain:
    """What the words after `headrace` ask for. Exits with 2 and a usage message where they make no sense."""
    parser = _parser()
    found = parser.parse_args(words)
    try:
        token = found.token_file.read_text().strip() if found.token_file else environment.get(TOKEN_VARIABLE)
        authorization(token)
        tls = grpc.ssl_channel_credentials(found.tls_ca.read_bytes()) if found.tls_ca else found.tls
    except OSError as error:
        parser.error(f"{error.filename} cannot be read: {error.strerror}")
    except ValueError as error:
        parser.error(f"the token cannot be used: {error}")
    service = Service(found.target, tls, token, found.timeout)
    if found.command == "explain":
        return Explain(service, found.json, found.question, found.tenant, found.property, found.as_of)
    request = answer_request(found.question, found.tenant, found.property, found.cache_policy, found.max_staleness)
    return Ask(service, found.json, request, found.rows)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="headrace", description="Asks questions about Google Analytics 4 in plain words."
    )
    parser.add_argument("--version", action="version", version=f"headrace {version('headrace')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    shared = _shared_options()
    ask = commands.add_parser("ask", parents=[shared], help="answer a question", description="Answers a question.")
    _add_ask_options(ask)
    explain = commands.add_parser(
        "explain",
        parents=[shared],
        help="say what a question means, without fetching anything",
        description="Says what a question is understood to mean, without fetching anything.",
    )
    explain.add_argument(
        "--as-of", type=_date, metavar="DATE", help="read relative dates on this day (YYYY-MM-DD); default: today"
    )
    return parser


def _shared_options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("question", type=_text, help="the question, in quotes")
    options.add_argument("--json", action="store_true", help="write JSON lines, for programs")
    options.add_argument("--tenant", type=_text, default="demo", help="who asks; default: %(default)s")
    options.add_argument(
        "--property", type=_text, default="123456789", help="the GA4 property's id; default: %(default)s"
    )
    options.add_argument(
        "--target", type=_text, default=DEFAULT_TARGET, help="where the service is; default: %(default)s"
    )
    options.add_argument(
        "--timeout", type=_time_allowed, default="30s", metavar="TIME", help="how long to wait; default: %(default)s"
    )
    options.add_argument(
        "--token-file", type=Path, metavar="FILE", help=f"file with the bearer token; default: ${TOKEN_VARIABLE}"
    )
    tls = options.add_mutually_exclusive_group()
    tls.add_argument("--tls", action="store_true", help="use TLS with the usual certificate authorities")
    tls.add_argument("--tls-ca", type=Path, metavar="FILE", help="use TLS with the authorities in this PEM file")
    return options


def _add_ask_options(ask: argparse.ArgumentParser) -> None:
    policy = ask.add_mutually_exclusive_group()
    for flag, value, meaning in (
        ("--refresh", CachePolicy.REFRESH, "make the answer anew and store it"),
        ("--bypass", CachePolicy.BYPASS, "make the answer anew, neither read nor stored"),
        ("--only-if-cached", CachePolicy.ONLY_IF_CACHED, "fail unless the answer is cached"),
    ):
        policy.add_argument(flag, dest="cache_policy", action="store_const", const=value, help=meaning)
    ask.set_defaults(cache_policy=CachePolicy.DEFAULT)
    ask.add_argument(
        "--max-staleness", type=_duration, metavar="TIME", help="take a cached answer this long past its freshness"
    )
    ask.add_argument("--rows", type=_row_count, default=20, help="rows to show of a table; default: %(default)s")


def _duration(text: str) -> timedelta:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _time_allowed(text: str) -> timedelta:
    allowed = _duration(text)
    if not timedelta(0) < allowed <= timedelta(days=1):
        raise argparse.ArgumentTypeError("must be longer than nothing and at most a day")
    return allowed


def _text(argument: str) -> str:
    try:
        argument.encode()
    except UnicodeEncodeError as error:
        raise argparse.ArgumentTypeError("is not UTF-8") from error
    return argument


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-24") from error


def _row_count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of rows")
    return int(text)
