"""Keeps within the number of requests that GA4 runs at once for a property."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from services.orchestrator.errors import SourceExhausted
from services.orchestrator.ga4.report_source import PropertyProfile, Reports, ReportSource
from services.orchestrator.understanding.plan import Method, ReportRequest


@dataclass(frozen=True, slots=True)
class Bounds:
    """For each property: requests `in_flight` (GA4 allows 10), callers `waiting`, and how long one waits."""

    in_flight: int = 10
    waiting: int = 100
    longest_wait: timedelta = timedelta(seconds=5)


class Bounded:
    """A report source with places for so many requests of a property; callers get them in the order they came.

    Raises SourceExhausted for a caller who finds too many waiting, or waits too long.
    """

    def __init__(self, source: ReportSource, bounds: Bounds) -> None:
        self._source = source
        self._bounds = bounds
        self._lanes: dict[str, _Lane] = {}

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """See `ReportSource.run`."""
        async with self._places(property_id, min(_calls(requests), self._bounds.in_flight)):
            return await self._source.run(property_id, requests)

    async def profile(self, property_id: str) -> PropertyProfile:
        """See `ReportSource.profile`."""
        async with self._places(property_id, 1):
            return await self._source.profile(property_id)

    @asynccontextmanager
    async def _places(self, property_id: str, count: int) -> AsyncIterator[None]:
        lane = self._lanes.setdefault(property_id, _Lane(self._bounds.in_flight))
        if lane.waiting >= self._bounds.waiting:
            raise self._full(property_id)
        try:
            async with asyncio.timeout(self._bounds.longest_wait.total_seconds()):
                await lane.enter(count)
        except TimeoutError as error:
            raise self._full(property_id) from error
        try:
            yield
        finally:
            lane.leave(count)
            if lane.idle:
                self._lanes.pop(property_id, None)

    def _full(self, property_id: str) -> SourceExhausted:
        return SourceExhausted(
            f"As many requests as Google Analytics allows at once run for property {property_id}. Ask again shortly.",
            self._bounds.longest_wait,
        )


class _Lane:
    """The places of one property, and who waits for some of them."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._free = places
        self._queue: deque[tuple[int, asyncio.Future[None]]] = deque()

    @property
    def waiting(self) -> int:
        return len(self._queue)

    @property
    def idle(self) -> bool:
        return self._free == self._places and not self._queue

    async def enter(self, count: int) -> None:
        """Takes so many places at once, so that two callers never hold a part each and wait for the rest."""
        if not self._queue and self._free >= count:
            self._free -= count
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append((count, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._admit()
            else:
                self.leave(count)
            raise

    def leave(self, count: int) -> None:
        self._free += count
        self._admit()

    def _admit(self) -> None:
        self._queue = deque((count, turn) for count, turn in self._queue if not turn.cancelled())
        while self._queue and self._queue[0][0] <= self._free:
            count, turn = self._queue.popleft()
            self._free -= count
            turn.set_result(None)


def _calls(requests: Sequence[ReportRequest]) -> int:
    """How many requests GA4 runs at once for a plan: reports on days come as one batch."""
    alone = sum(request.method is not Method.RUN_REPORT for request in requests)
    return alone + (len(requests) > alone)
