"""What every request passes before its answer is made: is there such a property, is its quota left, does it fail."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from grpc import StatusCode

from sandbox.ga4_emulator.faults import FaultsOnOrder
from sandbox.ga4_emulator.handlers import Handler, property_id_of
from sandbox.ga4_emulator.latency import Latency, LatencyProfile
from sandbox.ga4_emulator.properties import COMMON_PROPERTY, Properties, Property
from sandbox.ga4_emulator.quota.ledger import QuotaLedger
from sandbox.ga4_emulator.quota.limits import Category
from sandbox.ga4_emulator.refusals import Refused

_SERVER_ERRORS = frozenset({StatusCode.INTERNAL, StatusCode.UNAVAILABLE, StatusCode.UNKNOWN})


class Gate:
    """Lets requests through, late or not at all, as the quota, the latency and the faults on order have it."""

    def __init__(
        self,
        properties: Properties,
        quota: QuotaLedger,
        faults: FaultsOnOrder,
        latency: Latency,
        ordered: Mapping[LatencyProfile, Latency],
    ) -> None:
        self._properties = properties
        self._quota = quota
        self._faults = faults
        self._latency = latency
        self._ordered = ordered

    def before(self, handler: Handler, category: Category) -> Handler:
        """The handler behind this gate. It raises `Refused`, in this order, for an unknown property, for a quota that
        is used up, and for a fault; and then for what the handler refuses."""

        async def handle(request: Any) -> Any:
            if (property_id := property_id_of(request)) == COMMON_PROPERTY:
                await asyncio.sleep(self._latency.seconds())
                return await handler(request)
            reported = self._properties.find(property_id)
            with self._quota.admitted(reported, category):
                try:
                    await self._pass(property_id)
                    return await handler(request)
                except Refused as refused:
                    self._count(refused, reported, category)
                    raise

        return handle

    async def _pass(self, property_id: str) -> None:
        profile = self._faults.of(property_id).latency
        await asyncio.sleep((self._latency if profile is None else self._ordered[profile]).seconds())
        await self._faults.thawed(property_id)
        self._faults.strike(property_id)

    def _count(self, refused: Refused, reported: Property, category: Category) -> None:
        if refused.code in _SERVER_ERRORS:
            self._quota.server_failed(reported, category)
