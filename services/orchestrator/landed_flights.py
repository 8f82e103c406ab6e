"""Flights that have ended, kept for a while so that broken streams can go on."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta

from services.orchestrator.flight import Flight
from services.serving.clock import Clock


@dataclass(frozen=True, slots=True)
class _Landing:
    flight: Flight
    at: float
    size: int


class LandedFlights:
    """Ended flights by answer id, each for `keep_for`, all together in at most `most_bytes`."""

    def __init__(self, keep_for: timedelta, most_bytes: int, clock: Clock) -> None:
        self._keep_for = keep_for.total_seconds()
        self._most_bytes = most_bytes
        self._clock = clock
        self._landings: OrderedDict[str, _Landing] = OrderedDict()
        self._bytes = 0

    def add(self, flight: Flight) -> None:
        """Keeps a flight that ended just now; the oldest make room for it."""
        landing = _Landing(flight, self._clock.monotonic(), flight.log.size)
        self._landings[flight.answer_id] = landing
        self._bytes += landing.size
        while self._bytes > self._most_bytes:
            self._forget_oldest()
        asyncio.get_running_loop().call_later(self._keep_for, self._forget_old)

    def find(self, answer_id: str) -> Flight | None:
        """The flight of an id, None where it is not kept any more."""
        self._forget_old()
        landing = self._landings.get(answer_id)
        return None if landing is None else landing.flight

    def landed_since(self, flight: Flight, moment: float) -> bool:
        """Whether the flight is kept and ended at or after a moment of the clock's monotonic time."""
        landing = self._landings.get(flight.answer_id)
        return landing is not None and landing.at >= moment

    def _forget_old(self) -> None:
        oldest = self._clock.monotonic() - self._keep_for
        while self._landings and next(iter(self._landings.values())).at <= oldest:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        _, landing = self._landings.popitem(last=False)
        self._bytes -= landing.size
