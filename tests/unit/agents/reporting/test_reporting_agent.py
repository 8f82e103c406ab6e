"""The agent streams what it writes and delivers the same."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.agent import Inputs
from services.orchestrator.agents.reporting.agent import ReportingAgent
from services.orchestrator.agents.reporting.prose import PlainWriter
from services.orchestrator.agents.reporting.writer import Material
from services.orchestrator.agents.slots import CONTEXT, DATA, UNDERSTOOD
from tests.unit.agents.reporting.reports import ADDITIVE, answering, asking, material


class Deltas:
    def __init__(self) -> None:
        self.sent: list[str] = []

    def table(self, table: answer_pb2.Table) -> None:
        raise AssertionError("tables are sent by whoever fetched them")

    def narrative(self, delta: str) -> None:
        self.sent.append(delta)


def inputs(*notes: answer_pb2.Note) -> Inputs:
    request = asking("sessions", "country")
    of = material((request, answering(request, {"Germany": [3], "France": [1]}, [[4]])))
    values = Inputs({UNDERSTOOD: of.understood, DATA: of.data})
    return values.having(CONTEXT, notes) if notes else values


async def test_the_pieces_sent_joined_are_the_narrative() -> None:
    deltas = Deltas()
    narrative = await ReportingAgent(PlainWriter(ADDITIVE)).run(inputs(), deltas)
    assert "".join(deltas.sent) == narrative.text
    assert len(deltas.sent) == 2
    assert all(deltas.sent)


async def test_notes_are_quoted_where_there_are_any() -> None:
    note = answer_pb2.Note(title="Sessions", text="A visit. It ends after a pause.", source="fields.md#Sessions")
    agent = ReportingAgent(PlainWriter(ADDITIVE))
    with_note = await agent.run(inputs(note), Deltas())
    without = await agent.run(inputs(), Deltas())
    assert with_note.text == without.text + "\n\nSessions: A visit. [fields.md#Sessions]"


class BrokenWriter:
    async def write(self, material: Material) -> AsyncIterator[str]:
        yield "The first"
        raise RuntimeError("the pen is empty")


async def test_what_the_writer_raises_is_the_agents_failure() -> None:
    deltas = Deltas()
    with pytest.raises(RuntimeError, match="pen"):
        await ReportingAgent(BrokenWriter()).run(inputs(), deltas)
    assert deltas.sent == ["The first"]
    assert ReportingAgent(BrokenWriter()).required
