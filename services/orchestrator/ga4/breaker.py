"""Leaves a property alone while Google Analytics fails for it: its errors count against a quota of their own."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import inf
from typing import TypeVar

import structlog

from services.orchestrator.errors import SourceError, SourceUnavailable
from services.orchestrator.ga4.error_allowance import AllowancePolicy, ErrorAllowance
from services.orchestrator.ga4.report_source import PropertyProfile, Reports, ReportSource
from services.orchestrator.ga4.unavailable import GivenUp, LeftAlone, NotReached
from services.orchestrator.understanding.plan import ReportRequest
from services.serving.clock import Clock

log = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BreakerPolicy:
    """When a property is left alone, for how long, and of how many `properties` failures are remembered.

    After `failures` in a row, or with the `allowance` of errors spent, nobody asks during a rest; then one call at a
    time tries, until one succeeds. Rests double from `first_rest` to `longest_rest`, and last at least until one
    more error is allowed, of which a call that was given up costs none. After one that never reached Google, and so
    cost nothing either, the rest is `unreached_rest`.

    Work that no caller waits for is not tried while anything is amiss, and its failures begin no rest by themselves:
    callers get all the tries and nearly all the errors.
    """

    failures: int = 2
    first_rest: timedelta = timedelta(minutes=1)
    longest_rest: timedelta = timedelta(minutes=15)
    unreached_rest: timedelta = timedelta(seconds=5)
    allowance: AllowancePolicy = field(default_factory=AllowancePolicy)
    properties: int = 10_000


class Breaker:
    """A report source that fails at once, with LeftAlone, while the one behind it fails for the same property."""

    def __init__(self, source: ReportSource, policy: BreakerPolicy, clock: Clock) -> None:
        self._source = source
        self._policy = policy
        self._clock = clock
        self._troubles: OrderedDict[str, _Trouble] = OrderedDict()

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """See `ReportSource.run`."""
        return await self.guard(property_id, lambda: self._source.run(property_id, requests))

    async def profile(self, property_id: str) -> PropertyProfile:
        """See `ReportSource.profile`."""
        return await self.guard(property_id, lambda: self._source.profile(property_id))

    def for_background(self) -> ReportSource:
        """The same source, for work that no caller waits for."""
        return _ForBackground(self, self._source)

    async def guard(self, property_id: str, call: Callable[[], Awaitable[T]], *, background: bool = False) -> T:
        """Makes a call of the source behind. Raises LeftAlone."""
        trouble = self._troubles.get(property_id)
        if background and trouble and trouble.is_amiss(self._clock.monotonic()):
            raise LeftAlone("Google Analytics has failed lately. What nobody waits for is not tried.")
        if trouble is None or not trouble.resting:
            return await self._watch(property_id, call, background=background)
        if trouble.on_trial or self._clock.monotonic() < trouble.rests_until:
            raise LeftAlone(
                f"Google Analytics has failed, or not answered, several times in a row for property {property_id}."
                " Ask again later.",
                self._rest(trouble),
            )
        trouble.on_trial = True
        try:
            return await self._watch(property_id, call, background=background)
        finally:
            trouble.on_trial = False

    async def _watch(self, property_id: str, call: Callable[[], Awaitable[T]], *, background: bool) -> T:
        try:
            result = await call()
        except SourceUnavailable as error:
            trouble = self._failed(property_id, error, background=background)
            if trouble.resting:
                error.retry_after = max(error.retry_after, self._rest(trouble))
            raise
        except SourceError:
            # It answers, if only to refuse.
            self._answered(property_id)
            raise
        self._answered(property_id)
        return result

    def _failed(self, property_id: str, error: SourceUnavailable, *, background: bool) -> _Trouble:
        trouble = self._troubles.setdefault(property_id, _Trouble(self._policy))
        self._troubles.move_to_end(property_id)
        if len(self._troubles) > self._policy.properties:
            self._troubles.popitem(last=False)
        rested = trouble.resting
        reached = not isinstance(error, NotReached)
        counted = reached and not isinstance(error, GivenUp)
        trouble.failed(self._clock.monotonic(), reached=reached, counted=counted, in_a_row=not background)
        if trouble.resting and not rested:
            log.warning("google analytics left alone", property_id=property_id, failures=trouble.failures)
        return trouble

    def _rest(self, trouble: _Trouble) -> timedelta:
        """How long nobody asks. While a call on trial is under way that is not known; it is soon over."""
        left = timedelta(seconds=trouble.rests_until - self._clock.monotonic())
        return max(left, self._policy.unreached_rest)

    def _answered(self, property_id: str) -> None:
        if trouble := self._troubles.get(property_id):
            now = self._clock.monotonic()
            trouble.answered(now)
            if not trouble.is_amiss(now):
                del self._troubles[property_id]


class _ForBackground:
    """What a breaker watches, for work that no caller waits for."""

    def __init__(self, breaker: Breaker, source: ReportSource) -> None:
        self._breaker = breaker
        self._source = source

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        return await self._breaker.guard(property_id, lambda: self._source.run(property_id, requests), background=True)

    async def profile(self, property_id: str) -> PropertyProfile:
        return await self._breaker.guard(property_id, lambda: self._source.profile(property_id), background=True)


class _Trouble:
    """The failures of one property."""

    def __init__(self, policy: BreakerPolicy) -> None:
        self.failures = 0
        """In a row."""
        self.resting = False
        """Until a call on trial succeeds, though that may be made once `rests_until` has come."""
        self.rests_until = -inf
        self.on_trial = False
        self._policy = policy
        self._next_rest = policy.first_rest
        self._allowance = ErrorAllowance(policy.allowance)

    def failed(self, now: float, *, reached: bool, counted: bool, in_a_row: bool) -> None:
        """`counted` is a failure that Google counts among its errors, `in_a_row` one that a caller waited for."""
        self.failures += in_a_row
        if counted:
            self._allowance.spend(now)
        if self.resting and not self.on_trial:
            # Another of the calls that were under way when the rest began.
            self.rests_until = max(self.rests_until, self._allowance.next_at())
        elif self.failures >= self._policy.failures or self._allowance.next_at() > now:
            self.resting = True
            rest = self._lengthened_rest() if reached else self._policy.unreached_rest
            self.rests_until = max(now + rest.total_seconds(), self._allowance.next_at())

    def answered(self, now: float) -> None:
        self.failures = 0
        self._next_rest = self._policy.first_rest
        self.rests_until = self._allowance.next_at()
        self.resting = self.rests_until > now

    def is_amiss(self, now: float) -> bool:
        return self.failures > 0 or not self._allowance.is_whole(now)

    def _lengthened_rest(self) -> timedelta:
        rest = self._next_rest
        self._next_rest = min(rest * 2, self._policy.longest_rest)
        return rest
