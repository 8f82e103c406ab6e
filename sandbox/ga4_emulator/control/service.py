"""The emulator's own RPCs, on its own port, for callers on this machine.

Messages are `google.protobuf.Struct`; reflection does not list them, so that clients of GA4 see GA4 alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import grpc
from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from grpc import StatusCode, aio

from sandbox.ga4_emulator.clock import SettableClock
from sandbox.ga4_emulator.control.name import SERVICE
from sandbox.ga4_emulator.faults import FaultsOnOrder
from sandbox.ga4_emulator.quota.ledger import EVERY_PROPERTY, QuotaLedger
from sandbox.ga4_emulator.quota.limits import Bucket, Category

_LOOPBACK = ("ipv4:127.", "ipv6:[::1]", "ipv6:%5B::1%5D", "unix:")
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Control:
    """Does what callers order and answers with how things stand then. Raises ValueError for what cannot be."""

    clock: SettableClock
    quota: QuotaLedger
    faults: FaultsOnOrder

    def order_faults(self, said: Said) -> Said:
        """`property`, or all if absent, and what changes by the names of `Faults`."""
        property_id = said.pop("property", EVERY_PROPERTY)
        self.faults.order(property_id, **said)
        return self.show({})

    def use_up_quota(self, said: Said) -> Said:
        """`bucket`, the quota's name in the API; optionally `property`, and `category`, "core" or "realtime"."""
        categories = [Category(said["category"])] if "category" in said else list(Category)
        self.quota.use_up(Bucket(said.get("bucket", "")), said.get("property", EVERY_PROPERTY), categories)
        return self.show({})

    def set_clock(self, said: Said) -> Said:
        """`now`, a moment in ISO 8601, in UTC unless it says another zone; absent for the real time."""
        if "now" in said:
            now = datetime.fromisoformat(said["now"])
            self.clock.set(now if now.tzinfo else now.replace(tzinfo=UTC))
        else:
            self.clock.reset()
        return self.show({})

    def reset(self, said: Said) -> Said:
        """`property`, whose faults and used quota are taken back; absent for everybody's, and the clock too."""
        property_id = said.get("property", EVERY_PROPERTY)
        self.faults.reset(property_id)
        self.quota.refill(property_id)
        if property_id == EVERY_PROPERTY:
            self.clock.reset()
        return self.show({})

    def show(self, _: Said) -> Said:
        """`now`, and `faults` by property id, with "*" for all properties."""
        faults = {
            whose or "*": ordered.model_dump(mode="json", exclude_defaults=True)
            for whose, ordered in self.faults.ordered().items()
        }
        return {"now": self.clock.now().isoformat(timespec="seconds"), "faults": faults}


def control_handler(control: Control) -> grpc.GenericRpcHandler:
    """Serves the control to callers on this machine and refuses others."""
    methods = {
        "OrderFaults": control.order_faults,
        "UseUpQuota": control.use_up_quota,
        "SetClock": control.set_clock,
        "Reset": control.reset,
        "Show": control.show,
    }
    return grpc.method_handlers_generic_handler(
        SERVICE,
        {
            name: grpc.unary_unary_rpc_method_handler(
                _on_this_machine(act),
                request_deserializer=Struct.FromString,
                response_serializer=Struct.SerializeToString,
            )
            for name, act in methods.items()
        },
    )


def _on_this_machine(act: Callable[[Said], Said]) -> Any:
    async def handle(request: Struct, context: aio.ServicerContext[Struct, Struct]) -> Struct:
        if not context.peer().startswith(_LOOPBACK):
            await context.abort(StatusCode.PERMISSION_DENIED, "The emulator is controlled from its own machine only.")
        reply = Struct()
        try:
            reply.update(act(MessageToDict(request)))
        except (ValueError, TypeError) as error:
            await context.abort(StatusCode.INVALID_ARGUMENT, str(error))
        return reply

    return handle
