"""Tries again what may succeed, a few times and never so often that it adds to a fault."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog

from services.orchestrator.errors import SourceUnavailable
from services.orchestrator.ga4.exhausted import TooManyAtOnce
from services.orchestrator.ga4.metrics import SourceMetrics
from services.orchestrator.ga4.report_source import PropertyProfile, Reports, ReportSource
from services.orchestrator.ga4.unavailable import LeftAlone, TooSlow
from services.orchestrator.patience import seconds_left
from services.orchestrator.understanding.plan import ReportRequest
from services.serving.clock import Clock

log = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often to try, and how long to wait between.

    The wait before the n-th retry is chosen evenly between nothing and `first_delay` doubled n-1 times, at most
    `longest_delay`. Retries over all are at most `share_of_calls` of the calls, and `reserve` more. None begins later
    than `begun_within` after the call, so that it ends while the caller still waits, nor once no caller does.
    """

    attempts: int = 3
    first_delay: timedelta = timedelta(milliseconds=250)
    longest_delay: timedelta = timedelta(seconds=2)
    share_of_calls: float = 0.1
    reserve: float = 10.0
    begun_within: timedelta = timedelta(seconds=15)

    def longest_wait(self, retry: int) -> timedelta:
        """How long the wait before a retry can be; the first retry is 1."""
        return min(self.longest_delay, self.first_delay * (1 << (retry - 1)))


class Retrying:
    """A report source that tries again where Google Analytics is unavailable or runs too many requests already.

    Where it was too slow it is tried once more, while it is left alone not at all. Whatever else the source raises is
    final.
    """

    def __init__(
        self,
        source: ReportSource,
        policy: RetryPolicy,
        metrics: SourceMetrics,
        clock: Clock,
        sleep: Callable[[float], Awaitable[object]],
        random: Callable[[], float],
    ) -> None:
        """`sleep` waits for seconds; `random` is evenly between 0 and 1."""
        self._source = source
        self._policy = policy
        self._metrics = metrics
        self._clock = clock
        self._sleep = sleep
        self._random = random
        self._retries_left = policy.reserve

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """See `ReportSource.run`."""
        return await self._persist(lambda: self._source.run(property_id, requests))

    async def profile(self, property_id: str) -> PropertyProfile:
        """See `ReportSource.profile`."""
        return await self._persist(lambda: self._source.profile(property_id))

    async def _persist(self, call: Callable[[], Awaitable[T]]) -> T:
        self._retries_left = min(self._policy.reserve, self._retries_left + self._policy.share_of_calls)
        latest = self._clock.monotonic() + self._policy.begun_within.total_seconds()
        for retry in range(1, self._policy.attempts):
            delay = self._random() * self._policy.longest_wait(retry).total_seconds()
            try:
                return await call()
            except LeftAlone:
                raise
            except (SourceUnavailable, TooManyAtOnce) as error:
                slow_again = isinstance(error, TooSlow) and retry > 1
                too_late = self._clock.monotonic() + delay > latest or delay > seconds_left()
                if slow_again or too_late or self._retries_left < 1:
                    raise
                self._retries_left -= 1
                self._metrics.retries.labels(type(error).__name__).inc()
            log.info("google analytics call tried again", retry=retry, after_seconds=round(delay, 3))
            await self._sleep(delay)
        return await call()
