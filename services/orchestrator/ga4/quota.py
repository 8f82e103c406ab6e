"""Honours a quota that is used up: until it returns, nobody asks."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from datetime import timedelta
from typing import TypeVar

from services.orchestrator.errors import SourceExhausted
from services.orchestrator.ga4.report_source import PropertyProfile, Reports, ReportSource
from services.orchestrator.understanding.plan import ReportRequest
from services.serving.clock import Clock

T = TypeVar("T")


class QuotaKeeping:
    """A report source that repeats a property's SourceExhausted, with the time that is left, until it is over."""

    def __init__(self, source: ReportSource, clock: Clock) -> None:
        self._source = source
        self._clock = clock
        self._exhausted: dict[str, tuple[str, float]] = {}
        """By property: what was said, and the monotonic second at which the quota returns."""

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """See `ReportSource.run`."""
        self._check(property_id)
        return await self._remember(property_id, self._source.run(property_id, requests))

    async def profile(self, property_id: str) -> PropertyProfile:
        """See `ReportSource.profile`."""
        self._check(property_id)
        return await self._remember(property_id, self._source.profile(property_id))

    def _check(self, property_id: str) -> None:
        now = self._clock.monotonic()
        self._exhausted = {each: said for each, said in self._exhausted.items() if said[1] > now}
        if property_id in self._exhausted:
            message, returns_at = self._exhausted[property_id]
            raise SourceExhausted(message, timedelta(seconds=returns_at - now))

    async def _remember(self, property_id: str, call: Awaitable[T]) -> T:
        try:
            return await call
        except SourceExhausted as error:
            returns_at = self._clock.monotonic() + error.retry_after.total_seconds()
            self._exhausted[property_id] = (str(error), returns_at)
            raise
