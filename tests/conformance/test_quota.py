"""Quotas that count down, run out and refill."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import (
    BatchRunReportsRequest,
    DateRange,
    Dimension,
    GetMetadataRequest,
    Metric,
    PropertyQuota,
    RunRealtimeReportRequest,
    RunReportRequest,
)
from google.api_core.exceptions import (
    GoogleAPICallError,
    InternalServerError,
    InvalidArgument,
    PermissionDenied,
    ResourceExhausted,
)

from sandbox.ga4_emulator.quota.limits import Bucket, Category
from sandbox.ga4_emulator.running import Emulator, running_emulator
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.shops import Shops
from services.serving.clock import Clock
from tests.conformance.wire import Wire
from tests.fakes.clock import NOW

pytestmark = pytest.mark.drives("RunReport", "GetMetadata", "BatchRunReports")
PROPERTY = "123456789"
OTHER = "200000001"
LARGE = "310000004"
METADATA = GetMetadataRequest(name=f"properties/{PROPERTY}/metadata")
REALTIME = RunRealtimeReportRequest(
    property=f"properties/{PROPERTY}", metrics=[Metric(name="activeUsers")], return_property_quota=True
)
PROJECT_HOUR = (
    "Exhausted property tokens for a project per hour. These quota tokens will return in under an hour."
    " To learn more, see https://developers.google.com/analytics/devguides/reporting/data/v1/quotas"
)
CONCURRENT = "Exhausted concurrent requests quota."
THRESHOLDED = "Exhausted potentially thresholded requests quota. This quota will refresh in under an hour."


def report(dimensions: str = "", property_id: str = PROPERTY) -> RunReportRequest:
    return RunReportRequest(
        property=f"properties/{property_id}",
        dimensions=[Dimension(name=name) for name in dimensions.split()],
        metrics=[Metric(name="sessions")],
        date_ranges=[DateRange(start_date="7daysAgo", end_date="yesterday")],
        return_property_quota=True,
    )


def remaining(quota: PropertyQuota) -> dict[str, int]:
    return {name: getattr(quota, name).remaining for name in PropertyQuota.meta.fields}


async def refusal(client: BetaAnalyticsDataAsyncClient, property_id: str = PROPERTY) -> str:
    with pytest.raises(ResourceExhausted) as refused:
        await client.run_report(report(property_id=property_id))
    return refused.value.message


async def test_a_project_is_refused_when_its_hours_tokens_are_gone_and_let_in_again_in_the_next_hour(
    ga4_clock: Clock, ga4_shops: Shops, wire: Wire
) -> None:
    few = Settings(bind="127.0.0.1:0", metrics_bind="", quota_scale=0.1)
    async with (
        running_emulator(clock=ga4_clock, shops=ga4_shops, settings=few) as ga4,
        wire.client_of(ga4.target) as client,
    ):
        left = 1_400
        while left:
            request = report()
            request.date_ranges = [DateRange(start_date="2015-08-14", end_date="yesterday")] * 4
            hour = (await client.run_report(request)).property_quota.tokens_per_project_per_hour
            assert hour.consumed > 200
            assert hour.remaining == max(left - hour.consumed, 0)
            left = hour.remaining
        assert await refusal(client) == PROJECT_HOUR
        with pytest.raises(ResourceExhausted):
            await client.get_metadata(METADATA)
        assert (await client.run_report(report(property_id=OTHER))).row_count == 1
        assert (await client.run_realtime_report(REALTIME)).row_count == 1
        ga4.clock.set(NOW + timedelta(minutes=59, seconds=59))
        assert await refusal(client) == PROJECT_HOUR
        ga4.clock.set(NOW + timedelta(hours=1))
        assert (await client.run_report(report())).property_quota.tokens_per_project_per_hour.remaining == 1_399


async def test_a_days_tokens_return_at_midnight_in_los_angeles(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    ga4.quota.use_up(Bucket.TOKENS_PER_DAY, PROPERTY, [Category.CORE])
    midnight = NOW + timedelta(hours=15)
    for moment in (NOW, midnight - timedelta(seconds=1)):
        ga4.clock.set(moment)
        assert (await refusal(ga4_client)).startswith("Exhausted property tokens per day. ")
    assert (await ga4_client.run_realtime_report(REALTIME)).property_quota.tokens_per_day.remaining > 0
    ga4.clock.set(midnight)
    await ga4_client.get_metadata(METADATA)


async def test_what_a_request_costs_is_taken_from_all_three_token_quotas(
    ga4_client: BetaAnalyticsDataAsyncClient,
) -> None:
    wide = report("date country city deviceCategory browser operatingSystem language sessionSource sessionMedium")
    wide.metrics = [
        Metric(name=name)
        for name in (
            *("sessions", "activeUsers", "newUsers", "totalUsers", "engagedSessions"),
            *("bounceRate", "engagementRate", "eventCount", "keyEvents", "totalRevenue"),
        )
    ]
    wide.date_ranges = [DateRange(start_date="30daysAgo", end_date="yesterday")]
    wide.limit = 1
    quota = (await ga4_client.run_report(wide)).property_quota
    assert {
        quota.tokens_per_day.consumed,
        quota.tokens_per_hour.consumed,
        quota.tokens_per_project_per_hour.consumed,
    } == {4}
    assert remaining(quota) == {
        "tokens_per_day": 199_996,
        "tokens_per_hour": 39_996,
        "tokens_per_project_per_hour": 13_996,
        "concurrent_requests": 10,
        "server_errors_per_project_per_hour": 10,
        "potentially_thresholded_requests_per_hour": 120,
    }
    assert (await ga4_client.run_realtime_report(REALTIME)).property_quota.tokens_per_hour.consumed == 39


async def test_every_report_of_a_batch_counts(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    requests = [report(), report("userGender"), report("userAgeBracket")]
    batch = await ga4_client.batch_run_reports(
        BatchRunReportsRequest(property=f"properties/{PROPERTY}", requests=requests)
    )
    quotas = [one.property_quota for one in batch.reports]
    assert [quota.tokens_per_hour.remaining for quota in quotas] == [39_999, 39_998, 39_997]
    assert [quota.potentially_thresholded_requests_per_hour.remaining for quota in quotas] == [120, 119, 118]
    assert {quota.concurrent_requests.remaining for quota in quotas} == {10}


async def test_the_hundred_and_twenty_first_request_that_may_be_thresholded_is_refused(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    batch = BatchRunReportsRequest(property=f"properties/{PROPERTY}", requests=[report("userGender")] * 5)
    for _ in range(24):
        last = await ga4_client.batch_run_reports(batch)
    assert last.reports[-1].property_quota.potentially_thresholded_requests_per_hour.remaining == 0
    assert (await refusal(ga4_client)).startswith(THRESHOLDED)
    ga4.clock.set(NOW + timedelta(hours=1))
    await ga4_client.get_metadata(METADATA)


@pytest.mark.parametrize(("property_id", "most"), [(PROPERTY, 10), (LARGE, 50)])
async def test_of_500_callers_at_a_time_as_many_are_let_in_as_the_property_may_have(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient, property_id: str, most: int
) -> None:
    request = GetMetadataRequest(name=f"properties/{property_id}/metadata")
    ga4.faults.order(property_id, frozen=True)
    callers = [asyncio.ensure_future(ga4_client.get_metadata(request)) for _ in range(500)]
    while sum(caller.done() for caller in callers) < 500 - most:
        await asyncio.wait([caller for caller in callers if not caller.done()], return_when="FIRST_COMPLETED")
    refused = [caller.exception() for caller in callers if caller.done()]
    assert {getattr(error, "message", error) for error in refused} == {CONCURRENT}
    ga4.faults.reset(property_id)
    answered = await asyncio.gather(*(caller for caller in callers if not caller.done() or not caller.exception()))
    assert len(answered) == most
    await asyncio.gather(*(ga4_client.get_metadata(request) for _ in range(most)))


async def test_requests_at_a_time_can_be_used_up_by_order_until_they_are_given_back(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    ga4.quota.use_up(Bucket.CONCURRENT_REQUESTS, OTHER)
    ga4.clock.set(NOW + timedelta(hours=1))
    assert await refusal(ga4_client, OTHER) == CONCURRENT
    await ga4_client.get_metadata(METADATA)
    ga4.quota.refill(OTHER)
    await ga4_client.run_report(report(property_id=OTHER))


async def test_after_ten_server_errors_in_an_hour_every_request_is_refused(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    ga4.faults.order(PROPERTY, status="INTERNAL")
    for _ in range(10):
        with pytest.raises(InternalServerError):
            await ga4_client.run_report(report())
    ga4.faults.reset()
    assert (await refusal(ga4_client)).startswith("Exhausted server errors")
    ga4.clock.set(NOW + timedelta(hours=1))
    quota = (await ga4_client.run_report(report())).property_quota
    assert quota.server_errors_per_project_per_hour.remaining == 10


async def test_errors_of_the_caller_are_not_the_servers(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    ga4.faults.order(PROPERTY, status="ABORTED")
    for _ in range(11):
        with pytest.raises(GoogleAPICallError, match="aborted"):
            await ga4_client.run_report(report())
    ga4.faults.reset()
    await ga4_client.run_report(report())


async def test_the_property_is_looked_at_before_its_quota_and_the_quota_before_the_request(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    for bucket in Bucket:
        ga4.quota.use_up(bucket)
    wrong = report("noSuchDimension")
    with pytest.raises(ResourceExhausted):
        await ga4_client.run_report(wrong)
    wrong.property = "properties/999"
    with pytest.raises(PermissionDenied):
        await ga4_client.run_report(wrong)
    ga4.quota.refill()
    wrong.property = f"properties/{PROPERTY}"
    with pytest.raises(InvalidArgument):
        await ga4_client.run_report(wrong)
    quota = (await ga4_client.run_report(report())).property_quota
    assert quota.tokens_per_hour.remaining == 39_999
