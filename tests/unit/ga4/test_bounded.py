from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.orchestrator.errors import SourceExhausted
from services.orchestrator.ga4.bounded import Bounded, Bounds
from services.orchestrator.ga4.report_source import PropertyProfile, Reports
from services.orchestrator.understanding.plan import Method, ReportRequest
from tests.unit.ga4.scripted_source import ON_DAYS, PROFILE, REALTIME, REPORTS


class HeldSource:
    """Holds every call until it is let go, and counts what GA4 would have running."""

    def __init__(self) -> None:
        self.running = 0
        self.most_running = 0
        self.begun: list[str] = []
        self.held: list[asyncio.Event] = []

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        realtime = [request for request in requests if request.method is Method.RUN_REALTIME_REPORT]
        await self._hold(property_id, len(realtime) + (len(realtime) < len(requests)))
        return REPORTS

    async def profile(self, property_id: str) -> PropertyProfile:
        await self._hold(property_id, 1)
        return PROFILE

    def let_one_go(self) -> None:
        self.held.pop(0).set()

    async def _hold(self, name: str, calls: int) -> None:
        self.begun.append(name)
        self.running += calls
        self.most_running = max(self.most_running, self.running)
        hold = asyncio.Event()
        self.held.append(hold)
        try:
            await hold.wait()
        finally:
            self.running -= calls
            if hold in self.held:
                self.held.remove(hold)


async def settle() -> None:
    """Lets every task that can go on do so."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_no_more_requests_run_than_the_property_may_have() -> None:
    source = HeldSource()
    bounded = Bounded(source, Bounds(in_flight=2))
    callers = [asyncio.create_task(bounded.run("1", [ON_DAYS, ON_DAYS])) for _ in range(5)]
    for finished in range(5):
        await settle()
        assert source.running == min(2, 5 - finished)
        source.let_one_go()
    assert await asyncio.gather(*callers) == [REPORTS] * 5


async def test_each_realtime_report_takes_a_place_and_reports_on_days_share_one() -> None:
    source = HeldSource()
    bounded = Bounded(source, Bounds(in_flight=3))
    first = asyncio.create_task(bounded.run("1", [ON_DAYS, REALTIME, ON_DAYS, REALTIME]))
    second = asyncio.create_task(bounded.profile("1"))
    await settle()
    assert len(source.held) == 1
    source.let_one_go()
    await settle()
    source.let_one_go()
    assert (await first, await second) == (REPORTS, PROFILE)


async def test_a_plan_that_needs_many_places_is_not_overtaken_for_ever() -> None:
    source = HeldSource()
    bounded = Bounded(source, Bounds(in_flight=2))
    small = asyncio.create_task(bounded.profile("1"))
    await settle()
    large = asyncio.create_task(bounded.run("1", [REALTIME, REALTIME]))
    await settle()
    late = asyncio.create_task(bounded.profile("1"))
    await settle()
    assert len(source.held) == 1
    source.let_one_go()
    await settle()
    assert source.running == 2
    source.let_one_go()
    await settle()
    source.let_one_go()
    await asyncio.gather(small, large, late)


async def test_a_plan_of_more_requests_than_places_still_runs() -> None:
    source = HeldSource()
    caller = asyncio.create_task(Bounded(source, Bounds(in_flight=2)).run("1", [REALTIME] * 5))
    await settle()
    source.let_one_go()
    assert await caller == REPORTS


async def test_properties_do_not_wait_for_each_other() -> None:
    source = HeldSource()
    bounded = Bounded(source, Bounds(in_flight=1))
    callers = [asyncio.create_task(bounded.profile(name)) for name in ("1", "2")]
    await settle()
    assert source.begun == ["1", "2"]
    source.let_one_go()
    source.let_one_go()
    await asyncio.gather(*callers)


async def test_too_long_a_queue_is_refused_with_when_to_come_back() -> None:
    source = HeldSource()
    bounded = Bounded(source, Bounds(in_flight=1, waiting=1, longest_wait=timedelta(seconds=7)))
    callers = [asyncio.create_task(bounded.profile("1")) for _ in range(2)]
    await settle()
    with pytest.raises(SourceExhausted, match="As many requests") as caught:
        await bounded.profile("1")
    assert caught.value.retry_after == timedelta(seconds=7)
    for _ in callers:
        source.let_one_go()
        await settle()
    await asyncio.gather(*callers)


async def test_who_waits_too_long_is_refused_and_holds_up_nobody() -> None:
    source = HeldSource()
    bounded = Bounded(source, Bounds(in_flight=2, longest_wait=timedelta(0)))
    running = asyncio.create_task(bounded.run("1", [REALTIME]))
    await settle()
    with pytest.raises(SourceExhausted):
        await bounded.run("1", [REALTIME, REALTIME])
    beside = asyncio.create_task(bounded.profile("1"))
    await settle()
    assert source.running == 2
    source.let_one_go()
    source.let_one_go()
    await asyncio.gather(running, beside)


async def test_a_place_given_to_one_who_leaves_that_very_moment_goes_to_the_next() -> None:
    source = HeldSource()
    bounded = Bounded(source, Bounds(in_flight=1))

    async def finish_and_send_away(other: asyncio.Task[PropertyProfile]) -> None:
        await bounded.profile("1")
        other.cancel()

    async def wait_for_a_place() -> PropertyProfile:
        await settle()
        return await bounded.profile("1")

    leaving, next_one = (asyncio.create_task(wait_for_a_place()) for _ in range(2))
    first = asyncio.create_task(finish_and_send_away(leaving))
    await settle()
    await settle()
    source.let_one_go()
    await first
    await settle()
    assert leaving.cancelled()
    source.let_one_go()
    assert await next_one == PROFILE


@settings(deadline=None)
@given(
    st.integers(1, 4),
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from(("let go", "cancel"))), max_size=12),
)
async def test_whoever_leaves_in_whatever_way_no_place_is_lost_or_made(
    in_flight: int, script: list[tuple[int, str]]
) -> None:
    source = HeldSource()
    bounded = Bounded(source, Bounds(in_flight=in_flight))
    callers = [asyncio.create_task(bounded.run("1", [REALTIME] * min(n, in_flight))) for n, _ in script]
    for caller, (_, end) in zip(callers, script, strict=True):
        await settle()
        if end != "cancel" and source.held:
            source.let_one_go()
        if end == "cancel":
            caller.cancel()
    while not all(caller.done() for caller in callers):
        await settle()
        if source.held:
            source.let_one_go()
    assert source.most_running <= in_flight
    everything = asyncio.create_task(bounded.run("1", [REALTIME] * in_flight))
    await settle()
    assert source.running == in_flight
    source.let_one_go()
    await everything
    await asyncio.gather(*callers, return_exceptions=True)
