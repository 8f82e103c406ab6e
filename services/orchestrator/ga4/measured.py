"""Measures every call to Google Analytics, tries and retries alike."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import TypeVar

from services.orchestrator.ga4.metrics import SourceMetrics
from services.orchestrator.ga4.report_source import PropertyProfile, Reports, ReportSource
from services.orchestrator.understanding.plan import ReportRequest
from services.serving.clock import Clock

T = TypeVar("T")


class Measured:
    """A report source whose calls are measured."""

    def __init__(self, source: ReportSource, metrics: SourceMetrics, clock: Clock) -> None:
        self._source = source
        self._metrics = metrics
        self._clock = clock

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """See `ReportSource.run`."""
        return await self._measure("run", self._source.run(property_id, requests))

    async def profile(self, property_id: str) -> PropertyProfile:
        """See `ReportSource.profile`."""
        return await self._measure("profile", self._source.profile(property_id))

    async def _measure(self, call: str, work: Awaitable[T]) -> T:
        began = self._clock.monotonic()
        outcome = "ok"
        try:
            return await work
        except BaseException as error:
            outcome = type(error).__name__
            raise
        finally:
            self._metrics.call_seconds.labels(call, outcome).observe(self._clock.monotonic() - began)
