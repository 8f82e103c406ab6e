"""Sampled, thresholded and condensed reports, ordered from a running emulator."""

from __future__ import annotations

from typing import Any

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import (
    DateRange,
    Dimension,
    Metric,
    MetricAggregation,
    Pivot,
    RunPivotReportRequest,
    RunRealtimeReportRequest,
    RunReportRequest,
    RunReportResponse,
)

from sandbox.ga4_emulator.running import Emulator

pytestmark = pytest.mark.drives("RunReport", "RunPivotReport", "RunRealtimeReport")
PROPERTY = "123456789"
OTHER = "200000001"
OTHER_ROW = "(other)"
QUARTER = DateRange(start_date="90daysAgo", end_date="yesterday")


def asking(dimensions: str, metrics: str, **more: Any) -> RunReportRequest:
    said: dict[str, Any] = {"property": f"properties/{PROPERTY}", "date_ranges": [QUARTER], **more}
    return RunReportRequest(
        dimensions=[Dimension(name=name) for name in dimensions.split()],
        metrics=[Metric(name=name) for name in metrics.split()],
        **said,
    )


def by_value(report: RunReportResponse) -> dict[str, tuple[float, ...]]:
    """Each row's numbers, by its first dimension."""
    return {
        row.dimension_values[0].value: tuple(float(number.value) for number in row.metric_values) for row in report.rows
    }


async def test_a_sampled_report_says_how_much_was_read_and_is_about_right(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    request = asking("deviceCategory", "eventCount activeUsers sessions totalRevenue engagementRate")
    request.date_ranges.append(DateRange(start_date="180daysAgo", end_date="91daysAgo"))
    events = asking("", "eventCount", date_ranges=request.date_ranges)
    exact, counted = [await ga4_client.run_report(one) for one in (request, events)]
    assert not exact.metadata.sampling_metadatas
    ga4.faults.order(PROPERTY, sampled_share=0.25)
    sampled = await ga4_client.run_report(request)
    assert sampled == await ga4_client.run_report(request)
    whole = {row.dimension_values[0].value: int(row.metric_values[0].value) for row in counted.rows}
    spaces = [one.sampling_space_size for one in sampled.metadata.sampling_metadatas]
    assert spaces == [whole["date_range_0"], whole["date_range_1"]]
    for one in sampled.metadata.sampling_metadatas:
        assert 0.2 < one.samples_read_count / one.sampling_space_size < 0.3
    assert sampled.rows != exact.rows
    largest, about = exact.rows[0], sampled.rows[0]
    assert largest.dimension_values == about.dimension_values
    for number, near in zip(largest.metric_values, about.metric_values, strict=True):
        assert float(near.value) == pytest.approx(float(number.value), rel=0.15)
    others = await ga4_client.run_report(asking("", "sessions", property=f"properties/{OTHER}"))
    assert not others.metadata.sampling_metadatas


async def test_a_thresholded_report_withholds_rows_about_few_people(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    whole = by_value(await ga4_client.run_report(asking("city", "sessions totalUsers")))
    ga4.faults.order(PROPERTY, least_users=500)
    request = asking("city", "sessions", metric_aggregations=[MetricAggregation.TOTAL])
    report = await ga4_client.run_report(request)
    assert report.metadata.subject_to_thresholding
    assert by_value(report) == {city: (sessions,) for city, (sessions, users) in whole.items() if users >= 500}
    assert report.row_count == len(report.rows) < len(whole)
    assert [header.name for header in report.metric_headers] == ["sessions"]
    assert len(report.totals[0].metric_values) == 1
    ga4.faults.reset()
    assert not (await ga4_client.run_report(request)).metadata.subject_to_thresholding


async def test_a_realtime_report_withholds_rows_too(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    request = RunRealtimeReportRequest(
        property=f"properties/{PROPERTY}", dimensions=[Dimension(name="country")], metrics=[Metric(name="eventCount")]
    )
    assert (await ga4_client.run_realtime_report(request)).row_count > 0
    ga4.faults.order(PROPERTY, least_users=100_000, sampled_share=0.5, most_values=1)
    assert (await ga4_client.run_realtime_report(request)).row_count == 0


async def test_rare_values_come_together_in_the_other_row(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    request = asking("pagePath", "screenPageViews totalUsers", metric_aggregations=[MetricAggregation.TOTAL])
    exact = await ga4_client.run_report(request)
    whole = by_value(exact)
    ga4.faults.order(PROPERTY, most_values=10)
    report = await ga4_client.run_report(request)
    shown = by_value(report)
    assert report.metadata.data_loss_from_other_row
    assert len(shown) == report.row_count == 11
    other = shown.pop(OTHER_ROW)
    assert shown.items() <= whole.items()
    left = [numbers for path, numbers in whole.items() if path not in shown]
    assert max(users for _, users in left) <= min(users for _, users in shown.values())
    assert other[0] == sum(views for views, _ in left)
    assert max(users for _, users in left) <= other[1] <= sum(users for _, users in left)
    assert report.totals == exact.totals


async def test_what_fits_is_not_condensed_and_days_never_are(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    ga4.faults.order(PROPERTY, most_values=10)
    for dimensions in ("deviceCategory", "date"):
        report = await ga4_client.run_report(asking(dimensions, "sessions"))
        assert not report.metadata.data_loss_from_other_row
        assert OTHER_ROW not in by_value(report)
    both = await ga4_client.run_report(asking("date country", "sessions", limit=100_000))
    assert both.metadata.data_loss_from_other_row
    assert len({row.dimension_values[0].value for row in both.rows}) == 90
    assert len({row.dimension_values[1].value for row in both.rows}) == 11


async def test_pivots_are_treated_as_rows_are(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    request = RunPivotReportRequest(
        property=f"properties/{PROPERTY}",
        dimensions=[Dimension(name="country"), Dimension(name="deviceCategory")],
        metrics=[Metric(name="sessions")],
        date_ranges=[QUARTER],
        pivots=[Pivot(field_names=["country"], limit=100), Pivot(field_names=["deviceCategory"], limit=5)],
    )
    ga4.faults.order(PROPERTY, most_values=4, least_users=2, sampled_share=0.5)
    report = await ga4_client.run_pivot_report(request)
    countries = [header.dimension_values[0].value for header in report.pivot_headers[0].pivot_dimension_headers]
    assert len(countries) == 5
    assert OTHER_ROW in countries
    assert report.metadata.data_loss_from_other_row
    assert report.metadata.subject_to_thresholding
    assert len(report.metadata.sampling_metadatas) == 1


async def test_data_loss_can_be_said_without_any(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    request = asking("country", "sessions")
    exact = await ga4_client.run_report(request)
    ga4.faults.order(PROPERTY, data_loss=True)
    report = await ga4_client.run_report(request)
    assert report.metadata.data_loss_from_other_row
    assert report.rows == exact.rows
