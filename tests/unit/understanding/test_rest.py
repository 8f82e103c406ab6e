"""The REST form is what GA4's own messages read."""

from __future__ import annotations

import importlib
import warnings
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from google.protobuf import json_format

from services.orchestrator.understanding.plan import (
    AllOf,
    AnyOf,
    Comparison,
    DateRange,
    ListFilter,
    Match,
    Method,
    MinuteRange,
    Not,
    NumberFilter,
    Order,
    OrderKind,
    ReportRequest,
    TextFilter,
)
from services.orchestrator.understanding.rest import to_rest

REPORT = ReportRequest(
    Method.RUN_REPORT,
    metrics=("activeUsers", "sessions"),
    dimensions=("date", "country"),
    date_ranges=(DateRange(date(2026, 11, 15), date(2026, 11, 21)),),
    dimension_filter=AllOf(
        (
            Not(TextFilter("pagePath", "/blog", Match.BEGINS_WITH)),
            AnyOf((ListFilter("country", ("Germany", "France")), TextFilter("city", "Rome", case_sensitive=True))),
        )
    ),
    metric_filter=NumberFilter("sessions", Comparison.GREATER_THAN, 10),
    order_by=(Order("date", OrderKind.ALPHANUMERIC), Order("sessions", OrderKind.METRIC, descending=True)),
    limit=5,
)
REALTIME = ReportRequest(Method.RUN_REALTIME_REPORT, metrics=("activeUsers",), minute_ranges=(MinuteRange(29, 0),))


@pytest.fixture(scope="module")
def messages() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        return importlib.import_module("google.analytics.data_v1beta.types")


def test_ga4_reads_a_report_request_whole(messages: Any) -> None:
    read = json_format.ParseDict(to_rest(REPORT), messages.RunReportRequest.pb(messages.RunReportRequest()))
    assert [metric.name for metric in read.metrics] == ["activeUsers", "sessions"]
    assert [dimension.name for dimension in read.dimensions] == ["date", "country"]
    assert [(days.start_date, days.end_date) for days in read.date_ranges] == [("2026-11-15", "2026-11-21")]
    blog, places = read.dimension_filter.and_group.expressions
    assert blog.not_expression.filter.string_filter.value == "/blog"
    assert [len(place.filter.in_list_filter.values) for place in places.or_group.expressions] == [2, 0]
    assert read.metric_filter.filter.numeric_filter.value.int64_value == 10
    assert [order.desc for order in read.order_bys] == [False, True]
    assert read.limit == 5


def test_ga4_reads_a_realtime_request_whole(messages: Any) -> None:
    kind = messages.RunRealtimeReportRequest
    read = json_format.ParseDict(to_rest(REALTIME), kind.pb(kind()))
    assert [(minutes.start_minutes_ago, minutes.end_minutes_ago) for minutes in read.minute_ranges] == [(29, 0)]
    assert read.limit == 10_000


@pytest.mark.parametrize("request_", [REPORT, REALTIME])
def test_defaults_are_written_out_and_totals_are_always_asked_for(request_: ReportRequest) -> None:
    rest = to_rest(replace(request_, limit=None, order_by=()))
    assert rest["limit"] == "10000"
    assert rest["orderBys"] == []
    assert rest["metricAggregations"] == ["TOTAL"]
    assert "property" not in rest


@pytest.mark.parametrize(("number", "written"), [(100, {"int64Value": "100"}), (0.5, {"doubleValue": 0.5})])
def test_whole_numbers_are_sent_as_integers(number: float, written: dict[str, object]) -> None:
    rest = to_rest(replace(REPORT, metric_filter=NumberFilter("sessions", Comparison.EQUAL, number)))
    assert rest["metricFilter"]["filter"]["numericFilter"]["value"] == written
