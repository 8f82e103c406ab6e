"""How many errors of its own Google Analytics may be led to give for a property."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class AllowancePolicy:
    """So many errors `at_once`, of which `an_hour` return in each hour: together the most that any hour can see.

    GA4 allows 10 an hour for a property (50 with Analytics 360), to all processes of a project together.
    """

    at_once: int = 4
    an_hour: int = 3

    def shared_by(self, replicas: int) -> AllowancePolicy:
        """Each replica's share, which is one error an hour at least."""
        return AllowancePolicy(max(1, self.at_once // replicas), max(1, self.an_hour // replicas))


class ErrorAllowance:
    """The errors that one property may still have. All times are monotonic seconds."""

    def __init__(self, policy: AllowancePolicy) -> None:
        self._each_returns_in = HOUR / policy.an_hour
        self._others_return_in = (policy.at_once - 1) * self._each_returns_in
        self._whole_again_at = -inf

    def spend(self, now: float) -> None:
        """Counts an error. However many come at once, one is allowed again after an hour at most."""
        whole_again_at = max(self._whole_again_at, now) + self._each_returns_in
        self._whole_again_at = min(whole_again_at, now + self._others_return_in + HOUR)

    def next_at(self) -> float:
        """From when on one more error is allowed."""
        return self._whole_again_at - self._others_return_in

    def is_whole(self, now: float) -> bool:
        """Whether nothing of it is spent."""
        return self._whole_again_at <= now
