"""Keeps within what GA4 allows a property: so many requests at once, and none for which there is no quota."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta

from services.orchestrator.errors import SourceExhausted
from services.orchestrator.ga4.exhausted import KeptForCallers, QueueFull
from services.orchestrator.ga4.lane import Lane
from services.orchestrator.ga4.metrics import SourceMetrics
from services.orchestrator.ga4.quota_ledger import QuotaLedger
from services.orchestrator.ga4.quota_limits import Category, category_of
from services.orchestrator.ga4.report_source import PropertyProfile, Reports, ReportSource
from services.orchestrator.patience import seconds_left
from services.orchestrator.understanding.plan import ReportRequest
from services.serving.clock import Clock


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of what GA4 allows is used, and who waits for it.

    The requests that GA4 runs at once are shared by so many `replicas` of this process. For each property and
    category so many callers are `waiting` at most, each for the `longest_wait`, and no longer than its own callers do.
    Work that no caller waits for never queues, and begins only while more than the share `kept_for_callers` of the
    places is free.
    """

    replicas: int = 1
    waiting: int = 100
    longest_wait: timedelta = timedelta(seconds=5)
    kept_for_callers: float = 0.5


class QuotaGuard:
    """Admits the calls of all properties, by the requests that run at once and by the quota that is left."""

    def __init__(self, bounds: Bounds, ledger: QuotaLedger, metrics: SourceMetrics, clock: Clock) -> None:
        self._bounds = bounds
        self._ledger = ledger
        self._metrics = metrics
        self._clock = clock
        self._lanes: dict[tuple[str, Category], Lane] = {}

    @asynccontextmanager
    async def admitted(self, property_id: str, category: Category, *, background: bool) -> AsyncIterator[None]:
        """A place for one call, for as long as the block runs.

        Raises SourceExhausted, with when to come back, where the quota is used up, too many wait, or the place comes
        only after the callers' own deadlines.
        """
        with self._turning_away(category):
            self._ledger.check(property_id, category, background=background)
        async with self._lane(property_id, category) as lane:
            with self._turning_away(category):
                await self._enter(lane, property_id, category, background=background)
            try:
                with self._turning_away(category):
                    # It may have been used up by those who went before.
                    self._ledger.check(property_id, category, background=background)
                with self._metrics.in_flight.labels(category).track_inprogress():
                    yield
            finally:
                lane.leave()

    @asynccontextmanager
    async def _lane(self, property_id: str, category: Category) -> AsyncIterator[Lane]:
        def places() -> int:
            return max(1, self._ledger.concurrent_requests(property_id, category) // self._bounds.replicas)

        key = (property_id, category)
        lane = self._lanes.setdefault(key, Lane(places))
        try:
            yield lane
        finally:
            if lane.idle:
                self._lanes.pop(key, None)

    async def _enter(self, lane: Lane, property_id: str, category: Category, *, background: bool) -> None:
        if background and not lane.has_more_free_than(self._bounds.kept_for_callers):
            raise KeptForCallers(
                f"The places that property {property_id} has left are kept for callers.",
                self._bounds.longest_wait,
                property_id,
            )
        if lane.waiting >= self._bounds.waiting:
            raise self._full(property_id)
        began = self._clock.monotonic()
        try:
            with self._metrics.waiting.labels(category).track_inprogress():
                async with asyncio.timeout(min(self._bounds.longest_wait.total_seconds(), seconds_left())):
                    await lane.enter()
        except TimeoutError as error:
            self._ledger.check(property_id, category, background=background)
            raise self._full(property_id) from error
        self._metrics.wait_seconds.labels(category).observe(self._clock.monotonic() - began)

    def _full(self, property_id: str) -> QueueFull:
        return QueueFull(
            f"As many requests as Google Analytics allows at once run for property {property_id}. Ask again shortly.",
            self._bounds.longest_wait,
            property_id,
        )

    @contextmanager
    def _turning_away(self, category: Category) -> Iterator[None]:
        try:
            yield
        except SourceExhausted as error:
            self._metrics.turned_away.labels(category, type(error).__name__).inc()
            raise


class Guarded:
    """A report source whose calls are admitted by a guard. It takes one call's requests at a time."""

    def __init__(self, source: ReportSource, guard: QuotaGuard, *, background: bool = False) -> None:
        """`background` is for work that no caller waits for."""
        self._source = source
        self._guard = guard
        self._background = background

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """See `ReportSource.run`."""
        category = category_of(requests[0].method)
        async with self._guard.admitted(property_id, category, background=self._background):
            return await self._source.run(property_id, requests)

    async def profile(self, property_id: str) -> PropertyProfile:
        """See `ReportSource.profile`."""
        async with self._guard.admitted(property_id, Category.CORE, background=self._background):
            return await self._source.profile(property_id)
