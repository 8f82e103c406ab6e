"""Property profiles, learnt once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import inf

import structlog

from services.orchestrator.errors import SourceError, SourceExhausted, SourceUnavailable
from services.orchestrator.ga4.report_source import PropertyProfile, Reports, ReportSource
from services.orchestrator.understanding.plan import ReportRequest
from services.serving.clock import Clock

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ProfilePolicy:
    """How long a profile is held to be true, how long a failure is repeated, and of how many properties.

    A profile past its time is asked for anew; where that fails for now, the old one goes on serving.
    """

    true_for: timedelta = timedelta(hours=1)
    failure_repeated_for: timedelta = timedelta(seconds=10)
    properties: int = 10_000


@dataclass(slots=True)
class _Known:
    """What is known of one property, and the monotonic second until which nobody asks for it again."""

    lookup: asyncio.Lock = field(default_factory=asyncio.Lock)
    profile: PropertyProfile | None = None
    failure: SourceError = field(default_factory=SourceError)
    until: float = -inf


class ProfileMemory:
    """A report source that remembers profiles. Callers who ask at the same time share one look-up."""

    def __init__(self, source: ReportSource, policy: ProfilePolicy, clock: Clock) -> None:
        self._source = source
        self._policy = policy
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """See `ReportSource.run`."""
        return await self._source.run(property_id, requests)

    async def profile(self, property_id: str) -> PropertyProfile:
        """See `ReportSource.profile`."""
        known = self._entry(property_id)
        if self._clock.monotonic() >= known.until:
            async with known.lookup:
                if self._clock.monotonic() >= known.until:
                    await self._learn(property_id, known)
        if known.profile is None:
            # One failure is raised to many callers: each begins its own trace.
            raise known.failure.with_traceback(None)
        return known.profile

    async def _learn(self, property_id: str, known: _Known) -> None:
        try:
            known.profile = await self._source.profile(property_id)
            known.until = self._clock.monotonic() + self._policy.true_for.total_seconds()
        except SourceError as error:
            known.failure = error
            known.until = self._clock.monotonic() + self._repeated_for(error).total_seconds()
            if not isinstance(error, SourceUnavailable | SourceExhausted):
                known.profile = None
            if known.profile is not None:
                log.warning("old property profile goes on serving", property_id=property_id, reason=str(error))

    def _repeated_for(self, error: SourceError) -> timedelta:
        longest = self._policy.failure_repeated_for
        return min(error.retry_after, longest) if isinstance(error, SourceExhausted) else longest

    def _entry(self, property_id: str) -> _Known:
        known = self._known.setdefault(property_id, _Known())
        self._known.move_to_end(property_id)
        if len(self._known) > self._policy.properties:
            self._known.popitem(last=False)
        return known
