"""Property profiles, learnt once and kept up to date beside the callers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog

from services.orchestrator.errors import SourceError, SourceExhausted, SourceForbidden, SourceUnavailable
from services.orchestrator.ga4.profile_shelf import NoShelf, ProfileShelf
from services.orchestrator.ga4.report_source import PropertyProfile, Reports, ReportSource
from services.orchestrator.understanding.plan import ReportRequest
from services.serving.clock import Clock
from services.serving.owned_tasks import OwnedTasks
from services.serving.single_flight import SingleFlight

log = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProfilePolicy:
    """How long a profile is held to be true, and of how many `properties` one is remembered.

    Past its time a profile is refreshed, with at most so many `refreshes` at once; where one fails, the next comes
    after `first_pause`, which doubles up to `longest_pause`. The failure of a first look-up is repeated for
    `failure_repeated_for`, that a property may not be read for `refusal_repeated_for`.
    """

    true_for: timedelta = timedelta(hours=1)
    first_pause: timedelta = timedelta(minutes=1)
    longest_pause: timedelta = timedelta(hours=1)
    refreshes: int = 10
    failure_repeated_for: timedelta = timedelta(seconds=10)
    refusal_repeated_for: timedelta = timedelta(minutes=1)
    properties: int = 10_000


@dataclass(slots=True)
class _Known:
    """A profile, the monotonic second at which it is asked for anew, and how long after that once more."""

    profile: PropertyProfile
    refreshed_at: float
    pause: timedelta


class ProfileMemory:
    """A report source that remembers profiles.

    A known profile is served at once, however old. Callers for one that is not known wait, and share a look-up. The
    profile of a property that may no longer be read is forgotten.
    """

    def __init__(
        self,
        source: ReportSource,
        background: ReportSource,
        policy: ProfilePolicy,
        clock: Clock,
        shelf: ProfileShelf | None = None,
    ) -> None:
        """`background` is the same source for work that no caller waits for; refreshes go there.

        What is on the `shelf` is known, so that a restart asks nothing; without one, nothing outlives the process.
        """
        self._source = source
        self._background = background
        self._policy = policy
        self._clock = clock
        self._shelf = shelf or NoShelf()
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._failures: OrderedDict[str, tuple[SourceError, float]] = OrderedDict()
        """By property: what was raised, and the monotonic second until which it is repeated."""
        self._lookups: SingleFlight[str, PropertyProfile] = SingleFlight()
        self._refreshes = OwnedTasks()
        self._refreshing: set[str] = set()

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """See `ReportSource.run`."""
        return await self._source.run(property_id, requests)

    async def profile(self, property_id: str) -> PropertyProfile:
        """See `ReportSource.profile`."""
        if known := self._known.get(property_id):
            self._known.move_to_end(property_id)
            if self._clock.monotonic() >= known.refreshed_at:
                self._begin_refresh(property_id, known)
            return known.profile
        failure, repeated_until = self._failures.get(property_id, (None, 0.0))
        if failure and self._clock.monotonic() < repeated_until:
            # One failure is raised to many callers: each begins its own trace.
            raise failure.with_traceback(None)
        return await self._lookups.do(property_id, lambda: self._learn(property_id))

    async def aclose(self) -> None:
        """Waits for look-ups and refreshes under way, which end within the source's own deadlines."""
        await self._refreshes.finish()
        await self._lookups.aclose()

    async def _learn(self, property_id: str) -> PropertyProfile:
        if shelved := await self._shelf.find(property_id):
            known = self._remember(property_id, shelved.profile, shelved.age)
            if self._clock.monotonic() >= known.refreshed_at:
                self._begin_refresh(property_id, known)
            return shelved.profile
        try:
            profile = await self._source.profile(property_id)
        except SourceError as error:
            self._repeat(property_id, error)
            raise
        self._told(property_id, profile)
        return profile

    def _begin_refresh(self, property_id: str, known: _Known) -> None:
        if property_id in self._refreshing or len(self._refreshing) >= self._policy.refreshes:
            return
        # Before it is known how the refresh ends: in whatever way it fails, the next one waits.
        known.refreshed_at = self._clock.monotonic() + known.pause.total_seconds()
        known.pause = min(known.pause * 2, self._policy.longest_pause)
        self._refreshing.add(property_id)
        refresh = self._refreshes.start(self._refresh(property_id))
        refresh.add_done_callback(lambda _: self._refreshing.discard(property_id))

    async def _refresh(self, property_id: str) -> None:
        shelved = await self._shelf.find(property_id)
        if shelved and shelved.age < self._policy.true_for:
            # Another replica has asked meanwhile.
            self._remember(property_id, shelved.profile, shelved.age)
            return
        try:
            self._told(property_id, await self._background.profile(property_id))
        except (SourceUnavailable, SourceExhausted) as error:
            log.warning("old property profile goes on serving", property_id=property_id, reason=str(error))
        except SourceError as error:
            self._known.pop(property_id, None)
            self._repeat(property_id, error)
            await self._shelf.forget(property_id)
            log.warning("property profile forgotten", property_id=property_id, reason=str(error))

    def _told(self, property_id: str, profile: PropertyProfile) -> None:
        self._remember(property_id, profile, timedelta(0))
        self._refreshes.start(self._shelf.keep(profile))

    def _remember(self, property_id: str, profile: PropertyProfile, age: timedelta) -> _Known:
        refreshed_at = self._clock.monotonic() + (self._policy.true_for - age).total_seconds()
        known = _Known(profile, refreshed_at, self._policy.first_pause)
        self._keep(self._known, property_id, known)
        return known

    def _repeat(self, property_id: str, error: SourceError) -> None:
        repeated_until = self._clock.monotonic() + self._repeated_for(error).total_seconds()
        self._keep(self._failures, property_id, (error, repeated_until))

    def _keep(self, memory: OrderedDict[str, T], property_id: str, entry: T) -> None:
        memory[property_id] = entry
        if len(memory) > self._policy.properties:
            memory.popitem(last=False)

    def _repeated_for(self, error: SourceError) -> timedelta:
        if isinstance(error, SourceForbidden):
            return self._policy.refusal_repeated_for
        longest = self._policy.failure_repeated_for
        return min(error.retry_after, longest) if isinstance(error, SourceExhausted) else longest
