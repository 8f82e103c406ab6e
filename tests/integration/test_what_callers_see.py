"""What a caller sees of Google Analytics when it is slow, fails, is out of quota or hangs: docs/ga4.md, as a test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import grpc
import pytest

from headrace.errors import HeadraceError
from headrace.orchestrator.v1 import orchestrator_pb2
from sandbox.ga4_emulator.quota.limits import Bucket, Category
from sandbox.ga4_emulator.running import Emulator
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.valkey import ValkeyServer
from services.orchestrator.understanding.planner import Planner
from tests.fakes.clock import FakeClock
from tests.fixtures.house import PROPERTY, TENANT, House, Houses, RememberingModel

A_DAY = timedelta(days=1)
HURRIED = timedelta(seconds=1.5)
KEPT, NEW = "sessions last week by country", "new users last week by country"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def house(
    ga4: Emulator,
    clock: FakeClock,
    model: RememberingModel,
    planner: Planner,
    clean_valkey: ValkeyServer,
    clean_postgres: PostgresServer,
) -> AsyncIterator[House]:
    """A house that has been asked one question."""
    # As long as in production, else there is no time for a retry; stored before the clock moves on.
    patient = {"answer_deadline": 60.0, "cache_writes": "inline"}
    async with Houses(ga4, clock, model, planner).running(
        clean_valkey, clean_postgres, orchestration=patient
    ) as running:
        await running.ask(KEPT)
        yield running
        ga4.faults.reset()


async def refusal(house: House, question: str, within: timedelta | None = None) -> HeadraceError:
    with pytest.raises(HeadraceError) as caught:
        await house.client.answer(question, tenant_id=TENANT, property_id=PROPERTY, timeout=within)
    return caught.value


def slow(ga4: Emulator) -> None:
    ga4.faults.order(frozen=True)


def failing(ga4: Emulator) -> None:
    ga4.faults.order(status="UNAVAILABLE", rate=1.0)


def exhausted(ga4: Emulator) -> None:
    ga4.quota.use_up(Bucket.TOKENS_PER_PROJECT_PER_HOUR, PROPERTY, [Category.CORE])


@pytest.mark.parametrize("trouble", [slow, failing, exhausted])
async def test_a_stale_answer_is_given_and_labelled_where_there_is_one(
    house: House, ga4: Emulator, clock: FakeClock, trouble: Callable[[Emulator], None]
) -> None:
    clock.advance(A_DAY + timedelta(hours=1))
    trouble(ga4)
    request = orchestrator_pb2.StreamAnswerRequest(tenant_id=TENANT, property_id=PROPERTY, question=KEPT)
    events = [event async for event in house.client.stream_answer(request, timeout=HURRIED)]
    assert [event.WhichOneof("event") for event in events[-2:]] == ["cache_hit", "result"]
    assert events[-2].cache_hit.stale
    assert events[-2].cache_hit.age.ToTimedelta() > A_DAY
    assert events[-1].result.answer.caveats[-1].startswith("This is an earlier answer")
    assert events[-1].result.answer.tables


async def test_a_slow_answer_is_there_when_the_caller_comes_back(house: House, ga4: Emulator) -> None:
    slow(ga4)
    told = await refusal(house, NEW, HURRIED)
    assert (told.code, told.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "ANSWER_STILL_BEING_MADE")
    assert told.retry_after == timedelta(seconds=2)
    ga4.faults.reset()
    answer = await house.client.answer(NEW, tenant_id=TENANT, property_id=PROPERTY)
    assert answer.tables
    assert ga4.requests.count("RunReport") == 3  # the profile's, and one for each question


async def test_one_failure_in_a_few_is_not_noticed(house: House, ga4: Emulator) -> None:
    ga4.faults.order(status="UNAVAILABLE", rate=0.3)
    before = ga4.requests.total()
    for metric in ("users", "views", "key events"):
        answer = await house.client.answer(f"{metric} last week", tenant_id=TENANT, property_id=PROPERTY)
        assert answer.tables
    assert ga4.requests.total() > before + 3


async def test_who_asks_while_it_fails_is_told_when_to_come_back_and_it_is_left_alone(
    house: House, ga4: Emulator
) -> None:
    failing(ga4)
    told = await refusal(house, NEW)
    assert (told.code, told.reason) == (grpc.StatusCode.UNAVAILABLE, "GA4_UNAVAILABLE")
    asked = ga4.requests.total()
    again = await refusal(house, "views last week")
    assert again.code is grpc.StatusCode.UNAVAILABLE
    assert PROPERTY in str(again)
    assert again.retry_after is not None
    assert timedelta(0) < again.retry_after <= timedelta(minutes=1)
    assert ga4.requests.total() == asked


async def test_who_asks_while_there_is_no_quota_is_told_until_when(house: House, ga4: Emulator) -> None:
    exhausted(ga4)
    told = await refusal(house, NEW)
    assert (told.code, told.reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "GA4_QUOTA_EXHAUSTED")
    assert told.retry_after is not None
    assert timedelta(0) < told.retry_after <= timedelta(minutes=61)
    (violation,) = told.quota_violations
    assert violation.subject == f"properties/{PROPERTY}"
    assert "hourly quota" in violation.description
    asked = ga4.requests.total()
    assert (await refusal(house, "views last week")).code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert ga4.requests.total() == asked
    # Realtime reports have a quota of their own.
    now = await house.client.answer("active users right now", tenant_id=TENANT, property_id=PROPERTY)
    assert now.tables
