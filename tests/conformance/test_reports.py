"""Reports over days and minutes, and what names there are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient, BetaAnalyticsDataClient
from google.analytics.data_v1beta.services.beta_analytics_data.transports import BetaAnalyticsDataGrpcTransport
from google.analytics.data_v1beta.types import (
    BatchRunReportsRequest,
    DateRange,
    Dimension,
    GetMetadataRequest,
    Metric,
    MetricType,
    MinuteRange,
    RunRealtimeReportRequest,
    RunReportRequest,
    RunReportResponse,
)

from sandbox.ga4_emulator.running import Emulator, running_emulator
from sandbox.ga4_emulator.settings import Settings
from tests.conformance.wire import Wire
from tests.fakes.clock import NOW, FakeClock

pytestmark = pytest.mark.drives("RunReport")
PROPERTY = "properties/123456789"
YOUNG_SHOP = Settings(bind="127.0.0.1:0", metrics_bind="", history_days=30)


def report_request(
    dimensions: str, metrics: str, start: str = "7daysAgo", end: str = "yesterday", **more: Any
) -> RunReportRequest:
    return RunReportRequest(
        property=PROPERTY,
        dimensions=[Dimension(name=name) for name in dimensions.split()],
        metrics=[Metric(name=name) for name in metrics.split()],
        date_ranges=[DateRange(start_date=start, end_date=end)],
        **more,
    )


def values(report: RunReportResponse) -> dict[str, int]:
    return {row.dimension_values[0].value: int(row.metric_values[0].value) for row in report.rows}


@pytest.fixture
async def young_client(wire: Wire) -> AsyncIterator[tuple[BetaAnalyticsDataAsyncClient, FakeClock]]:
    """A client of an emulator of its own, whose clock may be moved."""
    clock = FakeClock(NOW)
    async with (
        running_emulator(clock=clock, settings=YOUNG_SHOP) as emulator,
        wire.client_of(emulator.target) as client,
    ):
        yield client, clock


async def test_a_report_has_ga4s_shape(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    report = await ga4_client.run_report(
        report_request(
            "country", "sessions totalRevenue bounceRate keyEvents averageSessionDuration", return_property_quota=True
        )
    )
    assert report.kind == "analyticsData#runReport"
    assert [header.name for header in report.dimension_headers] == ["country"]
    assert [header.type_ for header in report.metric_headers] == [
        MetricType.TYPE_INTEGER,
        MetricType.TYPE_CURRENCY,
        MetricType.TYPE_FLOAT,
        MetricType.TYPE_FLOAT,
        MetricType.TYPE_SECONDS,
    ]
    assert report.rows[0].dimension_values[0].value == "United States"
    assert (report.metadata.currency_code, report.metadata.time_zone) == ("USD", "America/New_York")
    assert report.property_quota.tokens_per_hour.consumed == 1
    assert report.property_quota.tokens_per_hour.remaining == 39_999
    assert ga4.requests.count("RunReport") == ga4.requests.total() == 1


async def test_the_currency_asked_for_comes_back(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    report = await ga4_client.run_report(report_request("", "sessions", currency_code="EUR"))
    assert report.metadata.currency_code == "EUR"


async def test_quota_counts_down(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    year = report_request("", "sessions", start="365daysAgo", return_property_quota=True)
    first, second = [(await ga4_client.run_report(year)).property_quota.tokens_per_day for _ in range(2)]
    assert first.consumed > 1
    assert second.remaining == first.remaining - second.consumed


@pytest.mark.drives("BatchRunReports")
async def test_a_batch_is_its_reports(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    requests = [report_request("country", "sessions"), report_request("date", "activeUsers")]
    batch = await ga4_client.batch_run_reports(BatchRunReportsRequest(property=PROPERTY, requests=requests))
    assert batch.kind == "analyticsData#batchRunReports"
    assert list(batch.reports) == [await ga4_client.run_report(request) for request in requests]
    assert ga4.requests.count("BatchRunReports") == 1


@pytest.mark.drives("RunRealtimeReport")
async def test_realtime_shows_the_last_half_hour_minute_by_minute(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    by_minute = await ga4_client.run_realtime_report(
        RunRealtimeReportRequest(
            property=PROPERTY, dimensions=[Dimension(name="minutesAgo")], metrics=[Metric(name="eventCount")]
        )
    )
    whole = await ga4_client.run_realtime_report(
        RunRealtimeReportRequest(property=PROPERTY, metrics=[Metric(name="eventCount")])
    )
    assert by_minute.kind == "analyticsData#runRealtimeReport"
    counts = values(by_minute)
    assert counts.keys() <= {f"{minute:02}" for minute in range(30)}
    assert sum(counts.values()) == int(whole.rows[0].metric_values[0].value) > 0


@pytest.mark.drives("RunRealtimeReport")
async def test_two_minute_ranges_split_the_half_hour(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    halves = await ga4_client.run_realtime_report(
        RunRealtimeReportRequest(
            property=PROPERTY,
            metrics=[Metric(name="eventCount")],
            minute_ranges=[
                MinuteRange(name="now", start_minutes_ago=14, end_minutes_ago=0),
                MinuteRange(name="before", start_minutes_ago=29, end_minutes_ago=15),
            ],
        )
    )
    whole = await ga4_client.run_realtime_report(
        RunRealtimeReportRequest(property=PROPERTY, metrics=[Metric(name="eventCount")])
    )
    counts = values(halves)
    assert counts.keys() == {"now", "before"}
    assert sum(counts.values()) == int(whole.rows[0].metric_values[0].value)


@pytest.mark.drives("GetMetadata")
async def test_metadata_lists_the_whole_catalogue(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    metadata = await ga4_client.get_metadata(GetMetadataRequest(name=f"{PROPERTY}/metadata"))
    assert metadata.name == f"{PROPERTY}/metadata"
    dimensions = {dimension.api_name: dimension for dimension in metadata.dimensions}
    metrics = {metric.api_name: metric for metric in metadata.metrics}
    assert (len(dimensions), len(metrics)) == (378, 98)
    assert dimensions["sessionDefaultChannelGroup"].category == "Traffic Source"
    assert dimensions["customEvent:plan_tier"].custom_definition
    assert metrics["keyEvents"].type_ == MetricType.TYPE_FLOAT
    assert list(metrics["keyEvents"].deprecated_api_names) == ["conversions"]
    assert "keyEvents:purchase" in metrics


async def test_the_synchronous_client_is_answered_too(ga4: Emulator, wire: Wire) -> None:
    def ask() -> RunReportResponse:
        with wire.blocking_channel(ga4.target) as channel:
            client = BetaAnalyticsDataClient(transport=BetaAnalyticsDataGrpcTransport(channel=channel))
            return client.run_report(report_request("country", "sessions"))

    assert (await asyncio.to_thread(ask)).row_count > 20


async def test_relative_days_are_days_of_the_propertys_zone(
    young_client: tuple[BetaAnalyticsDataAsyncClient, FakeClock],
) -> None:
    client, clock = young_client
    clock.move_to(datetime(2026, 11, 24, 3, tzinfo=UTC))
    for start, end, first, last in (
        ("yesterday", "yesterday", "2026-11-22", "2026-11-22"),
        ("today", "today", "2026-11-23", "2026-11-23"),
        ("7daysAgo", "1daysAgo", "2026-11-16", "2026-11-22"),
    ):
        relative = await client.run_report(report_request("date", "sessions", start, end))
        absolute = await client.run_report(report_request("date", "sessions", first, last))
        assert relative.rows == absolute.rows
        assert len(relative.rows) > 0


async def test_today_grows_and_a_day_that_has_settled_stays(
    young_client: tuple[BetaAnalyticsDataAsyncClient, FakeClock],
) -> None:
    client, clock = young_client
    day = report_request("eventName", "eventCount", "2026-11-24", "2026-11-24")
    seen = []
    for hours in (0, 5, 13, 60, 61, 72, 200):
        clock.move_to(NOW + timedelta(hours=hours))
        seen.append(values(await client.run_report(day)))
    noon, evening, over, settled, *later = seen
    assert 0 < noon["page_view"] < evening["page_view"] < over["page_view"] < settled["page_view"]
    assert all(counts == settled for counts in later)


async def test_midnight_brings_a_new_day_without_a_restart(
    young_client: tuple[BetaAnalyticsDataAsyncClient, FakeClock],
) -> None:
    client, clock = young_client
    clock.move_to(NOW + timedelta(days=3))
    days = values(await client.run_report(report_request("date", "sessions", "3daysAgo", "today")))
    assert days.keys() == {"20261124", "20261125", "20261126", "20261127"}


async def test_a_day_is_the_same_whatever_day_it_is_today(
    young_client: tuple[BetaAnalyticsDataAsyncClient, FakeClock], ga4_client: BetaAnalyticsDataAsyncClient, wire: Wire
) -> None:
    client, _ = young_client
    async with (
        running_emulator(clock=FakeClock(NOW + timedelta(days=11)), settings=YOUNG_SHOP) as later,
        wire.client_of(later.target) as later_client,
    ):
        for dimensions, metrics in (
            ("date country", "sessions activeUsers newUsers totalRevenue"),
            ("pagePath eventName", "eventCount totalUsers"),
            ("itemName", "itemRevenue itemsViewed"),
        ):
            request = report_request(dimensions, metrics, "2026-11-10", "2026-11-19")
            rows = (await client.run_report(request)).rows
            assert rows == (await later_client.run_report(request)).rows
            assert rows == (await ga4_client.run_report(request)).rows


async def test_properties_of_the_range_hold_the_same_shop(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    request = report_request("country", "sessions")
    demo = await ga4_client.run_report(request)
    request.property = "properties/200000999"
    assert (await ga4_client.run_report(request)).rows == demo.rows
