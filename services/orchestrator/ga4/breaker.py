"""Leaves Google Analytics alone while it fails: the errors it gives there count against a quota of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog

from services.orchestrator.errors import SourceError, SourceUnavailable
from services.orchestrator.ga4.report_source import PropertyProfile, Reports, ReportSource
from services.orchestrator.understanding.plan import ReportRequest
from services.serving.clock import Clock

log = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BreakerPolicy:
    """After `failures` in a row nobody asks for `rest`; then one call at a time tries, until one succeeds."""

    failures: int = 5
    rest: timedelta = timedelta(seconds=5)


class Breaker:
    """A report source that fails at once, with SourceUnavailable, while the one behind it has failed often."""

    def __init__(self, source: ReportSource, policy: BreakerPolicy, clock: Clock) -> None:
        self._source = source
        self._policy = policy
        self._clock = clock
        self._failures = 0
        self._rests_until = 0.0

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """See `ReportSource.run`."""
        return await self._guard(lambda: self._source.run(property_id, requests))

    async def profile(self, property_id: str) -> PropertyProfile:
        """See `ReportSource.profile`."""
        return await self._guard(lambda: self._source.profile(property_id))

    async def _guard(self, call: Callable[[], Awaitable[T]]) -> T:
        if self._failures >= self._policy.failures:
            if self._clock.monotonic() < self._rests_until:
                raise SourceUnavailable("Google Analytics has failed several times in a row. Ask again shortly.")
            # This call tries; until it is back, the others are still turned away.
            self._rest()
        try:
            result = await call()
        except SourceUnavailable:
            self._failures += 1
            if self._failures >= self._policy.failures:
                self._rest()
            if self._failures == self._policy.failures:
                log.warning("google analytics left alone", failures=self._failures)
            raise
        except SourceError:
            # It answers, if only to refuse.
            self._failures = 0
            raise
        self._failures = 0
        return result

    def _rest(self) -> None:
        self._rests_until = self._clock.monotonic() + self._policy.rest.total_seconds()
