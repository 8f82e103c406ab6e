"""How long somebody still waits for an answer that is being made.

What is made for a caller is made within several tasks and behind several seams; like the call itself
(`services.serving.calls`) it can be asked for from any of them.
"""

from __future__ import annotations

from contextvars import ContextVar
from math import inf

from services.serving.clock import Clock


class Patience:
    """Until when an answer's callers wait: the one who waits longest, in the clock's monotonic seconds."""

    def __init__(self, clock: Clock, until: float = inf) -> None:
        self._clock = clock
        self._until = until

    @property
    def seconds_left(self) -> float:
        """Seconds until the last of them has left; negative after that."""
        return self._until - self._clock.monotonic()

    def extend(self, until: float) -> None:
        """Another caller waits, until then."""
        self._until = max(self._until, until)


_current: ContextVar[Patience] = ContextVar("patience")


def made_with(patience: Patience) -> None:
    """From here on, this task and those that it starts work for callers of this patience."""
    _current.set(patience)


def seconds_left() -> float:
    """For how long somebody waits for what this task does. Without end where it works for no caller's deadline."""
    patience = _current.get(None)
    return inf if patience is None else patience.seconds_left
