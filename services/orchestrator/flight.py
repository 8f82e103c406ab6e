"""One answer being made: an append-only, numbered log of events. One end appends, many read from any number on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from services.orchestrator.errors import OrchestratorError
from services.orchestrator.patience import Patience


class EventKind(StrEnum):
    """What an event tells; the names of the contract's `event` cases."""

    STATUS = "status"
    CACHE_HIT = "cache_hit"
    PARTIAL = "partial"
    RESULT = "result"


class Event(Protocol):
    """One event of an answer's stream, made once for all its readers."""

    @property
    def kind(self) -> EventKind:
        """What it tells."""
        ...

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        ...

    def encoded(self, assumptions: Sequence[str]) -> bytes:
        """The event as a serialized StreamAnswerResponse.

        `assumptions` are those of the reader's own wording: two wordings of one meaning share an answer, and what
        one left open the other may have said.
        """
        ...


class FlightLog:
    """The events of one flight and how it ended. Lives in one event loop."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._ended = False
        self._failure: OrchestratorError | None = None
        self._changed = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether the last event was appended."""
        return self._ended

    @property
    def failed(self) -> bool:
        """Whether it ended without a result."""
        return self._failure is not None

    @property
    def last_sequence(self) -> int:
        """The number of the last event; 0 when there is none."""
        return len(self._events)

    @property
    def size(self) -> int:
        """Bytes of its events."""
        return sum(event.size for event in self._events)

    def append(self, event: Event) -> None:
        """Appends an event as number `last_sequence + 1`. Raises RuntimeError after the end."""
        if self._ended:
            raise RuntimeError("a flight's log takes no event after its end")
        self._events.append(event)
        self._wake()

    def end(self, failure: OrchestratorError | None = None) -> None:
        """Ends the log: readers stop after the last event, or raise the failure there. Later ends change nothing."""
        if not self._ended:
            self._ended, self._failure = True, failure
            self._wake()

    async def read(self, after: int = 0) -> AsyncGenerator[Event, None]:
        """Yields the events numbered above `after` as they come, until the end. Raises the flight's failure.

        Leaving early harms neither the flight nor its other readers.
        """
        position = after
        while True:
            while position < len(self._events):
                position += 1
                yield self._events[position - 1]
            if self._ended:
                break
            await self._changed.wait()
        if self._failure is not None:
            raise self._failure

    def _wake(self) -> None:
        waiting, self._changed = self._changed, asyncio.Event()
        waiting.set()


@dataclass(frozen=True, slots=True, eq=False)
class Flight:
    """One answer being made, or just made. `began` and `tenant_id` are the leader's; `patience` is that of all."""

    answer_id: str
    tenant_id: str
    property_id: str
    began: float
    patience: Patience
    log: FlightLog = field(default_factory=FlightLog)
