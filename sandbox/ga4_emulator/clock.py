"""A clock that can be set while the emulator runs."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.serving.clock import Clock


class SettableClock:
    """Goes on from the moment that it is set to, as fast as the clock that it stands before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The time of day as it was set."""
        return self._clock.now() + self._ahead

    def monotonic(self) -> float:
        """The other clock's seconds: setting the time of day does not touch them."""
        return self._clock.monotonic()

    def set(self, now: datetime) -> None:
        """Sets the time of day; `now` is aware of its zone. It may be earlier than before."""
        self._ahead = now - self._clock.now()

    def reset(self) -> None:
        """Tells the other clock's time again."""
        self._ahead = timedelta()
