from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from services.orchestrator.errors import SourceUnavailable
from services.orchestrator.ga4.exhausted import BucketEmpty, KeptForCallers, QueueFull
from services.orchestrator.ga4.metrics import SourceMetrics
from services.orchestrator.ga4.property_quota import ToldQuota
from services.orchestrator.ga4.quota_guard import Bounds, Guarded, QuotaGuard
from services.orchestrator.ga4.quota_ledger import LedgerPolicy, QuotaLedger
from services.orchestrator.ga4.quota_limits import Bucket, Category
from services.orchestrator.ga4.report_source import PropertyProfile, ReportSource
from services.orchestrator.patience import Patience, made_with
from tests.fakes.clock import FakeClock
from tests.unit.ga4.held_source import HeldSource, settle
from tests.unit.ga4.scripted_source import ON_DAYS, PROFILE, REALTIME, REPORTS, ScriptedSource

T = TypeVar("T")

EMPTY_HOUR = ToldQuota({Bucket.TOKENS_PER_HOUR: 0})


class Guarding:
    """A guard, and what it keeps its books in."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.clock = FakeClock()
        self.registry = CollectorRegistry()
        metrics = SourceMetrics(self.registry)
        self.ledger = QuotaLedger(LedgerPolicy(), metrics, self.clock)
        self.guard = QuotaGuard(bounds or Bounds(), self.ledger, metrics, self.clock)

    def callers(self, source: ReportSource) -> Guarded:
        return Guarded(source, self.guard)

    def background(self, source: ReportSource) -> Guarded:
        return Guarded(source, self.guard, background=True)

    def turned_away(self, reason: str) -> float | None:
        return self.registry.get_sample_value("ga4_turned_away_total", {"category": "core", "reason": reason})


def begin(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    return asyncio.create_task(work)


async def finish(source: HeldSource, *tasks: asyncio.Task[Any]) -> None:
    while not all(task.done() for task in tasks):
        await settle()
        if source.held:
            source.let_one_go()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_no_more_requests_run_than_google_analytics_runs_at_once() -> None:
    source = HeldSource()
    guarded = Guarding().callers(source)
    callers = [begin(guarded.run("1", [ON_DAYS])) for _ in range(12)]
    for finished in range(12):
        await settle()
        assert source.running == min(10, 12 - finished)
        source.let_one_go()
    assert await asyncio.gather(*callers) == [REPORTS] * 12


@pytest.mark.parametrize(("replicas", "places"), [(1, 10), (2, 5), (3, 3), (10, 1), (25, 1)])
async def test_replicas_share_the_places_and_each_has_one_at_least(replicas: int, places: int) -> None:
    source = HeldSource()
    guarded = Guarding(Bounds(replicas=replicas)).callers(source)
    callers = [begin(guarded.profile("1")) for _ in range(12)]
    await settle()
    assert source.running == places
    await finish(source, *callers)


async def test_a_property_of_analytics_360_has_fifty_places_from_when_its_quota_tells() -> None:
    guarding, source = Guarding(), HeldSource()
    guarded = guarding.callers(source)
    callers = [begin(guarded.run("1", [ON_DAYS])) for _ in range(60)]
    await settle()
    assert source.running == 10
    guarding.ledger.told(
        "1", Category.CORE, ToldQuota({Bucket.TOKENS_PER_PROJECT_PER_HOUR: 139_000}), guarding.clock.now()
    )
    source.let_one_go()
    await settle()
    assert source.running == 50
    await finish(source, *callers)


async def test_realtime_and_core_requests_and_properties_do_not_wait_for_each_other() -> None:
    source = HeldSource()
    guarded = Guarding(Bounds(replicas=10)).callers(source)
    calls = [("1", ON_DAYS), ("1", REALTIME), ("2", ON_DAYS), ("1", ON_DAYS)]
    callers = [begin(guarded.run(property_id, [request])) for property_id, request in calls]
    await settle()
    assert source.begun == ["1", "1", "2"]
    await finish(source, *callers)


async def test_callers_get_their_turn_in_the_order_they_came() -> None:
    order: list[int] = []
    source = HeldSource()
    guarded = Guarding(Bounds(replicas=10)).callers(source)

    async def ask(number: int) -> None:
        await guarded.run("1", [ON_DAYS])
        order.append(number)

    await finish(source, *[begin(ask(number)) for number in range(5)])
    assert order == list(range(5))


async def test_too_long_a_queue_is_refused_with_when_to_come_back() -> None:
    guarding, source = Guarding(Bounds(replicas=10, waiting=1, longest_wait=timedelta(seconds=7))), HeldSource()
    guarded = guarding.callers(source)
    callers = [begin(guarded.profile("1")) for _ in range(2)]
    await settle()
    with pytest.raises(QueueFull, match="As many requests") as caught:
        await guarded.profile("1")
    assert caught.value.retry_after == timedelta(seconds=7)
    assert guarding.turned_away("QueueFull") == 1
    await finish(source, *callers)


async def test_who_waits_too_long_is_refused_and_holds_up_nobody() -> None:
    source = HeldSource()
    guarded = Guarding(Bounds(replicas=10, longest_wait=timedelta(0))).callers(source)
    running = begin(guarded.run("1", [ON_DAYS]))
    await settle()
    with pytest.raises(QueueFull):
        await guarded.run("1", [ON_DAYS])
    await finish(source, running)
    await finish(source, begin(guarded.profile("1")))
    assert source.begun == ["1", "1"]


async def test_who_waits_in_vain_while_the_quota_runs_out_hears_when_it_returns() -> None:
    guarding, source = Guarding(Bounds(replicas=10, longest_wait=timedelta(milliseconds=20))), HeldSource()
    guarded = guarding.callers(source)
    running = begin(guarded.run("1", [ON_DAYS]))
    await settle()
    waiting = begin(guarded.run("1", [ON_DAYS]))
    await settle()
    guarding.ledger.told("1", Category.CORE, EMPTY_HOUR, guarding.clock.now())
    with pytest.raises(BucketEmpty) as caught:
        await waiting
    assert caught.value.retry_after == timedelta(hours=1, seconds=1)
    await finish(source, running)


async def test_a_used_up_quota_stops_those_whose_turn_comes_after() -> None:
    guarding, source = Guarding(Bounds(replicas=10)), HeldSource()
    guarded = guarding.callers(source)
    callers = [begin(guarded.run("1", [ON_DAYS])) for _ in range(4)]
    await settle()
    guarding.ledger.used_up("1", Category.CORE, BucketEmpty("1", None, timedelta(minutes=3)))
    source.let_one_go()
    results = await asyncio.gather(*callers, return_exceptions=True)
    assert results[0] == REPORTS
    for refused in results[1:]:
        assert isinstance(refused, BucketEmpty)
        assert refused.retry_after == timedelta(minutes=3)
    assert source.begun == ["1"]
    assert guarding.turned_away("BucketEmpty") == 3


async def test_what_the_source_itself_refuses_is_not_counted_as_turned_away() -> None:
    guarding = Guarding()
    with pytest.raises(BucketEmpty):
        await guarding.callers(ScriptedSource(BucketEmpty("1", None, timedelta(1)))).run("1", [ON_DAYS])
    assert guarding.turned_away("BucketEmpty") is None


async def test_work_that_nobody_waits_for_leaves_half_the_places_to_callers_and_never_queues() -> None:
    guarding, source = Guarding(), HeldSource()
    callers, background = guarding.callers(source), guarding.background(source)
    running = [begin(callers.run("1", [ON_DAYS])) for _ in range(4)]
    await settle()
    refreshing = begin(background.profile("1"))
    await settle()
    assert source.running == 5
    with pytest.raises(KeptForCallers):
        await background.profile("1")
    running += [begin(callers.run("1", [ON_DAYS])) for _ in range(5)]
    await settle()
    assert source.running == 10
    await finish(source, refreshing, *running)


async def test_work_that_nobody_waits_for_stops_at_half_the_tokens_and_callers_go_on() -> None:
    guarding, source = Guarding(), ScriptedSource()
    guarding.ledger.told(
        "1", Category.CORE, ToldQuota({Bucket.TOKENS_PER_PROJECT_PER_HOUR: 7_001}), guarding.clock.now()
    )
    assert await guarding.background(source).profile("1") == PROFILE
    guarding.ledger.told(
        "1", Category.CORE, ToldQuota({Bucket.TOKENS_PER_PROJECT_PER_HOUR: 7_000}), guarding.clock.now()
    )
    with pytest.raises(KeptForCallers) as caught:
        await guarding.background(source).profile("1")
    assert caught.value.retry_after == timedelta(hours=1, seconds=1)
    assert await guarding.callers(source).run("1", [ON_DAYS]) == REPORTS
    guarding.clock.advance(caught.value.retry_after)
    assert await guarding.background(source).profile("1") == PROFILE


async def test_a_failure_gives_the_place_back() -> None:
    guarded = Guarding(Bounds(replicas=10)).callers(ScriptedSource(SourceUnavailable("down")))
    with pytest.raises(SourceUnavailable):
        await guarded.run("1", [ON_DAYS])
    assert await guarded.run("1", [ON_DAYS]) == REPORTS


async def test_a_place_given_to_one_who_leaves_that_very_moment_goes_to_the_next() -> None:
    source = HeldSource()
    guarded = Guarding(Bounds(replicas=10)).callers(source)

    async def finish_and_send_away(other: asyncio.Task[PropertyProfile]) -> None:
        await guarded.profile("1")
        other.cancel()

    async def wait_for_a_place() -> PropertyProfile:
        await settle()
        return await guarded.profile("1")

    leaving, next_one = (begin(wait_for_a_place()) for _ in range(2))
    first = begin(finish_and_send_away(leaving))
    await settle()
    await settle()
    source.let_one_go()
    await first
    await settle()
    assert leaving.cancelled()
    source.let_one_go()
    assert await next_one == PROFILE


@settings(deadline=None)
@given(st.sampled_from([10, 5, 3, 2]), st.lists(st.sampled_from(("let go", "cancel")), max_size=12))
async def test_whoever_leaves_in_whatever_way_no_place_is_lost_or_made(replicas: int, script: list[str]) -> None:
    places, source = 10 // replicas, HeldSource()
    guarded = Guarding(Bounds(replicas=replicas)).callers(source)
    callers = [begin(guarded.run("1", [ON_DAYS])) for _ in script]
    for caller, end in zip(callers, script, strict=True):
        await settle()
        if end == "cancel":
            caller.cancel()
        elif source.held:
            source.let_one_go()
    await finish(source, *callers)
    assert source.most_running <= places
    everything = [begin(guarded.run("1", [ON_DAYS])) for _ in range(places + 1)]
    await settle()
    assert source.running == places
    await finish(source, *everything)


async def test_nobody_queues_for_a_place_that_comes_after_the_callers_deadline() -> None:
    guarding, source = Guarding(Bounds(replicas=10)), HeldSource()
    guarded = guarding.callers(source)
    running = begin(guarded.run("1", [ON_DAYS]))
    await settle()

    async def hurried() -> None:
        made_with(Patience(guarding.clock, until=guarding.clock.monotonic()))
        await guarded.run("1", [ON_DAYS])

    with pytest.raises(QueueFull):
        await begin(hurried())
    await finish(source, running)
    assert len(source.begun) == 1
