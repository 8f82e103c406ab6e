"""One question through the whole house: what its caller sees, in what order, and what is kept of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient, RunReportRequest
from google.protobuf import json_format
from google.rpc import error_details_pb2
from grpc import aio
from grpc_status import rpc_status
from redis.asyncio import Redis

from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2
from sandbox.ga4_emulator.running import Emulator, running_emulator
from sandbox.ga4_emulator.shop.shops import Shops
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.process import ServerProcess
from sandbox.stores.valkey import ValkeyServer
from services.orchestrator.agents.agent import Agent, Inputs, Partials
from services.orchestrator.agents.wrapper import AgentWrapper
from services.orchestrator.composition import WrapAgent
from services.orchestrator.understanding.planner import Planner
from services.serving.clock import Clock
from tests.fakes.clock import FakeClock
from tests.fixtures.house import PROPERTY, TENANT, Events, House, Houses, RememberingModel

QUESTION = "mobile key events last week by country"
OTHER_QUESTION = "sessions by channel in October"
NEW_QUESTION = "top 5 pages by views in September"
PATIENCE_SECONDS = 20.0
L1, L2 = orchestrator_pb2.TIER_L1, orchestrator_pb2.TIER_L2


@pytest.fixture
async def house(houses: Houses, clean_valkey: ValkeyServer, clean_postgres: PostgresServer) -> AsyncIterator[House]:
    async with houses.running(clean_valkey, clean_postgres) as running:
        yield running


@dataclass(frozen=True)
class LeavingGoogle:
    """Houses on an emulator that goes away, and the clock they live by."""

    houses: Houses
    clock: FakeClock
    leave: Callable[[], Awaitable[None]]


@pytest.fixture
async def leaving_google(
    ga4_clock: Clock, ga4_shops: Shops, model: RememberingModel, planner: Planner
) -> AsyncIterator[LeavingGoogle]:
    clock = FakeClock()
    async with AsyncExitStack() as there:
        emulator = await there.enter_async_context(running_emulator(clock=ga4_clock, shops=ga4_shops))
        yield LeavingGoogle(Houses(emulator, clock, model, planner), clock, there.aclose)


def kinds(events: Events) -> list[str]:
    return [event.WhichOneof("event") or "" for event in events]


def tier(events: Events) -> int:
    return events[-1].result.tier


def statuses(events: Iterable[orchestrator_pb2.StreamAnswerResponse]) -> list[tuple[str, int]]:
    return [(event.status.agent, event.status.state) for event in events if event.status.agent]


def total(house: House, counter: str) -> float:
    """The sum over all of a counter's labels."""
    samples = [sample for metric in house.registry.collect() for sample in metric.samples if sample.name == counter]
    return sum(sample.value for sample in samples)


def retry_delay(error: aio.AioRpcError) -> timedelta:
    status = rpc_status.from_call(error)
    retry = error_details_pb2.RetryInfo()
    assert any(detail.Unpack(retry) for detail in status.details)
    return retry.retry_delay.ToTimedelta()


class Held(AgentWrapper[Any]):
    """Works only once it is released."""

    def __init__(self, wrapped: Agent[Any], release: asyncio.Event) -> None:
        super().__init__(wrapped)
        self._release = release

    async def run(self, inputs: Inputs, partials: Partials) -> Any:
        await self._release.wait()
        return await super().run(inputs, partials)


def holding(name: str, release: asyncio.Event) -> WrapAgent:
    return lambda agent: Held(agent, release) if agent.name == name else agent


def a_request(question: str, **fields: Any) -> orchestrator_pb2.StreamAnswerRequest:
    return orchestrator_pb2.StreamAnswerRequest(tenant_id=TENANT, property_id=PROPERTY, question=question, **fields)


async def read_until(call: Any, agent: str, state: int) -> Events:
    events: Events = []
    async for event in call:
        events.append(event)
        if (event.status.agent, event.status.state) == (agent, state):
            break
    return events


async def leave_after(house: House, agent: str) -> Events:
    """Asks, and leaves once the agent has finished and only another keeps the answer back; what was seen till then."""
    call = house.stub.StreamAnswer(a_request(QUESTION))
    events = await read_until(call, agent, orchestrator_pb2.STATE_FINISHED)
    call.cancel()
    labels = {"method": "/headrace.orchestrator.v1.OrchestratorService/StreamAnswer", "code": "CANCELLED"}
    while not house.registry.get_sample_value("grpc_server_handled_total", labels):  # noqa: ASYNC110 - no event tells
        await asyncio.sleep(0.01)
    return events


