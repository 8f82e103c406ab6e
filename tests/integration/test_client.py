"""The client against a scripted service, over real gRPC."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import date, timedelta

import pytest

from headrace import errors
from headrace.client import HeadraceClient
from headrace.events import (
    CacheHitEvent,
    Event,
    NarrativeEvent,
    ResultEvent,
    Stage,
    State,
    StatusEvent,
    TableEvent,
    Tier,
)
from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2
from headrace.questions import CachePolicy
from tests.unit.client import answers
from tests.unit.client.scripted_service import (
    ANSWER_ID,
    FRESH,
    ScriptedService,
    cache_hit,
    numbered,
    result,
)

pytest_plugins = ["tests.unit.client.scripted_fixtures"]

QUESTION = "sessions by device last week"


@pytest.fixture
async def client(scripted_target: str, scripted: ScriptedService) -> AsyncIterator[HeadraceClient]:
    """Of a service that plays a fresh answer until told otherwise."""
    scripted.plays(*FRESH)
    async with HeadraceClient.connect(scripted_target) as client:
        yield client


def ask(client: HeadraceClient, timeout: timedelta | None = None) -> AsyncIterator[Event]:
    return client.ask(QUESTION, tenant_id="demo", property_id="123456789", timeout=timeout)


async def sequences(client: HeadraceClient) -> list[int]:
    return [event.sequence async for event in ask(client)]


async def test_a_fresh_answer_comes_as_typed_events_in_order(client: HeadraceClient) -> None:
    events = [event async for event in ask(client)]

    assert [type(event) for event in events] == [
        StatusEvent,
        StatusEvent,
        TableEvent,
        NarrativeEvent,
        NarrativeEvent,
        ResultEvent,
    ]
    assert events[0] == StatusEvent(
        ANSWER_ID, 1, timedelta(milliseconds=100), Stage.AGENT, "data_fetcher", State.STARTED
    )
    assert [event.delta for event in events if isinstance(event, NarrativeEvent)] == [
        "Mobile brought 1,204 sessions, ",
        "more than desktop.",
    ]
    assert events[2] == TableEvent(ANSWER_ID, 3, timedelta(milliseconds=300), answers.sessions_by_device())
    assert events[-1] == ResultEvent(
        ANSWER_ID, 6, timedelta(milliseconds=600), answers.answered(), Tier.NONE, timedelta()
    )


async def test_a_cached_answer_says_where_it_was_found(client: HeadraceClient, scripted: ScriptedService) -> None:
    age = timedelta(minutes=4)
    scripted.plays(
        *numbered(cache_hit(orchestrator_pb2.TIER_L1, age), result(answers.answered(), orchestrator_pb2.TIER_L1, age))
    )

    hit, whole = [event async for event in ask(client)]

    assert isinstance(hit, CacheHitEvent)
    assert (hit.tier, hit.age, hit.fresh_for, hit.stale) == (Tier.L1, age, timedelta(minutes=56), False)
    assert hit.lookup_latency == timedelta(milliseconds=2)
    assert isinstance(whole, ResultEvent)
    assert (whole.tier, whole.age) == (Tier.L1, age)


async def test_events_and_numbers_of_a_newer_service_do_no_harm(
    client: HeadraceClient, scripted: ScriptedService
) -> None:
    unknown = orchestrator_pb2.Status(agent="", stage=77, state=78)  # type: ignore[arg-type]  # from a newer service
    scripted.plays(*numbered(orchestrator_pb2.StreamAnswerResponse(), unknown, result(answers.answered())))

    status, whole = [event async for event in ask(client)]

    assert isinstance(status, StatusEvent)
    assert (status.sequence, status.stage, status.state) == (2, Stage.UNKNOWN, State.UNKNOWN)
    assert whole.sequence == 3


async def test_the_question_is_sent_as_it_was_asked(client: HeadraceClient, scripted: ScriptedService) -> None:
    await client.answer(
        QUESTION,
        tenant_id="demo",
        property_id="123456789",
        cache_policy=CachePolicy.REFRESH,
        max_staleness=timedelta(minutes=10),
    )

    sent = scripted.asked[0]
    assert (sent.tenant_id, sent.property_id, sent.question) == ("demo", "123456789", QUESTION)
    assert sent.cache_policy == orchestrator_pb2.CACHE_POLICY_REFRESH
    assert sent.max_staleness.ToTimedelta() == timedelta(minutes=10)


async def test_answer_returns_the_whole_answer(client: HeadraceClient) -> None:
    assert await client.answer(QUESTION, tenant_id="demo", property_id="123456789") == answers.answered()


async def test_explain_returns_the_meaning_on_a_day(client: HeadraceClient, scripted: ScriptedService) -> None:
    meaning = orchestrator_pb2.ExplainQuestionResponse(
        outcome=answer_pb2.OUTCOME_ANSWERABLE, canonical_question="Sessions by device category"
    )
    scripted.explains(meaning)

    explained = await client.explain(QUESTION, tenant_id="demo", property_id="123456789", as_of=date(2026, 11, 24))

    assert explained == meaning
    assert scripted.explained == [
        orchestrator_pb2.ExplainQuestionRequest(
            tenant_id="demo", property_id="123456789", question=QUESTION, as_of="2026-11-24"
        )
    ]


async def test_the_token_goes_with_every_call(scripted_target: str, scripted: ScriptedService) -> None:
    scripted.plays(*FRESH)
    async with HeadraceClient.connect(scripted_target, token="open-sesame") as client:
        await client.answer(QUESTION, tenant_id="demo", property_id="123456789")
        await client.explain(QUESTION, tenant_id="demo", property_id="123456789")

    assert [sent["authorization"] for sent in scripted.metadata] == ["Bearer open-sesame"] * 2


async def test_a_token_that_no_header_can_hold_is_refused_at_once(scripted_target: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        HeadraceClient.connect(scripted_target, token="two\nlines")


async def test_without_a_token_none_is_sent(client: HeadraceClient, scripted: ScriptedService) -> None:
    await sequences(client)

    assert "authorization" not in scripted.metadata[0]


async def test_every_call_has_a_deadline(client: HeadraceClient, scripted: ScriptedService) -> None:
    await client.answer(QUESTION, tenant_id="demo", property_id="123456789")
    await client.explain(QUESTION, tenant_id="demo", property_id="123456789")
    await client.answer(QUESTION, tenant_id="demo", property_id="123456789", timeout=timedelta(seconds=90))

    by_default, explaining, by_wish = scripted.seconds_left
    assert 20 < by_default < 40
    assert 20 < explaining < 40
    assert 80 < by_wish < 100


async def test_a_silent_service_fails_at_the_deadline(client: HeadraceClient, scripted: ScriptedService) -> None:
    ended = scripted.plays_then_waits(*FRESH[:1])

    with pytest.raises(errors.DeadlineExceeded):
        async for _ in ask(client, timeout=timedelta(milliseconds=300)):
            pass

    assert await asyncio.to_thread(ended.wait, 10)


class TestLeavingHalfWay:
    async def test_closing_the_iterator_cancels_the_call(
        self, client: HeadraceClient, scripted: ScriptedService
    ) -> None:
        ended = scripted.plays_then_waits(*FRESH[:1])

        events = client.ask(QUESTION, tenant_id="demo", property_id="123456789")
        async with aclosing(events):
            await anext(events)

        assert await asyncio.to_thread(ended.wait, 10)

    async def test_breaking_out_of_the_loop_cancels_the_call(
        self, client: HeadraceClient, scripted: ScriptedService
    ) -> None:
        ended = scripted.plays_then_waits(*FRESH[:1])

        async for _ in ask(client):
            break

        assert await asyncio.to_thread(ended.wait, 10)

    async def test_cancelling_the_waiting_task_cancels_the_call(
        self, client: HeadraceClient, scripted: ScriptedService
    ) -> None:
        ended = scripted.plays_then_waits(*FRESH[:1])
        first_seen = asyncio.Event()

        async def read() -> None:
            async for _ in ask(client):
                first_seen.set()

        reading = asyncio.create_task(read())
        await first_seen.wait()
        reading.cancel()

        with pytest.raises(asyncio.CancelledError):
            await reading
        assert await asyncio.to_thread(ended.wait, 10)
