from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2
from services.orchestrator.agents.slots import CONTEXT, UNDERSTOOD
from services.orchestrator.cache_writes import CacheWrites
from services.orchestrator.errors import (
    DeadlinePassed,
    NotCached,
    OrchestratorError,
    SourceError,
    SourceExhausted,
    SourceRejected,
    SourceUnavailable,
)
from services.orchestrator.freshness import SETTLED_DAYS
from services.orchestrator.metrics import Served
from services.orchestrator.pipeline import CachePolicy, Pipeline
from services.orchestrator.shared_lookups import SharedLookups
from tests.fakes.orchestrator import ScriptedAgent, Workbench, asking, events_of

A_DAY = timedelta(days=1)


async def ask_once(bench: Workbench, **fields: object) -> list[orchestrator_pb2.StreamAnswerResponse]:
    events = await events_of(await bench.pipeline.answer(asking("sessions", **fields)))
    await bench.settle()
    return events


def kinds(events: list[orchestrator_pb2.StreamAnswerResponse]) -> list[str | None]:
    return [event.WhichOneof("event") for event in events]


async def test_a_fresh_answer_is_numbered_without_gaps_and_ends_with_its_only_result() -> None:
    events = await ask_once(Workbench())
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert kinds(events).count("result") == 1
    assert kinds(events)[-1] == "result"
    assert len({event.answer_id for event in events}) == 1


async def test_the_table_comes_while_the_narrative_is_still_being_written() -> None:
    bench = Workbench()
    bench.fetcher.release.set()
    bench.writer.release.clear()
    delivery = await bench.pipeline.answer(asking("sessions"))
    async for event in delivery.events:
        if orchestrator_pb2.StreamAnswerResponse.FromString(event.encoded(())).partial.HasField("table"):
            break
    assert not bench.writer.release.is_set()
    bench.writer.release.set()


async def test_the_second_time_it_is_a_hit_of_two_messages() -> None:
    bench = Workbench()
    first = await ask_once(bench)
    second = await ask_once(bench)
    assert kinds(second) == ["cache_hit", "result"]
    assert second[-1].result.answer == first[-1].result.answer
    assert second[-1].result.tier == orchestrator_pb2.TIER_L1
    assert bench.fetcher.runs == 1


async def test_an_answer_is_kept_as_long_as_its_data_allows() -> None:
    bench = Workbench()
    await ask_once(bench)
    assert bench.memory.lifetimes == [SETTLED_DAYS]


async def test_callers_of_one_question_share_one_flight_and_all_get_the_whole_answer() -> None:
    bench = Workbench(in_front=SharedLookups)
    bench.fetcher.release.clear()
    pipeline = bench.pipeline
    callers = [asyncio.create_task(_whole(pipeline, "sessions please")) for _ in range(100)]
    await bench.fetcher.started.wait()
    bench.fetcher.release.set()
    answers = await asyncio.gather(*callers)
    assert bench.fetcher.runs == 1
    assert bench.memory.lookups == 1
    assert all(events == answers[0] for events in answers)


async def _whole(pipeline: Pipeline, question: str) -> list[orchestrator_pb2.StreamAnswerResponse]:
    return await events_of(await pipeline.answer(asking(question)))


async def test_two_tenants_never_share_a_flight_or_an_answer() -> None:
    bench = Workbench()
    await ask_once(bench)
    other = asking("sessions")
    await events_of(await bench.pipeline.answer(type(other)("other", other.property_id, other.question)))
    assert bench.fetcher.runs == 2


@pytest.mark.parametrize("policy", [CachePolicy.REFRESH, CachePolicy.BYPASS])
async def test_refresh_and_bypass_make_the_answer_anew(policy: CachePolicy) -> None:
    bench = Workbench()
    await ask_once(bench)
    assert kinds(await ask_once(bench, policy=policy))[-1] == "result"
    assert bench.fetcher.runs == 2
    assert len(bench.memory.lifetimes) == (2 if policy is CachePolicy.REFRESH else 1)


async def test_only_if_cached_makes_nothing() -> None:
    bench = Workbench()
    with pytest.raises(NotCached):
        await bench.pipeline.answer(asking("sessions", policy=CachePolicy.ONLY_IF_CACHED))
    await ask_once(bench)
    assert kinds(await ask_once(bench, policy=CachePolicy.ONLY_IF_CACHED)) == ["cache_hit", "result"]
    assert bench.fetcher.runs == 1


async def test_a_question_not_understood_is_one_result_that_asks_back_and_keeps_nothing() -> None:
    bench = Workbench()
    delivery = await bench.pipeline.answer(asking("what"))
    (event,) = await events_of(delivery)
    assert delivery.served is Served.UNANSWERABLE
    assert event.result.answer.outcome == answer_pb2.OUTCOME_NEEDS_CLARIFICATION
    assert event.result.answer.suggestions == ["sessions last week"]
    assert not bench.memory.kept
    assert bench.memory.lookups == 0


