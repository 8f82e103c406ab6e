"""The report source over real gRPC, against a server that fails as it is told.

What it promises at any property is in `tests/live`; here is what only the emulator's properties have.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import grpc
import pytest
from google.protobuf import any_pb2, duration_pb2, message
from google.rpc import error_details_pb2, status_pb2
from grpc import aio
from grpc_status import rpc_status
from prometheus_client import CollectorRegistry

from sandbox.ga4_emulator.properties import load_properties
from sandbox.ga4_emulator.running import make_shop
from sandbox.ga4_emulator.shop.shops import Shops
from services.orchestrator.errors import SourceExhausted, SourceForbidden, SourceRejected, SourceUnavailable
from services.orchestrator.ga4.connect import DataApiEndpoint, data_api_client
from services.orchestrator.ga4.data_api import DataApi
from services.orchestrator.ga4.google_client import messages
from services.orchestrator.ga4.metrics import SourceMetrics
from services.orchestrator.ga4.quota_ledger import LedgerPolicy, QuotaLedger
from services.orchestrator.ga4.report_source import ReportSource
from services.orchestrator.ga4.retrying import RetryPolicy
from services.orchestrator.ga4.stack import ReportSourcePolicy, build_report_source
from services.orchestrator.ga4.unavailable import NotReached
from services.orchestrator.understanding.lexicon.definitions import Definition, Kind
from services.orchestrator.understanding.plan import DateRange, Method, ReportRequest
from services.serving.clock import Clock, SystemClock
from tests.fakes.clock import FakeClock
from tests.fakes.data_api import Handler, server_that

DEMO = "123456789"
PAYING = "310000004"
LAST_WEEK = DateRange(date(2026, 11, 15), date(2026, 11, 21))
SESSIONS = ReportRequest(Method.RUN_REPORT, ("sessions",), date_ranges=(LAST_WEEK,))


@pytest.fixture
async def source(ga4: Any, ga4_clock: Clock) -> AsyncIterator[ReportSource]:
    async with data_api_client(DataApiEndpoint(ga4.target)) as client:
        yield build_report_source(client, ReportSourcePolicy(), CollectorRegistry(), ga4_clock)


async def test_a_propertys_own_fields_are_told_and_no_others(source: ReportSource) -> None:
    definitions = (await source.profile(DEMO)).definitions
    assert Definition("customEvent:plan_tier", "Plan tier") in definitions.fields
    assert Definition("customEvent:loyalty_points", "Loyalty points", Kind.METRIC) in definitions.fields
    assert not any(definition.api_name == "country" for definition in definitions.fields)


async def test_realtime_reports_reach_further_back_on_a_property_that_pays(
    source: ReportSource, ga4_shops: Shops, ga4_clock: Clock
) -> None:
    # Its shop is large, and making it may take longer than a call waits.
    await asyncio.to_thread(make_shop, ga4_shops, load_properties().find(f"properties/{PAYING}"), ga4_clock)
    assert (await source.profile(PAYING)).realtime_minutes == 60


def quotas() -> QuotaLedger:
    return QuotaLedger(LedgerPolicy(), SourceMetrics(CollectorRegistry()), SystemClock())


@asynccontextmanager
async def data_api(handler: Handler, call_timeout: timedelta = timedelta(seconds=10)) -> AsyncIterator[DataApi]:
    async with server_that(handler) as target, data_api_client(DataApiEndpoint(target)) as client:
        yield DataApi(client, call_timeout, quotas(), SystemClock())


def failing(code: grpc.StatusCode, words: str, *details: message.Message) -> Handler:
    """Fails every call with a rich status, as Google does."""

    async def fail(_: Any, context: aio.ServicerContext[Any, Any]) -> None:
        packed = []
        for detail in details:
            any_detail = any_pb2.Any()
            any_detail.Pack(detail)
            packed.append(any_detail)
        status = status_pb2.Status(code=code.value[0], message=words, details=packed)
        await context.abort_with_status(rpc_status.to_status(status))

    return fail


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (grpc.StatusCode.INVALID_ARGUMENT, SourceRejected),
        (grpc.StatusCode.PERMISSION_DENIED, SourceForbidden),
        (grpc.StatusCode.UNAUTHENTICATED, SourceForbidden),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, SourceExhausted),
        (grpc.StatusCode.INTERNAL, SourceUnavailable),
        (grpc.StatusCode.UNAVAILABLE, SourceUnavailable),
        (grpc.StatusCode.CANCELLED, SourceUnavailable),
    ],
)
async def test_a_status_on_the_wire_becomes_a_failure_of_ours(code: grpc.StatusCode, kind: type[Exception]) -> None:
    async with data_api(failing(code, "")) as api:
        with pytest.raises(kind):
            await api.run(DEMO, [SESSIONS])


async def test_retry_info_on_the_wire_says_when_to_come_back() -> None:
    retry_info = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=42))
    async with data_api(failing(grpc.StatusCode.RESOURCE_EXHAUSTED, "Exhausted tokens per hour.", retry_info)) as api:
        with pytest.raises(SourceExhausted) as caught:
            await api.run(DEMO, [SESSIONS])
    assert caught.value.retry_after == timedelta(seconds=42)


async def hang(_: Any, context: aio.ServicerContext[Any, Any]) -> None:
    await asyncio.get_running_loop().create_future()


async def test_a_call_that_hangs_fails_within_its_time_out() -> None:
    async with data_api(hang, call_timeout=timedelta(milliseconds=50)) as api:
        with pytest.raises(SourceUnavailable, match="in time"):
            await api.run(DEMO, [SESSIONS])


async def test_cancelling_a_run_cancels_the_call_at_google() -> None:
    arrived, cancelled = asyncio.Event(), asyncio.Event()

    async def note(request: Any, context: aio.ServicerContext[Any, Any]) -> None:
        arrived.set()
        try:
            await hang(request, context)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    async with data_api(note) as api:
        run = asyncio.create_task(api.run(DEMO, [SESSIONS]))
        await arrived.wait()
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
        await cancelled.wait()


async def test_where_nothing_listens_google_analytics_is_unavailable() -> None:
    async with server_that(hang) as target:
        pass
    async with data_api_client(DataApiEndpoint(target)) as client:
        with pytest.raises(NotReached):
            await DataApi(client, timedelta(seconds=10), quotas(), SystemClock()).profile(DEMO)


async def test_a_profile_without_a_time_zone_is_a_failure_of_the_source() -> None:
    async def answer(_: Any, context: aio.ServicerContext[Any, Any]) -> messages.RunReportResponse:
        return messages.RunReportResponse()

    async with data_api(answer) as api:
        with pytest.raises(SourceUnavailable, match="time zone"):
            await api.profile(DEMO)


async def test_a_passing_fault_is_got_over_without_the_caller_noticing() -> None:
    calls = 0

    async def fail_once(request: Any, context: aio.ServicerContext[Any, Any]) -> messages.RunReportResponse:
        nonlocal calls
        calls += 1
        if calls == 1:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "a hiccup")
        return messages.RunReportResponse(row_count=3)

    policy = ReportSourcePolicy(retries=RetryPolicy(first_delay=timedelta(0)))
    async with server_that(fail_once) as target, data_api_client(DataApiEndpoint(target)) as client:
        source = build_report_source(client, policy, CollectorRegistry(), SystemClock())
        assert (await source.run(DEMO, [SESSIONS])).reports[0].row_count == 3
    assert calls == 2


async def no_wait(_: float) -> None:
    """Waits for nothing."""


@pytest.mark.parametrize("code", [grpc.StatusCode.INTERNAL, grpc.StatusCode.UNAVAILABLE])
async def test_a_lasting_fault_costs_google_fewer_errors_an_hour_than_it_allows(code: grpc.StatusCode) -> None:
    clock, calls = FakeClock(), 0
    refuse = failing(code, "")

    async def count(request: Any, context: aio.ServicerContext[Any, Any]) -> None:
        nonlocal calls
        calls += 1
        await refuse(request, context)

    async with server_that(count) as target, data_api_client(DataApiEndpoint(target)) as client:
        source = build_report_source(client, ReportSourcePolicy(), CollectorRegistry(), clock, sleep=no_wait)
        for _ in range(3600 // 5):
            with pytest.raises(SourceUnavailable):
                await source.run(DEMO, [SESSIONS])
            with pytest.raises(SourceUnavailable):
                await source.profile(DEMO)
            clock.advance(timedelta(seconds=5))
    assert 3 <= calls <= 7


async def test_a_used_up_quota_is_not_asked_for_twice() -> None:
    calls = 0
    refuse = failing(grpc.StatusCode.RESOURCE_EXHAUSTED, "These quota tokens will return in under an hour.")

    async def count(request: Any, context: aio.ServicerContext[Any, Any]) -> None:
        nonlocal calls
        calls += 1
        await refuse(request, context)

    async with server_that(count) as target, data_api_client(DataApiEndpoint(target)) as client:
        source = build_report_source(client, ReportSourcePolicy(), CollectorRegistry(), SystemClock())
        for _ in range(3):
            with pytest.raises(SourceExhausted, match="hourly quota"):
                await source.run(DEMO, [SESSIONS])
    assert calls == 1
