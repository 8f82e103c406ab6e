"""Agents, and a diary of what a graph tells, for the tests of the graph."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NoReturn

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.agent import Inputs, Partials, Slot


async def make(_: Inputs) -> str:
    return "made"


@dataclass(frozen=True)
class FakeAgent:
    output: Slot[Any]
    needs: tuple[Slot[Any], ...] = ()
    wants: tuple[Slot[Any], ...] = ()
    required: bool = False
    effect_of_loss: str = ""
    budget: timedelta = timedelta(seconds=30)
    work: Callable[[Inputs], Awaitable[Any]] = make

    @property
    def name(self) -> str:
        return self.output.name

    async def run(self, inputs: Inputs, partials: Partials) -> Any:
        return await self.work(inputs)


class NoPartials:
    def table(self, table: answer_pb2.Table) -> None: ...
    def narrative(self, delta: str) -> None: ...


@dataclass
class Diary:
    """Writes down what the graph tells."""

    entries: list[tuple[str, str]] = field(default_factory=list)
    errors: dict[str, Exception] = field(default_factory=dict)

    def started(self, agent: str) -> None:
        self.entries.append(("started", agent))

    def finished(self, agent: str, duration: timedelta) -> None:
        self.entries.append(("finished", agent))

    def failed(self, agent: str, duration: timedelta, error: Exception) -> None:
        self.entries.append(("failed", agent))
        self.errors[agent] = error

    def skipped(self, agent: str) -> None:
        self.entries.append(("skipped", agent))

    def named(self, what: str) -> list[str]:
        return [agent for happened, agent in self.entries if happened == what]


class Failure(Exception):
    """What a failing agent raises here."""


async def fail(_: Inputs) -> str:
    raise Failure


async def stall(_: Inputs) -> NoReturn:
    await asyncio.get_running_loop().create_future()
    raise AssertionError("nobody ends this")


@contextmanager
def nothing_left_running() -> Iterator[None]:
    before = asyncio.all_tasks()
    yield
    assert asyncio.all_tasks() == before