async def until_served_from(house: House, question: str, wanted: int) -> Events:
    """Asks only the cache until the tier serves it. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                events = await house.ask(question, cache_policy=orchestrator_pb2.CACHE_POLICY_ONLY_IF_CACHED)
            except aio.AioRpcError as error:
                if error.code() is not grpc.StatusCode.NOT_FOUND:
                    raise
            else:
                if tier(events) == wanted:
                    return events
            await asyncio.sleep(0.01)


async def until_in_both_tiers(house: House, question: str) -> None:
    await until_served_from(house, question, L1)
    taken = {"tier": "l2", "outcome": "taken"}
    written, profile_and_answer = house.cache_registry.get_sample_value, 2
    while written("cache_writes_total", taken) != profile_and_answer:  # noqa: ASYNC110 - no event tells
        await asyncio.sleep(0.01)


async def test_messages_come_in_order_statuses_then_the_table_then_the_narrative_then_the_result(
    house: House,
) -> None:
    events = await house.ask(QUESTION)
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    parts = [event.partial.WhichOneof("content") for event in events if event.HasField("partial")]
    assert parts[0] == "table"
    assert set(parts[1:]) == {"narrative_delta"}
    assert kinds(events)[0] == "status"
    assert kinds(events)[-1] == "result"
    assert events[0].elapsed.ToTimedelta() <= events[-1].elapsed.ToTimedelta()
    answer = events[-1].result.answer
    assert answer.narrative == "".join(event.partial.narrative_delta for event in events)
    assert answer.tables == [event.partial.table for event in events if event.partial.HasField("table")]
    assert answer.outcome == answer_pb2.OUTCOME_ANSWERABLE


async def test_agents_run_side_by_side_along_their_inputs(house: House) -> None:
    seen = statuses(await house.ask(QUESTION))
    started, finished = orchestrator_pb2.STATE_STARTED, orchestrator_pb2.STATE_FINISHED
    first_finish = next(place for place, (_, state) in enumerate(seen) if state == finished)
    assert {("data_fetcher", started), ("embedding", started)} <= set(seen[:first_finish])
    assert seen.index(("embedding", finished)) < seen.index(("rag", started))
    assert seen.index(("data_fetcher", finished)) < seen.index(("reporting", started))


async def test_agents_run_one_after_another_when_switched_so(
    houses: Houses, clean_valkey: ValkeyServer, clean_postgres: PostgresServer
) -> None:
    async with houses.running(clean_valkey, clean_postgres, orchestration={"agents": "sequential"}) as house:
        seen = statuses(await house.ask(QUESTION))
    assert [state for _, state in seen] == [orchestrator_pb2.STATE_STARTED, orchestrator_pb2.STATE_FINISHED] * 4


async def test_a_hit_returns_early_with_two_messages_and_runs_no_agent(house: House, ga4: Emulator) -> None:
    fresh = await house.ask(QUESTION)
    await until_served_from(house, QUESTION, L1)
    asked = ga4.requests.count("RunReport")
    hit = await house.ask(QUESTION)
    assert kinds(hit) == ["cache_hit", "result"]
    assert hit[0].cache_hit.tier == L1
    assert hit[-1].result.answer == fresh[-1].result.answer
    assert ga4.requests.count("RunReport") == asked


async def test_another_wording_of_the_same_meaning_is_a_hit(house: House) -> None:
    await house.ask(QUESTION)
    await until_served_from(house, QUESTION, L1)
    assert kinds(await house.ask("please show me key events by country for mobile, last week")) == [
        "cache_hit",
        "result",
    ]
    assert "cache_hit" not in kinds(await house.ask("desktop key events last week by country"))


async def test_the_answer_is_kept_in_both_tiers_behind_the_callers_back(house: House) -> None:
    await house.ask(QUESTION)
    await until_in_both_tiers(house, QUESTION)
    assert total(house, "background_work_failed_total") == 0


async def test_without_its_l1_key_an_answer_comes_from_l2_then_from_l1_again(
    house: House, clean_valkey: ValkeyServer
) -> None:
    await house.ask(QUESTION)
    await until_in_both_tiers(house, QUESTION)
    async with Redis.from_url(clean_valkey.url) as redis:
        (key,) = await redis.keys(f"ga4:{TENANT}:*")
        hit = (await house.ask(QUESTION))[-1].result.answer.provenance.query_hash
        assert key.decode() == f"ga4:{TENANT}:{PROPERTY}:{hit}"
        await redis.delete(key)
    assert tier(await house.ask(QUESTION)) == L2
    await until_served_from(house, QUESTION, L1)


async def test_the_figures_are_what_googles_own_client_gets_for_the_plan(
    house: House, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    answer = (await house.ask(QUESTION))[-1].result.answer
    (planned,), (table,) = answer.requests, answer.tables
    request = RunReportRequest()
    json_format.ParseDict(json_format.MessageToDict(planned.request), RunReportRequest.pb(request))
    request.property = f"properties/{PROPERTY}"
    report = await ga4_client.run_report(request)
    assert report.rows
    assert [
        ([d.value for d in r.dimension_values], [float(m.value) for m in r.metric_values]) for r in report.rows
    ] == [(list(row.dimension_values), list(row.metric_values)) for row in table.rows]
    assert [float(value.value) for value in report.totals[0].metric_values] == list(table.totals[0].metric_values)


@pytest.mark.parametrize(("property_known", "reports"), [(True, 1), (False, 2)])
async def test_a_thousand_callers_of_one_new_question_cost_one_report_and_at_most_one_profile_look_up(
    house: House, ga4: Emulator, property_known: bool, reports: int
) -> None:
    if property_known:
        await house.ask(OTHER_QUESTION)
    before = ga4.requests.count("RunReport")
    answers = await asyncio.gather(*(house.ask(NEW_QUESTION) for _ in range(1000)))
    assert ga4.requests.count("RunReport") == before + reports  # a profile is read from a report's metadata
    first = answers[0][-1].result.answer
    assert first.tables[0].rows
    assert all(events[-1].result.answer == first for events in answers)


async def test_a_caller_who_leaves_does_not_stop_the_work_it_began(
    houses: Houses, clean_valkey: ValkeyServer, clean_postgres: PostgresServer
) -> None:
    release = asyncio.Event()
    async with houses.running(clean_valkey, clean_postgres, wrap=holding("data_fetcher", release)) as house:
        await leave_after(house, "embedding")
        release.set()
        await until_served_from(house, QUESTION, L1)


async def test_a_broken_stream_is_resumed_after_the_last_event_seen_while_the_work_goes_on(
    houses: Houses, clean_valkey: ValkeyServer, clean_postgres: PostgresServer
) -> None:
    release = asyncio.Event()
    async with houses.running(clean_valkey, clean_postgres, wrap=holding("reporting", release)) as house:
        seen = await leave_after(house, "embedding")
        again = {"resume_answer_id": seen[0].answer_id, "resume_after_sequence": seen[-1].sequence}
        call = house.stub.StreamAnswer(a_request("", **again))
        rest = await read_until(call, "reporting", orchestrator_pb2.STATE_STARTED)
        release.set()
        rest += [event async for event in call]
        whole = await house.ask("", resume_answer_id=seen[0].answer_id)
    assert kinds(rest)[-1] == "result"
    assert seen + rest == whole


async def test_an_answer_begun_by_another_replica_cannot_be_resumed_yet_and_says_so(house: House) -> None:
    with pytest.raises(aio.AioRpcError) as caught:
        await house.ask("", resume_answer_id="elsewhere.0123")
    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def test_a_question_with_an_unknown_word_is_asked_back_naming_it(house: House, ga4: Emulator) -> None:
    (event,) = await house.ask("mobile zorbles last week by country")
    assert event.result.answer.outcome == answer_pb2.OUTCOME_NEEDS_CLARIFICATION
    assert "zorbles" in event.result.answer.message


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"tenant_id": "a:b"}, "tenant_id"),
        ({"property_id": "x"}, "property_id"),
        ({"question": " "}, "question"),
        ({"question": "x" * 2001}, "question"),
        ({"max_staleness": {"seconds": -1}}, "max_staleness"),
    ],
)
async def test_a_field_that_breaks_its_rule_is_named(house: House, fields: dict[str, object], named: str) -> None:
    request = {"tenant_id": TENANT, "property_id": PROPERTY, "question": QUESTION, **fields}
    with pytest.raises(aio.AioRpcError) as caught:
        await house.stub.StreamAnswer(orchestrator_pb2.StreamAnswerRequest(**request)).read()
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert named in (caught.value.details() or "")


async def test_answers_go_on_without_either_tier_and_hits_return_with_them(
    houses: Houses, own_valkey: ValkeyServer, own_postgres: PostgresServer
) -> None:
    async with houses.running(own_valkey, own_postgres) as house:
        await house.ask(QUESTION)
        await until_in_both_tiers(house, QUESTION)
        own_valkey.kill()
        assert tier(await house.ask(QUESTION)) == L2
        own_postgres.kill()
        fresh = await house.ask(QUESTION)
        assert tier(fresh) == orchestrator_pb2.TIER_UNSPECIFIED
        assert fresh[-1].result.answer.tables[0].rows
        await _again(own_valkey, own_postgres)
        while "cache_hit" not in kinds(await house.ask(QUESTION)):  # noqa: ASYNC110 - recovery is not announced
            await asyncio.sleep(0.05)


async def _again(*servers: ServerProcess) -> None:
    for server in servers:
        await server.start()


async def test_without_the_cache_service_every_answer_is_made_anew(
    houses: Houses, clean_valkey: ValkeyServer, clean_postgres: PostgresServer
) -> None:
    nowhere = {"cache_target": "127.0.0.1:1"}
    async with houses.running(clean_valkey, clean_postgres, orchestration=nowhere) as house:
        for _ in range(2):
            assert "status" in kinds(await house.ask(QUESTION))
    assert house.registry.get_sample_value("answer_cache_troubles_total", {"call": "get", "reason": "UNAVAILABLE"})


async def test_when_google_cannot_be_reached_at_first_the_call_says_so_and_when_to_retry(
    houses: Houses, clean_valkey: ValkeyServer, clean_postgres: PostgresServer
) -> None:
    nowhere = {"ga4_target": "127.0.0.1:1"}
    async with houses.running(clean_valkey, clean_postgres, orchestration=nowhere) as house:
        with pytest.raises(aio.AioRpcError) as caught:
            await house.ask(QUESTION)
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert retry_delay(caught.value) > timedelta(0)


async def test_when_google_is_gone_a_stale_answer_is_served_and_labelled_else_the_call_says_when_to_retry(
    leaving_google: LeavingGoogle, clean_valkey: ValkeyServer, clean_postgres: PostgresServer
) -> None:
    fresh_for_seconds = {"l1_ttl": 60, "l2_ttl": 60}
    async with leaving_google.houses.running(clean_valkey, clean_postgres, cache=fresh_for_seconds) as house:
        fresh = await house.ask(QUESTION)
        await until_in_both_tiers(house, QUESTION)
        await leaving_google.leave()
        leaving_google.clock.advance(timedelta(seconds=61))
        with pytest.raises(aio.AioRpcError) as caught:
            await house.ask(NEW_QUESTION)
        events = await house.ask(QUESTION)
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert retry_delay(caught.value) > timedelta(0)
    (hit,) = (event.cache_hit for event in events if event.HasField("cache_hit"))
    assert hit.stale
    assert hit.age.ToTimedelta() >= timedelta(seconds=61)
    *caveats, why = events[-1].result.answer.caveats
    assert why.startswith("This is an earlier answer")
    assert caveats == list(fresh[-1].result.answer.caveats)
    del events[-1].result.answer.caveats[-1]
    assert events[-1].result.answer == fresh[-1].result.answer


async def test_a_property_to_be_warm_is_learnt_before_its_first_caller_comes(
    houses: Houses, clean_valkey: ValkeyServer, clean_postgres: PostgresServer, ga4: Emulator
) -> None:
    warm = {"warm_properties": (PROPERTY,)}
    async with houses.running(clean_valkey, clean_postgres, orchestration=warm) as house:
        while not ga4.requests.count("RunReport"):  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.01)
        await house.ask(QUESTION)
        assert ga4.requests.count("RunReport") == 2
