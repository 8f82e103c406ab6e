"""How the report source keeps GA4's quotas, at an emulator whose quotas do run out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from prometheus_client import CollectorRegistry

from sandbox.ga4_emulator.quota.limits import Bucket, Category
from sandbox.ga4_emulator.running import Emulator, running_emulator
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.shops import Shops
from services.orchestrator.errors import SourceExhausted
from services.orchestrator.ga4.connect import DataApiEndpoint, data_api_client
from services.orchestrator.ga4.exhausted import BucketEmpty, QueueFull, TooManyAtOnce
from services.orchestrator.ga4.profiles import ProfileMemory, ProfilePolicy
from services.orchestrator.ga4.quota_guard import Bounds
from services.orchestrator.ga4.report_source import Reports
from services.orchestrator.ga4.stack import ReportSourcePolicy, build_report_source
from services.orchestrator.understanding.plan import DateRange, Listing, Method, MinuteRange, ReportRequest
from tests.fakes.clock import FakeClock

DEMO = "123456789"
SESSIONS = ReportRequest(
    Method.RUN_REPORT, ("sessions",), date_ranges=(DateRange(date(2026, 11, 15), date(2026, 11, 21)),)
)
NOW = ReportRequest(Method.RUN_REALTIME_REPORT, ("activeUsers",), minute_ranges=(MinuteRange(29, 0),))
FIELDS = ReportRequest(Method.GET_METADATA, (), listing=Listing.METRICS)
TO_THE_HOUR = timedelta(hours=1, seconds=1)
FEW = 0.002
"""Of a standard property's tokens: 28 an hour."""


@dataclass(frozen=True)
class Guarded:
    """A report source, the emulator that it asks, and the clock of both."""

    source: ProfileMemory
    emulator: Emulator
    clock: FakeClock
    registry: CollectorRegistry

    async def ask(self) -> Reports:
        return await self.source.run(DEMO, [SESSIONS])

    async def use_up(self) -> BucketEmpty:
        for _ in range(100):
            try:
                await self.ask()
            except BucketEmpty as refusal:
                return refusal
        raise AssertionError("the quota never ran out")


async def nap(_: float) -> None:
    """Waits for nothing."""


@asynccontextmanager
async def guarded(shops: Shops, scale: float = 1.0, policy: ReportSourcePolicy | None = None) -> AsyncIterator[Guarded]:
    clock, registry = FakeClock(), CollectorRegistry()
    settings = Settings(bind="127.0.0.1:0", metrics_bind="", quota_scale=scale)
    async with (
        running_emulator(clock=clock, shops=shops, settings=settings) as emulator,
        data_api_client(DataApiEndpoint(emulator.target)) as client,
    ):
        source = build_report_source(client, policy or ReportSourcePolicy(), registry, clock, sleep=nap)
        yield Guarded(source, emulator, clock, registry)
        await source.aclose()


async def until_done(tasks: list[asyncio.Task[Reports]], count: int) -> None:
    waiting = set(tasks)
    while len(tasks) - len(waiting) < count:
        _, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)


async def test_of_500_callers_ten_are_asked_for_at_once_and_all_are_answered_or_told_when_to_come_back(
    ga4_shops: Shops,
) -> None:
    patient = ReportSourcePolicy(bounds=Bounds(longest_wait=timedelta(minutes=1)))
    async with guarded(ga4_shops, policy=patient) as each:
        each.emulator.faults.order(frozen=True)
        callers = [asyncio.create_task(each.ask()) for _ in range(500)]
        await until_done(callers, 390)
        assert each.registry.get_sample_value("ga4_calls_in_flight", {"category": "core"}) == 10
        each.emulator.faults.reset()
        results = await asyncio.gather(*callers, return_exceptions=True)
        assert sum(isinstance(result, Reports) for result in results) == 110
        for refused in (result for result in results if not isinstance(result, Reports)):
            assert isinstance(refused, QueueFull)
            assert refused.retry_after == timedelta(minutes=1)
        # The emulator refuses an eleventh request at a time, which would be tried again.
        assert each.registry.get_sample_value("ga4_retries_total", {"error": "TooManyAtOnce"}) is None
        assert each.emulator.requests.total() == 110


async def test_once_the_hours_tokens_are_gone_no_request_leaves_before_the_next_hour(ga4_shops: Shops) -> None:
    async with guarded(ga4_shops, FEW) as each:
        refusal = await each.use_up()
        asked = each.emulator.requests.total()
        assert refusal.retry_after == TO_THE_HOUR
        each.clock.advance(timedelta(minutes=45))
        refusals = await asyncio.gather(*(each.ask() for _ in range(50)), return_exceptions=True)
        for told in refusals:
            assert isinstance(told, BucketEmpty)
            assert told.retry_after == TO_THE_HOUR - timedelta(minutes=45)
        with pytest.raises(SourceExhausted):
            await each.source.run(DEMO, [FIELDS])
        assert each.emulator.requests.total() == asked
        each.clock.advance(timedelta(minutes=15, seconds=1))
        assert (await each.ask()).reports[0].rows
        assert each.emulator.requests.total() == asked + 1


async def test_the_last_tokens_are_seen_in_the_report_so_that_google_need_not_refuse(ga4_shops: Shops) -> None:
    async with guarded(ga4_shops, FEW) as each:
        await each.use_up()
        calls = {"call": "run", "outcome": "BucketEmpty"}
        assert each.registry.get_sample_value("ga4_call_seconds_count", calls) is None


async def test_realtime_requests_go_on_when_core_requests_may_not(ga4_shops: Shops) -> None:
    async with guarded(ga4_shops, FEW) as each:
        await each.use_up()
        assert (await each.source.run(DEMO, [NOW])).reports[0].metric_headers


async def test_a_used_up_day_returns_at_midnight_in_california(ga4_shops: Shops) -> None:
    async with guarded(ga4_shops) as each:
        each.emulator.quota.use_up(Bucket.TOKENS_PER_DAY, DEMO, [Category.CORE])
        for _ in range(3):
            with pytest.raises(BucketEmpty, match="daily") as caught:
                await each.ask()
            assert caught.value.retry_after == timedelta(hours=15, seconds=1)
        assert each.emulator.requests.total() == 1
        each.clock.advance(caught.value.retry_after)
        assert (await each.source.run(DEMO, [FIELDS])).reports[0].rows


async def test_a_request_too_many_at_once_is_tried_again_and_then_told_when(ga4_shops: Shops) -> None:
    async with guarded(ga4_shops) as each:
        each.emulator.quota.use_up(Bucket.CONCURRENT_REQUESTS, DEMO)
        with pytest.raises(TooManyAtOnce) as caught:
            await each.ask()
        assert caught.value.retry_after == timedelta(seconds=2)
        assert each.emulator.requests.total() == 3
        each.emulator.quota.refill(DEMO)
        assert (await each.ask()).reports[0].rows


@pytest.mark.parametrize(("scale", "refreshed"), [(1.0, True), (FEW, False)])
async def test_refreshes_stop_long_before_callers_do(scale: float, refreshed: bool, ga4_shops: Shops) -> None:
    policy = ReportSourcePolicy(profiles=ProfilePolicy(true_for=timedelta(minutes=10)))
    async with guarded(ga4_shops, scale, policy) as each:
        await each.source.profile(DEMO)
        asked = each.emulator.requests.total()
        each.clock.advance(timedelta(minutes=20))
        await each.source.profile(DEMO)
        await each.source.aclose()
        assert (each.emulator.requests.total() > asked) is refreshed
        assert (await each.ask()).reports[0].rows