async def test_an_answer_that_lacks_a_part_is_given_and_says_so_but_is_not_kept() -> None:
    bench = Workbench()
    lame = ScriptedAgent("rag", CONTEXT, (), (UNDERSTOOD,), required=False, effect_of_loss="no notes are quoted")
    lame.error = RuntimeError("no model")
    lame.release.set()
    bench.agents = [bench.fetcher, lame, bench.writer]
    events = await ask_once(bench)
    (degradation,) = events[-1].result.answer.provenance.degradations
    assert (degradation.agent, degradation.effect) == ("rag", "no notes are quoted")
    assert not bench.memory.kept


async def test_a_failed_fetch_fails_the_stream_and_keeps_nothing() -> None:
    bench = Workbench()
    bench.fetcher.error = SourceRejected("incompatible")
    delivery = await bench.pipeline.answer(asking("sessions"))
    with pytest.raises(SourceRejected):
        await events_of(delivery)
    assert not bench.memory.kept


@pytest.mark.parametrize("error", [SourceUnavailable("down"), SourceExhausted("used up", timedelta(hours=1))])
async def test_when_google_is_away_or_its_quota_used_up_a_stale_answer_is_given_and_labelled(
    error: SourceError,
) -> None:
    bench = Workbench()
    await ask_once(bench)
    bench.memory.stale = True
    bench.fetcher.error = error
    bench.clock.advance(A_DAY)
    bench.flights = type(bench.flights)("here", bench.flights._limits, bench.metrics, bench.clock)
    events = await ask_once(bench)
    assert kinds(events)[-2:] == ["cache_hit", "result"]
    assert events[-2].cache_hit.stale
    assert [str(error) in caveat for caveat in events[-1].result.answer.caveats] == [True]


@pytest.mark.parametrize("error", [SourceUnavailable("down"), DeadlinePassed("too slow")])
async def test_who_asks_anew_in_vain_is_told_why_the_answer_is_an_earlier_one(error: OrchestratorError) -> None:
    bench = Workbench()
    made = (await ask_once(bench))[-1].result.answer
    bench.fetcher.error = error
    bench.clock.advance(timedelta(seconds=1))
    answer = (await ask_once(bench, policy=CachePolicy.REFRESH))[-1].result.answer
    assert [str(error) in caveat for caveat in answer.caveats] == [True]
    assert (answer.narrative, list(made.caveats)) == (made.narrative, [])
    assert not (await ask_once(bench))[-1].result.answer.caveats


async def test_when_google_is_away_and_nothing_is_kept_the_stream_fails() -> None:
    bench = Workbench()
    bench.fetcher.error = SourceUnavailable("down")
    delivery = await bench.pipeline.answer(asking("sessions"))
    with pytest.raises(SourceUnavailable):
        await events_of(delivery)


@pytest.mark.parametrize("when_to_write", list(CacheWrites))
async def test_an_answer_is_given_when_it_cannot_be_kept(when_to_write: CacheWrites) -> None:
    bench = Workbench(when_to_write)
    bench.memory.broken = True
    assert kinds(await ask_once(bench))[-1] == "result"


async def test_an_inline_write_is_done_before_the_result_is_sent() -> None:
    bench = Workbench(CacheWrites.INLINE)
    delivery = await bench.pipeline.answer(asking("sessions"))
    await events_of(delivery)
    assert bench.memory.kept


async def test_a_broken_stream_goes_on_after_the_last_event_seen() -> None:
    bench = Workbench()
    events = await ask_once(bench)
    resumed = await bench.pipeline.resume(asking("sessions"), events[0].answer_id, 3)
    assert await events_of(resumed) == events[3:]


async def test_each_caller_is_told_the_assumptions_of_its_own_wording() -> None:
    bench = Workbench()
    bench.fetcher.release.clear()
    leader = await bench.pipeline.answer(asking("sessions"))
    follower = await bench.pipeline.answer(asking("sessions in October"))
    bench.fetcher.release.set()
    assert follower.served is Served.JOINED
    for delivery, told in ((leader, ["October is meant."]), (follower, [])):
        assert (await events_of(delivery))[-1].result.answer.assumptions == told
    await bench.settle()
    for question, told in (("sessions", ["October is meant."]), ("sessions in October", [])):
        hit = await events_of(await bench.pipeline.answer(asking(question)))
        assert kinds(hit) == ["cache_hit", "result"]
        assert hit[-1].result.answer.assumptions == told
