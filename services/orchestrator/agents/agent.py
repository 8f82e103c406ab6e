"""The seam of one step of making an answer: named, typed inputs and one output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar, cast

from headrace.orchestrator.v1 import answer_pb2

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Slot(Generic[T]):
    """The name of a value that one agent makes and others need. Declared once, beside what it holds."""

    name: str


class Inputs:
    """The values that exist when an agent starts."""

    def __init__(self, values: Mapping[Slot[Any], object]) -> None:
        self._values = dict(values)

    def __getitem__(self, slot: Slot[T]) -> T:
        """The value of a slot that the agent needs. Raises KeyError where it does not exist."""
        return cast("T", self._values[slot])

    def get(self, slot: Slot[T]) -> T | None:
        """The value of a slot that the agent can do without; None where it does not exist."""
        return cast("T | None", self._values.get(slot))

    def __contains__(self, slot: Slot[Any]) -> bool:
        return slot in self._values

    def having(self, slot: Slot[T], value: T) -> Inputs:
        """These values and one more."""
        return Inputs({**self._values, slot: value})


class Partials(Protocol):
    """Where an agent sends parts of the answer while it works. Sending never waits and never fails."""

    def table(self, table: answer_pb2.Table) -> None:
        """Sends a whole table."""
        ...

    def narrative(self, delta: str) -> None:
        """Sends the next piece of the narrative."""
        ...


class Agent(Protocol[T_co]):
    """One step of making an answer."""

    @property
    def name(self) -> str:
        """Its name in statuses, metrics and logs, for example "data_fetcher"."""
        ...

    @property
    def needs(self) -> tuple[Slot[Any], ...]:
        """The slots it cannot start without: where one will never exist, the agent is skipped."""
        ...

    @property
    def wants(self) -> tuple[Slot[Any], ...]:
        """The slots it waits for but can do without."""
        ...

    @property
    def output(self) -> Slot[Any]:
        """The slot it fills."""
        ...

    @property
    def required(self) -> bool:
        """Whether its failure fails the answer; else the answer goes on without its output and says so."""
        ...

    @property
    def effect_of_loss(self) -> str:
        """What the answer lacks without its output, as a phrase for people. Empty where `required`."""
        ...

    @property
    def budget(self) -> timedelta:
        """How long it may run; past it, it has failed."""
        ...

    async def run(self, inputs: Inputs, partials: Partials) -> T_co:
        """Makes its output. Whatever it raises is a failure; cancellation is passed on."""
        ...
