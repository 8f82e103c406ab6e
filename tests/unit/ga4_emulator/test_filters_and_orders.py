"""Filters and orders, whatever they are, against a plain reading of all rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from google.analytics.data_v1beta.types import (
    DateRange,
    Dimension,
    Filter,
    FilterExpression,
    FilterExpressionList,
    Metric,
    NumericValue,
    OrderBy,
    RunReportRequest,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.running import reporting_over
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.shops import Shops
from services.serving.clock import Clock

DIMENSIONS = ("deviceCategory", "country", "hour")
METRICS = ("screenPageViews", "eventCount")
Match = Filter.StringFilter.MatchType
Operation = Filter.NumericFilter.Operation
Row = dict[str, Any]

TEXTS: dict[Any, Callable[[str, str], bool]] = {
    Match.EXACT: lambda text, value: text == value,
    Match.BEGINS_WITH: str.startswith,
    Match.ENDS_WITH: str.endswith,
    Match.CONTAINS: lambda text, value: value in text,
    Match.FULL_REGEXP: lambda text, value: re.fullmatch(value, text) is not None,
    Match.PARTIAL_REGEXP: lambda text, value: re.search(value, text) is not None,
}
NUMBERS: dict[Any, Callable[[float, float], bool]] = {
    Operation.EQUAL: lambda number, value: number == value,
    Operation.LESS_THAN: lambda number, value: number < value,
    Operation.LESS_THAN_OR_EQUAL: lambda number, value: number <= value,
    Operation.GREATER_THAN: lambda number, value: number > value,
    Operation.GREATER_THAN_OR_EQUAL: lambda number, value: number >= value,
}

words = st.sampled_from(
    ["mobile", "MOBILE", "desktop", "United States", "united", "an", "A", "Germany", "0", "12", "1"]
)
small = st.integers(0, 60).map(lambda number: NumericValue(int64_value=number))
text_filters = st.builds(
    lambda field, match, value, case: Filter(
        field_name=field, string_filter=Filter.StringFilter(match_type=match, value=value, case_sensitive=case)
    ),
    st.sampled_from(DIMENSIONS),
    st.sampled_from(list(TEXTS)),
    words,
    st.booleans(),
)
list_filters = st.builds(
    lambda field, values, case: Filter(
        field_name=field, in_list_filter=Filter.InListFilter(values=values, case_sensitive=case)
    ),
    st.sampled_from(DIMENSIONS),
    st.lists(words, min_size=1, max_size=3),
    st.booleans(),
)


def number_filters(fields: tuple[str, ...]) -> st.SearchStrategy[Filter]:
    compared = st.builds(
        lambda field, operation, value: Filter(
            field_name=field, numeric_filter=Filter.NumericFilter(operation=operation, value=value)
        ),
        st.sampled_from(fields),
        st.sampled_from(list(NUMBERS)),
        small,
    )
    between = st.builds(
        lambda field, low, high: Filter(
            field_name=field, between_filter=Filter.BetweenFilter(from_value=low, to_value=high)
        ),
        st.sampled_from(fields),
        small,
        small,
    )
    return compared | between


def expressions(leaves: st.SearchStrategy[Filter]) -> st.SearchStrategy[FilterExpression]:
    def combined(inner: st.SearchStrategy[FilterExpression]) -> st.SearchStrategy[FilterExpression]:
        groups = st.lists(inner, min_size=1, max_size=3).map(lambda parts: FilterExpressionList(expressions=parts))
        return (
            groups.map(lambda group: FilterExpression(and_group=group))
            | groups.map(lambda group: FilterExpression(or_group=group))
            | inner.map(lambda part: FilterExpression(not_expression=part))
        )

    return st.recursive(leaves.map(lambda leaf: FilterExpression(filter=leaf)), combined, max_leaves=5)


def holds(expression: FilterExpression, row: Row) -> bool:
    if "and_group" in expression:
        return all(holds(part, row) for part in expression.and_group.expressions)
    if "or_group" in expression:
        return any(holds(part, row) for part in expression.or_group.expressions)
    if "not_expression" in expression:
        return not holds(expression.not_expression, row)
    return leaf_holds(expression.filter, row[expression.filter.field_name])


def leaf_holds(leaf: Filter, value: Any) -> bool:
    if "string_filter" in leaf:
        asked = leaf.string_filter
        fold = str if asked.case_sensitive else str.lower
        return TEXTS[asked.match_type](fold(value), fold(asked.value))
    if "in_list_filter" in leaf:
        fold = str if leaf.in_list_filter.case_sensitive else str.lower
        return fold(value) in {fold(listed) for listed in leaf.in_list_filter.values}
    if "numeric_filter" in leaf:
        return NUMBERS[leaf.numeric_filter.operation](float(value), leaf.numeric_filter.value.int64_value)
    return leaf.between_filter.from_value.int64_value <= float(value) <= leaf.between_filter.to_value.int64_value


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


@settings(max_examples=60, deadline=None)
@given(
    expressions(text_filters | list_filters | number_filters(("hour",))),
    expressions(number_filters(METRICS)),
)
def test_filters_keep_the_rows_that_they_hold_for(
    reporting: Reporting, everything: list[Row], where: FilterExpression, having: FilterExpression
) -> None:
    found = rows(reporting, dimension_filter=where, metric_filter=having)
    assert found == [row for row in everything if holds(where, row) and holds(having, row)]


order_types = OrderBy.DimensionOrderBy.OrderType
KEYS: dict[Any, Callable[[str], Any]] = {
    order_types.ALPHANUMERIC: str,
    order_types.CASE_INSENSITIVE_ALPHANUMERIC: str.lower,
    order_types.NUMERIC: int,
}
metric_orders = st.builds(
    lambda name, desc: OrderBy(metric=OrderBy.MetricOrderBy(metric_name=name), desc=desc),
    st.sampled_from(METRICS),
    st.booleans(),
)
dimension_orders = st.builds(
    lambda name, kind, desc: OrderBy(
        dimension=OrderBy.DimensionOrderBy(
            dimension_name=name, order_type=kind if name == "hour" else order_types.CASE_INSENSITIVE_ALPHANUMERIC
        ),
        desc=desc,
    ),
    st.sampled_from(DIMENSIONS),
    st.sampled_from(list(KEYS)),
    st.booleans(),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(metric_orders | dimension_orders, min_size=1, max_size=3))
def test_rows_come_in_the_order_asked_for(
    reporting: Reporting, everything: list[Row], order_bys: list[OrderBy]
) -> None:
    expected = sorted(everything, key=lambda row: [row[name] for name in DIMENSIONS])
    for order in reversed(order_bys):
        if "metric" in order:
            expected.sort(key=lambda row: row[order.metric.metric_name], reverse=order.desc)
        else:
            key = KEYS[order.dimension.order_type]
            expected.sort(key=lambda row: key(row[order.dimension.dimension_name]), reverse=order.desc)
    assert rows(reporting, order_bys=order_bys) == expected


@pytest.mark.parametrize("match", list(TEXTS))
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
