"""Writes what happens in a flight into its log: the agents' partial answers, and every start and end."""

from __future__ import annotations

from datetime import timedelta

from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2
from services.orchestrator.answer_cache import CachedAnswer
from services.orchestrator.event_encoding import EventEncoder
from services.orchestrator.flight import Flight
from services.orchestrator.metrics import OrchestratorMetrics
from services.serving.clock import Clock


class FlightEvents:
    """The appending end of one flight: where agents send partials, and the observer of their graph."""

    def __init__(self, flight: Flight, metrics: OrchestratorMetrics, clock: Clock) -> None:
        self._log = flight.log
        self._began = flight.began
        self._encode = EventEncoder(flight.answer_id)
        self._metrics = metrics
        self._clock = clock

    @property
    def elapsed(self) -> timedelta:
        """Since the arrival of the request that began the flight."""
        return timedelta(seconds=self._clock.monotonic() - self._began)

    def stage(self, stage: orchestrator_pb2.Stage.ValueType, state: orchestrator_pb2.State.ValueType) -> None:
        """A stage other than an agent began or ended."""
        self._log.append(self._encode.status(self._next, self.elapsed, stage, state))

    def table(self, table: answer_pb2.Table) -> None:
        self._partial(orchestrator_pb2.Partial(table=table))

    def narrative(self, delta: str) -> None:
        self._partial(orchestrator_pb2.Partial(narrative_delta=delta))

    def started(self, agent: str) -> None:
        self._agent(agent, orchestrator_pb2.STATE_STARTED)

    def finished(self, agent: str, duration: timedelta) -> None:
        self._metrics.agent_ran(agent, duration)
        self._agent(agent, orchestrator_pb2.STATE_FINISHED)

    def failed(self, agent: str, duration: timedelta, error: Exception) -> None:
        self._metrics.agent_ran(agent, duration)
        self._metrics.agent_failures.labels(agent, type(error).__name__).inc()
        self._agent(agent, orchestrator_pb2.STATE_FAILED)

    def skipped(self, agent: str) -> None:
        self._agent(agent, orchestrator_pb2.STATE_SKIPPED)

    def result(self, answer: bytes) -> None:
        """The answer, a serialized `Answer`; ends the log."""
        self._log.append(self._encode.result(self._next, self.elapsed, answer))
        self._log.end()

    def earlier_result(self, found: CachedAnswer, why: str) -> None:
        """A cached answer in place of one that could not be made, and why; ends the log."""
        self._log.append(self._encode.cache_hit(self._next, self.elapsed, found))
        self._log.append(self._encode.cached_result(self._next, self.elapsed, found, why))
        self._log.end()

    @property
    def _next(self) -> int:
        return self._log.last_sequence + 1

    def _agent(self, agent: str, state: orchestrator_pb2.State.ValueType) -> None:
        self._log.append(self._encode.status(self._next, self.elapsed, orchestrator_pb2.STAGE_AGENT, state, agent))

    def _partial(self, partial: orchestrator_pb2.Partial) -> None:
        self._log.append(self._encode.partial(self._next, self.elapsed, partial))
