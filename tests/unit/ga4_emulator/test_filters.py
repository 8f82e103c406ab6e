"""Filters, seen one by one; `tests/conformance/test_against_events.py` has them in every combination."""

from __future__ import annotations

from typing import Any

import pytest
from google.analytics.data_v1beta.types import (
    DateRange,
    Dimension,
    Filter,
    FilterExpression,
    Metric,
    NumericValue,
    RunReportRequest,
)

from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.running import reporting_over
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.shops import Shops
from services.serving.clock import Clock
from tests.conformance.naive import Match, Operation

DIMENSIONS = ("deviceCategory", "country", "hour")
METRICS = ("screenPageViews", "eventCount")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def reporting(ga4_shops: Shops, ga4_clock: Clock) -> Reporting:
    return reporting_over(ga4_shops, ga4_clock, Settings())


def rows(reporting: Reporting, **more: Any) -> list[Row]:
    response = reporting.run_report(
        RunReportRequest(
            property="properties/123456789",
            dimensions=[Dimension(name=name) for name in DIMENSIONS],
            metrics=[Metric(name=name) for name in METRICS],
            date_ranges=[DateRange(start_date="2026-11-18", end_date="2026-11-18")],
            keep_empty_rows=True,
            **more,
        )
    )
    return [
        dict(zip(DIMENSIONS, [value.value for value in row.dimension_values], strict=True))
        | dict(zip(METRICS, [int(value.value) for value in row.metric_values], strict=True))
        for row in response.rows
    ]


@pytest.fixture(scope="module")
def everything(reporting: Reporting) -> list[Row]:
    return rows(reporting)


@pytest.mark.parametrize("match", list(Match)[1:])
def test_case_matters_only_where_asked(reporting: Reporting, everything: list[Row], match: Any) -> None:
    found = {}
    for case_sensitive in (False, True):
        asked = Filter.StringFilter(match_type=match, value="DESKTOP", case_sensitive=case_sensitive)
        where = FilterExpression(filter=Filter(field_name="deviceCategory", string_filter=asked))
        found[case_sensitive] = rows(reporting, dimension_filter=where)
    assert found[True] == []
    assert found[False] == [row for row in everything if row["deviceCategory"] == "desktop"]


def test_a_filter_may_name_what_the_report_does_not_show(reporting: Reporting, everything: list[Row]) -> None:
    searched = Filter(field_name="sessionMedium", string_filter=Filter.StringFilter(value="organic"))
    few = Filter(
        field_name="activeUsers",
        numeric_filter=Filter.NumericFilter(operation=Operation.GREATER_THAN, value=NumericValue(int64_value=2)),
    )
    found = rows(
        reporting, dimension_filter=FilterExpression(filter=searched), metric_filter=FilterExpression(filter=few)
    )
    assert 0 < len(found) < len(everything)


def test_an_empty_filter_finds_what_is_not_set(reporting: Reporting, everything: list[Row]) -> None:
    empty = FilterExpression(filter=Filter(field_name="customEvent:plan_tier", empty_filter=Filter.EmptyFilter()))
    without = rows(reporting, dimension_filter=empty)
    with_one = rows(reporting, dimension_filter=FilterExpression(not_expression=empty))
    assert sum(row["eventCount"] for row in [*without, *with_one]) == sum(row["eventCount"] for row in everything)
    assert with_one
