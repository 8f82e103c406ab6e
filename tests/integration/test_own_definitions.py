"""A property's own definitions, from its metadata to the answer, over real gRPC."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from headrace.orchestrator.v1 import answer_pb2
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.valkey import ValkeyServer
from tests.fixtures.house import PROPERTY, TENANT, House, Houses

AS_OF = date(2026, 11, 24)


@pytest.fixture
async def house(houses: Houses, clean_valkey: ValkeyServer, clean_postgres: PostgresServer) -> AsyncIterator[House]:
    async with houses.running(clean_valkey, clean_postgres) as running:
        yield running


async def test_a_display_name_is_explained_as_its_field(house: House) -> None:
    reply = await house.client.explain(
        "active users by plan tier last week", tenant_id=TENANT, property_id=PROPERTY, as_of=AS_OF
    )
    assert reply.outcome == answer_pb2.OUTCOME_ANSWERABLE
    assert ("plan tier", "dimension", "customEvent:plan_tier") in [(r.words, r.slot, r.meaning) for r in reply.readings]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("active users by plan tier last week", {"free", "pro", "team"}),
        ("active users by loyalty level last week", {"gold", "silver", "basic"}),
        ("revenue by material last week", {"steel", "plastic"}),
        ("loyalty points by loyalty level last month", {"gold", "silver", "basic"}),
        ("average loyalty points by plan tier last month", {"free", "pro"}),
    ],
)
async def test_a_question_by_display_names_is_answered(house: House, question: str, values: set[str]) -> None:
    (*_, last) = await house.ask(question)
    [table] = last.result.answer.tables
    assert values <= {row.dimension_values[0] for row in table.rows}
    assert all(row.metric_values[0] > 0 for row in table.rows)


async def test_a_definition_that_the_property_lacks_is_asked_back(house: House) -> None:
    (*_, last) = await house.ask("active users by membership kind last week")
    assert last.result.answer.outcome == answer_pb2.OUTCOME_NEEDS_CLARIFICATION
    assert "membership kind" in last.result.answer.message
