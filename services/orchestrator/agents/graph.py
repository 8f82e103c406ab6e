"""Runs the agents: each starts the moment its own inputs exist. The one module that knows their order."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

import structlog

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.agent import Agent, Inputs, Partials
from services.orchestrator.agents.wiring import Wiring
from services.orchestrator.errors import DeadlinePassed
from services.orchestrator.side_by_side import cancellations_asked, side_by_side
from services.serving.clock import Clock

log = structlog.get_logger(__name__)


class Mode(StrEnum):
    """How the agents are run. Sequential is the baseline that parallel is measured against."""

    PARALLEL = "parallel"
    SEQUENTIAL = "sequential"


class GraphObserver(Protocol):
    """Is told what happens to each agent, as it happens. Must neither wait nor raise.

    An agent that is cancelled has started and neither finishes nor fails.
    """

    def started(self, agent: str) -> None:
        """It runs."""
        ...

    def finished(self, agent: str, duration: timedelta) -> None:
        """It delivered its output."""
        ...

    def failed(self, agent: str, duration: timedelta, error: Exception) -> None:
        """It raised, or ran past its budget (`DeadlinePassed`)."""
        ...

    def skipped(self, agent: str) -> None:
        """It never starts: an input it needs will not exist."""
        ...


@dataclass(frozen=True, slots=True)
class GraphOutcome:
    """What the agents made of a seed.

    `values` are the seed's and the outputs that exist. `runs` has every agent that started, in the graph's order;
    `degradations` names each loss once, with the agent whose failure brought it about.
    """

    values: Inputs
    runs: tuple[answer_pb2.AgentRun, ...]
    degradations: tuple[answer_pb2.Degradation, ...]


class AgentGraph:
    """Agents tied together by the slots they fill and read. Holds no state of a run: many may go on at once."""

    def __init__(self, agents: Sequence[Agent[Any]], clock: Clock, mode: Mode) -> None:
        """Raises ValueError where the agents make no graph; `Wiring` says when."""
        self._wiring = Wiring(agents)
        self._clock = clock
        self._mode = mode

    async def run(self, seed: Inputs, partials: Partials, observer: GraphObserver) -> GraphOutcome:
        """Runs every agent whose needs can be met.

        The first failure of a required agent cancels all others and is raised as it is; `DeadlinePassed` stands for
        its budget. An optional agent's failure is logged and becomes a degradation. Cancellation is passed on to
        every agent. Raises ValueError where the seed lacks what a required agent needs, or holds an agent's output.
        """
        self._wiring.check(seed)
        run = _Run(self._wiring, seed, partials, observer, self._clock)
        if self._mode is Mode.SEQUENTIAL:
            await run.one_by_one()
        else:
            await run.all_at_once()
        return run.outcome()


class _Run:
    """One run of a graph: which values exist and which never will."""

    def __init__(self, wiring: Wiring, seed: Inputs, partials: Partials, observer: GraphObserver, clock: Clock) -> None:
        self._agents = wiring.agents
        self._values = seed
        self._partials = partials
        self._observer = observer
        self._clock = clock
        self._settled = {agent.output: asyncio.Event() for agent in self._agents}
        self._skipped: set[str] = set()
        self._runs: dict[str, answer_pb2.AgentRun] = {}
        self._culprits: dict[str, str] = {}
        for agent in self._agents:
            if wiring.missing(agent, seed):
                self._skip(agent, agent.name)

    async def one_by_one(self) -> None:
        for agent in self._agents:
            await self._run_once_settled(agent)

    async def all_at_once(self) -> None:
        await side_by_side({agent.name: self._run_once_settled(agent) for agent in self._agents})

    def outcome(self) -> GraphOutcome:
        return GraphOutcome(
            values=self._values,
            runs=tuple(self._runs[agent.name] for agent in self._agents if agent.name in self._runs),
            degradations=tuple(
                answer_pb2.Degradation(agent=culprit, effect=effect) for effect, culprit in self._culprits.items()
            ),
        )

    async def _run_once_settled(self, agent: Agent[Any]) -> None:
        for slot in (*agent.needs, *agent.wants):
            if slot in self._settled:
                await self._settled[slot].wait()
        if agent.name not in self._skipped:
            await self._run(agent)

    async def _run(self, agent: Agent[Any]) -> None:
        visible = Inputs({s: self._values[s] for s in (*agent.needs, *agent.wants) if s in self._values})
        self._observer.started(agent.name)
        began = self._clock.monotonic()
        try:
            value = await _within_budget(agent, visible, self._partials)
        except Exception as error:
            self._observer.failed(agent.name, self._note_run(agent, began, succeeded=False), error)
            if agent.required:
                raise
            log.warning("optional agent failed", agent=agent.name, exc_info=error)
            self._lose(agent, agent.name)
        else:
            self._observer.finished(agent.name, self._note_run(agent, began, succeeded=True))
            self._values = self._values.having(agent.output, value)
            self._settled[agent.output].set()

    def _note_run(self, agent: Agent[Any], began: float, *, succeeded: bool) -> timedelta:
        duration = timedelta(seconds=self._clock.monotonic() - began)
        note = answer_pb2.AgentRun(agent=agent.name, succeeded=succeeded)
        note.duration.FromTimedelta(duration)
        self._runs[agent.name] = note
        return duration

    def _lose(self, agent: Agent[Any], culprit: str) -> None:
        """Settles that the agent's output will never exist, and that nothing which needs it will start."""
        if agent.effect_of_loss:
            self._culprits.setdefault(agent.effect_of_loss, culprit)
        self._settled[agent.output].set()
        for dependant in self._agents:
            if agent.output in dependant.needs:
                self._skip(dependant, culprit)

    def _skip(self, agent: Agent[Any], culprit: str) -> None:
        if agent.name not in self._skipped:
            self._skipped.add(agent.name)
            self._observer.skipped(agent.name)
            self._lose(agent, culprit)


async def _within_budget(agent: Agent[Any], inputs: Inputs, partials: Partials) -> object:
    """The agent's output. Only a cancellation asked of this very task leaves as one: a stray one is a failure."""
    cancellations = cancellations_asked()
    try:
        async with asyncio.timeout(agent.budget.total_seconds()) as budget:
            return await agent.run(inputs, partials)
    except TimeoutError as error:
        if not budget.expired():
            raise
        seconds = f"{agent.budget.total_seconds():g} s"
        raise DeadlinePassed(f"{agent.name} did not finish within its {seconds}; ask again") from error
    except asyncio.CancelledError as error:
        if cancellations_asked() > cancellations:
            raise
        raise RuntimeError(f"{agent.name} waited for something that was cancelled") from error
