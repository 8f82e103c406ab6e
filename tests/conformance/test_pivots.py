"""What is refused of reports with pivots, and what goes into a batch; the figures are in `test_against_events.py`."""

from __future__ import annotations

from typing import Any

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import BatchRunPivotReportsRequest, RunPivotReportRequest
from google.api_core.exceptions import InvalidArgument

pytestmark = pytest.mark.drives("RunPivotReport")
PROPERTY = "properties/123456789"
WEEK = {"start_date": "2026-11-10", "end_date": "2026-11-16"}
COUNTRIES = {"field_names": ["country"], "limit": 3}
BROWSERS = {"field_names": ["browser"], "limit": 2}


def request(*pivots: Any, dimensions: str = "country browser", **more: Any) -> RunPivotReportRequest:
    return RunPivotReportRequest(
        **{
            "property": PROPERTY,
            "dimensions": [{"name": name} for name in dimensions.split()],
            "metrics": [{"name": "sessions"}],
            "date_ranges": [WEEK],
            "pivots": pivots,
            **more,
        }
    )


def filtered(field: str) -> dict[str, Any]:
    return {"filter": {"field_name": field, "string_filter": {"value": "x"}}}


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (request(), "at least one pivot"),
        (request(COUNTRIES, BROWSERS, metrics=[]), "at least one metric"),
        (request({"field_names": ["country"]}, BROWSERS), "^400 limit must be positive. The API received limit = 0$"),
        (request({**COUNTRIES, "limit": -1}, BROWSERS), "^400 limit must be positive. The API received limit = -1$"),
        (request({**COUNTRIES, "offset": -1}, BROWSERS), "^400 offset must be positive. The API received offset = -1$"),
        (request({**COUNTRIES, "limit": 1000}, {**BROWSERS, "limit": 251}), "must not exceed 250000.*251000$"),
        (request({"field_names": ["city"], "limit": 1}), "^400 Field city exists in Pivots"),
        (request(COUNTRIES, {"field_names": ["browser", "country"], "limit": 1}), "more than one pivot: country"),
        (request(COUNTRIES), "^400 Dimension browser is not used"),
        (request(COUNTRIES, BROWSERS, dimension_filter=filtered("city")), "^400 Field city exists in a filter"),
        (
            request(COUNTRIES, BROWSERS, metric_filter=filtered("eventCount")),
            "^400 Field eventCount exists in a filter",
        ),
        (
            request({**COUNTRIES, "order_bys": [{"dimension": {"dimension_name": "browser"}}]}, BROWSERS),
            "^400 Field browser exists in OrderBy",
        ),
        (
            request({**COUNTRIES, "order_bys": [{"pivot": {"metric_name": "eventCount"}}]}, BROWSERS),
            "^400 Field eventCount exists in OrderBy",
        ),
        (request(COUNTRIES, BROWSERS, date_ranges=[]), "^400 A dateRange is required.$"),
        (
            request(
                {"field_names": ["itemName"], "limit": 1},
                dimensions="itemName eventName",
                dimension_filter=filtered("eventName"),
                metrics=[{"name": "eventCount"}],
            ),
            "^400 Please remove",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_pivots_cannot_be_is_refused(
    ga4_client: BetaAnalyticsDataAsyncClient, refused: RunPivotReportRequest, words: str
) -> None:
    with pytest.raises(InvalidArgument, match=words):
        await ga4_client.run_pivot_report(refused)


async def test_a_dimension_may_serve_a_filter_alone_and_is_not_shown(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    mobile = {"filter": {"field_name": "deviceCategory", "string_filter": {"value": "mobile"}}}
    response = await ga4_client.run_pivot_report(
        request(COUNTRIES, dimensions="deviceCategory country", dimension_filter=mobile)
    )
    everything = await ga4_client.run_pivot_report(request(COUNTRIES, dimensions="country"))
    assert [header.name for header in response.dimension_headers] == ["country"]
    assert 0 < int(response.rows[0].metric_values[0].value) < int(everything.rows[0].metric_values[0].value)


async def test_comparisons_show_where_a_pivot_has_them_and_else_count_together(
    ga4_client: BetaAnalyticsDataAsyncClient,
) -> None:
    comparisons = [
        {"name": name, "dimension_filter": {"filter": {"field_name": "country", "string_filter": {"value": name}}}}
        for name in ("India", "Germany")
    ]
    apart = await ga4_client.run_pivot_report(
        request({"field_names": ["comparison"], "limit": 5}, dimensions="comparison", comparisons=comparisons)
    )
    together = await ga4_client.run_pivot_report(
        request({"field_names": ["deviceCategory"], "limit": 9}, dimensions="deviceCategory", comparisons=comparisons)
    )
    assert {row.dimension_values[0].value for row in apart.rows} == {"India", "Germany"}
    sums = [sum(int(row.metric_values[0].value) for row in report.rows) for report in (apart, together)]
    assert sums[0] == sums[1]


def where(**values: str) -> dict[str, Any]:
    exact = [{"filter": {"field_name": name, "string_filter": {"value": value}}} for name, value in values.items()]
    return {"and_group": {"expressions": exact}}


async def test_a_filter_on_the_range_counts_where_the_range_is_not_shown(
    ga4_client: BetaAnalyticsDataAsyncClient,
) -> None:
    two = [WEEK, {"start_date": "2026-10-06", "end_date": "2026-10-12"}]

    async def sessions(device: str, ranges: list[Any], wanted: dict[str, Any]) -> int:
        pivot = {"field_names": ["deviceCategory"], "limit": 9, "metric_aggregations": ["TOTAL"]}
        report = await ga4_client.run_pivot_report(
            request(pivot, dimensions="deviceCategory", date_ranges=ranges, dimension_filter=wanted)
        )
        rows = {row.dimension_values[0].value: int(row.metric_values[0].value) for row in report.rows}
        assert [int(row.metric_values[0].value) for row in report.aggregates] == list(rows.values())
        return rows[device]

    alone = {device: [await sessions(device, [one], {}) for one in two] for device in ("mobile", "desktop")}
    assert await sessions("mobile", two, where(dateRange="date_range_1")) == alone["mobile"][1]
    assert await sessions("mobile", two, {"not_expression": where(dateRange="date_range_1")}) == alone["mobile"][0]
    either = [
        where(dateRange="date_range_0", deviceCategory="mobile"),
        where(dateRange="date_range_1", deviceCategory="desktop"),
    ]
    apart = {"or_group": {"expressions": either}}
    assert await sessions("mobile", two, apart) == alone["mobile"][0]
    assert await sessions("desktop", two, apart) == alone["desktop"][1]


async def test_a_field_that_the_shop_does_not_have_is_not_set(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    response = await ga4_client.run_pivot_report(
        request({"field_names": ["character"], "limit": 9}, COUNTRIES, dimensions="character country")
    )
    assert response.pivot_headers[0].row_count == 1
    assert {row.dimension_values[0].value for row in response.rows} == {"(not set)"}
    assert len(response.rows) == 3


@pytest.mark.drives("BatchRunPivotReports")
async def test_a_batch_answers_each_report(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    one, other = request(COUNTRIES, BROWSERS), request(COUNTRIES, dimensions="country", property="")
    batch = await ga4_client.batch_run_pivot_reports(
        BatchRunPivotReportsRequest(property=PROPERTY, requests=[one, other])
    )
    assert batch.kind == "analyticsData#batchRunPivotReports"
    other.property = PROPERTY
    assert list(batch.pivot_reports) == [await ga4_client.run_pivot_report(report) for report in (one, other)]


@pytest.mark.drives("BatchRunPivotReports")
@pytest.mark.parametrize(
    ("reports", "words"),
    [
        ([], "^400 The batchRunPivotReportsRequest must contain at least one runPivotReportRequest.$"),
        ([request(COUNTRIES, BROWSERS)] * 6, "^400 Batch requests are limited to 5 requests.\n  This batch request"),
        ([request(COUNTRIES, BROWSERS), request()], "at least one pivot"),
        ([request(COUNTRIES, BROWSERS, property="properties/200000001")], "must match the batch's property"),
    ],
)
async def test_a_batch_is_refused_whole(
    ga4_client: BetaAnalyticsDataAsyncClient, reports: list[RunPivotReportRequest], words: str
) -> None:
    with pytest.raises(InvalidArgument, match=words):
        await ga4_client.batch_run_pivot_reports(BatchRunPivotReportsRequest(property=PROPERTY, requests=reports))
