"""A clock that tests set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
"""The moment of every test that says no other: Tuesday, 24 November 2026, noon in New York."""


class FakeClock:
    """Stands still until it is moved; both its times move together."""

    def __init__(self, now: datetime = NOW) -> None:
        self._began = now
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._began).total_seconds()

    def advance(self, span: timedelta) -> None:
        """Moves on."""
        self._now += span

    def move_to(self, now: datetime) -> None:
        """Moves to a moment, later or earlier."""
        self._now = now
