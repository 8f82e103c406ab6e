"""How agents are tied together by the slots they fill and read."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from services.orchestrator.agents.agent import Agent, Inputs, Slot


class Wiring:
    """Agents that make a graph, every one after those it waits for, else in the order given."""

    def __init__(self, agents: Sequence[Agent[Any]]) -> None:
        """Raises ValueError where they make none.

        That is: two of one name or output, a circle, or a required agent that needs what an optional one makes.
        """
        self.makers = _makers(agents)
        self.agents = _in_topological_order(agents, self.makers)
        for agent in self.agents:
            for slot in agent.needs:
                if agent.required and slot in self.makers and not self.makers[slot].required:
                    raise ValueError(f"{agent.name} is required but needs {slot.name}, which may be lost")

    def check(self, seed: Inputs) -> None:
        """Raises ValueError where the seed lacks what a required agent needs, or holds an agent's output."""
        for agent in self.agents:
            if agent.output in seed:
                raise ValueError(f"the seed holds {agent.output.name}, which {agent.name} makes")
            if agent.required and (missing := self.missing(agent, seed)):
                raise ValueError(f"{agent.name} needs {missing[0].name}, which nothing provides")

    def missing(self, agent: Agent[Any], seed: Inputs) -> tuple[Slot[Any], ...]:
        """What the agent needs that neither the seed nor any agent provides."""
        return tuple(slot for slot in agent.needs if slot not in seed and slot not in self.makers)


def _makers(agents: Sequence[Agent[Any]]) -> dict[Slot[Any], Agent[Any]]:
    """Which agent fills each slot."""
    makers: dict[Slot[Any], Agent[Any]] = {}
    names: set[str] = set()
    for agent in agents:
        if agent.name in names:
            raise ValueError(f"two agents are named {agent.name}")
        if agent.output in makers:
            raise ValueError(f"{makers[agent.output].name} and {agent.name} both make {agent.output.name}")
        names.add(agent.name)
        makers[agent.output] = agent
    return makers


def _in_topological_order(agents: Sequence[Agent[Any]], makers: dict[Slot[Any], Agent[Any]]) -> tuple[Agent[Any], ...]:
    sorter: TopologicalSorter[str] = TopologicalSorter({agent.name: () for agent in agents})
    for agent in agents:
        sorter.add(agent.name, *(makers[slot].name for slot in (*agent.needs, *agent.wants) if slot in makers))
    by_name = {agent.name: agent for agent in agents}
    try:
        return tuple(by_name[name] for name in sorter.static_order())
    except CycleError as error:
        raise ValueError(f"agents wait for each other: {' -> '.join(error.args[1])}") from error
