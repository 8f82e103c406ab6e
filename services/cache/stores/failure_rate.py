"""How many of the calls of the last seconds failed."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_SLICES = 10


@dataclass(slots=True)
class _Slice:
    number: int
    calls: int = 0
    failures: int = 0


class FailureRate:
    """Counts calls over a moving window, in a tenth of which they are told apart no further."""

    def __init__(self, window: float) -> None:
        """`window` in seconds. All times are a monotonic clock's."""
        self._slice_seconds = window / _SLICES
        self._slices: deque[_Slice] = deque()

    def succeeded(self, now: float) -> None:
        """Counts a call that succeeded."""
        self._current(now).calls += 1

    def failed(self, now: float) -> None:
        """Counts a call that failed."""
        current = self._current(now)
        current.calls += 1
        current.failures += 1

    def calls(self, now: float) -> int:
        """Calls in the window."""
        self._drop_old(now)
        return sum(part.calls for part in self._slices)

    def share(self, now: float) -> float:
        """Failures in the window as a share of its calls; 0 without calls."""
        calls = self.calls(now)
        return sum(part.failures for part in self._slices) / calls if calls else 0.0

    def clear(self) -> None:
        """Forgets every call."""
        self._slices.clear()

    def _current(self, now: float) -> _Slice:
        self._drop_old(now)
        number = self._number(now)
        if not self._slices or self._slices[-1].number != number:
            self._slices.append(_Slice(number))
        return self._slices[-1]

    def _drop_old(self, now: float) -> None:
        oldest = self._number(now) - _SLICES
        while self._slices and self._slices[0].number <= oldest:
            self._slices.popleft()

    def _number(self, now: float) -> int:
        return int(now / self._slice_seconds)
