"""An agent around an agent, for those that change one thing about another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Generic, TypeVar

from services.orchestrator.agents.agent import Agent, Inputs, Partials, Slot

T = TypeVar("T")


class AgentWrapper(Generic[T]):
    """Does what the wrapped agent does. Subclasses override what they change."""

    def __init__(self, wrapped: Agent[T]) -> None:
        self.wrapped = wrapped

    @property
    def name(self) -> str:
        return self.wrapped.name

    @property
    def needs(self) -> tuple[Slot[Any], ...]:
        return self.wrapped.needs

    @property
    def wants(self) -> tuple[Slot[Any], ...]:
        return self.wrapped.wants

    @property
    def output(self) -> Slot[Any]:
        return self.wrapped.output

    @property
    def required(self) -> bool:
        return self.wrapped.required

    @property
    def effect_of_loss(self) -> str:
        return self.wrapped.effect_of_loss

    @property
    def budget(self) -> timedelta:
        return self.wrapped.budget

    async def run(self, inputs: Inputs, partials: Partials) -> T:
        return await self.wrapped.run(inputs, partials)
