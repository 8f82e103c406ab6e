"""The flights of this process: who makes which answer, who may join, and who owns the work."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from math import inf

import structlog

from services.orchestrator.answer_cache import AnswerKey
from services.orchestrator.errors import (
    AnswerElsewhere,
    AnswerUnknown,
    DeadlinePassed,
    InternalFailure,
    OrchestratorError,
    Overloaded,
)
from services.orchestrator.flight import Flight
from services.orchestrator.landed_flights import LandedFlights
from services.orchestrator.metrics import OrchestratorMetrics
from services.orchestrator.patience import Patience, made_with
from services.serving.clock import Clock

log = structlog.get_logger(__name__)

RETRY_WHEN_FULL = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class FlightLimits:
    """How many flights may be in the air, how long one may take, and what is kept of those that ended.

    `joinable_for` bounds how long after its end a flight can be joined, by callers whose look-up began before. It is
    longer than a look-up and the storing of an answer take. `resumable_for` is how long after its end a broken
    stream can go on, and `kept_bytes` bounds the memory of that.
    """

    in_the_air: int = 1000
    deadline: timedelta = timedelta(seconds=60)
    joinable_for: timedelta = timedelta(seconds=2)
    resumable_for: timedelta = timedelta(seconds=60)
    kept_bytes: int = 64 * 1024 * 1024


Make = Callable[[Flight], Awaitable[None]]


class Flights:
    """Starts flights, lets callers of one key share one, finds them again, and owns their tasks."""

    def __init__(self, replica: str, limits: FlightLimits, metrics: OrchestratorMetrics, clock: Clock) -> None:
        self._replica = replica
        self._limits = limits
        self._metrics = metrics
        self._clock = clock
        self._by_key: dict[AnswerKey, Flight] = {}
        self._in_the_air: dict[str, Flight] = {}
        self._landed = LandedFlights(limits.resumable_for, limits.kept_bytes, clock)
        self._tasks: set[asyncio.Task[None]] = set()

    def new_answer_id(self) -> str:
        """An id that names this replica, so that another can say whose it is."""
        return f"{self._replica}.{uuid.uuid4().hex}"

    def joinable(self, key: AnswerKey, *, asked_at: float | None) -> Flight | None:
        """The flight of a key that a caller may join: one in the air, or one that landed since `asked_at`.

        `asked_at` is when the caller asked the cache, in the clock's monotonic seconds: an answer stored after that
        may have been missed there, one stored before was not. None for a caller who wants none that has landed.
        """
        flight = self._by_key.get(key)
        if flight is None or not flight.log.ended:
            return flight
        if asked_at is None or flight.log.failed or not self._landed.landed_since(flight, asked_at):
            return None
        return flight

    def begin(self, key: AnswerKey, make: Make, *, began: float, shared: bool, waits_until: float = inf) -> Flight:
        """Starts a flight that `make` carries out; `shared` lets others join. Raises Overloaded.

        `waits_until` is the monotonic second until which its caller waits; see `seconds_left` in `patience.py`.
        """
        if len(self._tasks) >= self._limits.in_the_air:
            raise Overloaded("As many answers are being made as may be. Ask again shortly.", RETRY_WHEN_FULL)
        patience = Patience(self._clock, waits_until)
        flight = Flight(self.new_answer_id(), key.tenant_id, key.property_id, began, patience)
        self._in_the_air[flight.answer_id] = flight
        if shared:
            self._by_key[key] = flight
        task = asyncio.create_task(self._fly(flight, key, make), name=f"flight {flight.answer_id}")
        self._tasks.add(task)
        self._metrics.flights_in_the_air.inc()
        task.add_done_callback(self._forget)
        return flight

    def resume(self, answer_id: str, tenant_id: str, property_id: str) -> Flight:
        """The flight of an id. Raises AnswerElsewhere for another replica's, AnswerUnknown where there is none."""
        flight = self._in_the_air.get(answer_id) or self._landed.find(answer_id)
        if flight is not None and (flight.tenant_id, flight.property_id) == (tenant_id, property_id):
            return flight
        replica = answer_id.rpartition(".")[0]
        if replica and replica != self._replica:
            raise AnswerElsewhere(
                "This answer was begun by another replica, and resuming across replicas is not offered yet. "
                "Ask the question again."
            )
        raise AnswerUnknown("No answer of this id can be resumed here any more. Ask the question again.")

    async def drain(self, within: timedelta) -> None:
        """Waits for the flights in the air, then cancels the rest, whose readers see them fail."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within.total_seconds())
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _fly(self, flight: Flight, key: AnswerKey, make: Make) -> None:
        failure: OrchestratorError | None = None
        made_with(flight.patience)
        try:
            await self._within_the_deadline(make(flight))
        except asyncio.CancelledError:
            failure = Overloaded("The server is stopping. Ask again.", RETRY_WHEN_FULL)
            raise
        except OrchestratorError as error:
            failure = error
        except Exception:
            # Nobody awaits a flight: its readers are told that it failed, and the log has the reason.
            log.exception("flight failed unexpectedly", answer_id=flight.answer_id)
            failure = InternalFailure(f"The answer could not be made; the log has the reason under {flight.answer_id}.")
        finally:
            flight.log.end(failure)
            del self._in_the_air[flight.answer_id]
            self._landed.add(flight)
            self._let_go_of(flight, key)

    async def _within_the_deadline(self, making: Awaitable[None]) -> None:
        deadline = asyncio.timeout(self._limits.deadline.total_seconds())
        try:
            async with deadline:
                await making
        except TimeoutError as error:
            if deadline.expired():
                raise DeadlinePassed(
                    "The answer took too long and was given up. Ask again, or ask for less."
                ) from error
            raise

    def _let_go_of(self, flight: Flight, key: AnswerKey) -> None:
        def remove() -> None:
            if self._by_key.get(key) is flight:
                del self._by_key[key]

        if flight.log.failed:
            remove()
        else:
            asyncio.get_running_loop().call_later(self._limits.joinable_for.total_seconds(), remove)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._metrics.flights_in_the_air.dec()
