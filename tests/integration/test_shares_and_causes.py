"""Shares and causes from question to prose, over real gRPC against the emulator."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from headrace.orchestrator.v1 import answer_pb2
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.valkey import ValkeyServer
from tests.fixtures.house import House, Houses


@pytest.fixture
async def house(houses: Houses, clean_valkey: ValkeyServer, clean_postgres: PostgresServer) -> AsyncIterator[House]:
    async with houses.running(clean_valkey, clean_postgres) as running:
        yield running


async def answered(house: House, question: str) -> answer_pb2.Answer:
    return (await house.ask(question))[-1].result.answer


def count(table: answer_pb2.Table, *names: str) -> float:
    [row] = [row for row in table.rows if list(row.dimension_values) == list(names)]
    return row.metric_values[0]


async def test_a_share_is_the_part_of_the_whole_that_google_counted(house: House) -> None:
    answer = await answered(house, "what share of users was on mobile last week?")
    part, whole = answer.tables
    shown = re.search(r"([\d.]+)% of active users \(([\d,]+) of ([\d,]+)\)", answer.narrative)
    assert shown is not None, answer.narrative
    share, counted, of = (float(figure.replace(",", "")) for figure in shown.groups())
    assert (counted, of) == (count(part), count(whole))
    assert share == pytest.approx(100 * counted / of, abs=0.05)


async def test_each_device_has_its_share(house: House) -> None:
    answer = await answered(house, "share of sessions by device last week")
    by_device, whole = answer.tables
    of = f"{count(whole):,.0f}"
    for row in by_device.rows:
        assert f"({row.metric_values[0]:,.0f} of {of}) for {row.dimension_values[0]}" in answer.narrative


async def test_where_a_change_lies_is_told_by_each_breakdown_and_that_it_is_not_why(house: House) -> None:
    answer = await answered(house, "what caused the change in sessions last week?")
    assert len(answer.tables) == 4
    for by in ("By session default channel group", "By country", "By device category", "By landing page"):
        assert by in answer.narrative
    assert answer.narrative.count("Sessions ") == 1
    assert "where the change is, not why" in answer.narrative
    assert any("days compared with" in assumption for assumption in answer.assumptions)
