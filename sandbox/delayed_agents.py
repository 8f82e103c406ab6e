"""Agents that take longer than they must, to reproduce slower models and services."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from services.orchestrator.agents.agent import Agent, Inputs, Partials
from services.orchestrator.agents.wrapper import AgentWrapper

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Delay:
    """A delay between two bounds, in seconds, evenly spread."""

    least: float
    most: float


def delays(text: str) -> dict[str, Delay]:
    """Reads "data_fetcher=1-2,embedding=0.5". Raises ValueError."""
    found = {}
    for part in filter(None, text.split(",")):
        agent, _, span = part.partition("=")
        least, _, most = span.partition("-")
        found[agent.strip()] = Delay(float(least), float(most or least))
    return found


class DelayedAgent(AgentWrapper[T]):
    """Waits before it does what the wrapped agent does."""

    def __init__(self, wrapped: Agent[T], delay: Delay, randomness: random.Random) -> None:
        super().__init__(wrapped)
        self._delay = delay
        self._randomness = randomness

    @property
    def budget(self) -> timedelta:
        return self.wrapped.budget + timedelta(seconds=self._delay.most)

    async def run(self, inputs: Inputs, partials: Partials) -> T:
        await asyncio.sleep(self._randomness.uniform(self._delay.least, self._delay.most))
        return await self.wrapped.run(inputs, partials)


def delayed(agent: Agent[Any], by_agent: Mapping[str, Delay], randomness: random.Random) -> Agent[Any]:
    """The agent, delayed where a delay is named for it."""
    delay = by_agent.get(agent.name)
    return agent if delay is None else DelayedAgent(agent, delay, randomness)
