"""Strategies for requests of every kind that `naive` can read."""

from __future__ import annotations

from typing import Any

from google.analytics.data_v1beta.types import (
    Comparison,
    DateRange,
    Dimension,
    Filter,
    FilterExpression,
    FilterExpressionList,
    Metric,
    NumericValue,
    OrderBy,
    Pivot,
    RunPivotReportRequest,
    RunReportRequest,
)
from hypothesis import strategies as st

from tests.conformance.naive import DIMENSIONS, METRICS, Match, Operation, OrderType

PROPERTY = "properties/123456789"
FIRST, LAST = 16, 18
"""The days of November 2026 that requests are about."""
PLAIN = [name for name in METRICS if name.isalpha()]
EXPRESSIONS = [name for name in METRICS if not name.isalpha()]

WORDS = [
    "mobile",
    "MOBILE",
    "United States",
    "united",
    "an",
    "A",
    "",
    "(not set)",
    "date_range_1",
    "/docs",
    "page_view",
    "1",
    "12",
    "S",
]
PATTERNS = ["mobile", "^un", "a.*e$", "[0-9]+", "page_view|scroll", "(?:A|B)", "o{1,2}", r"\d\d"]
words = st.sampled_from(WORDS)
numbers = st.integers(0, 60).map(lambda number: NumericValue(int64_value=number)) | st.sampled_from(
    [0.05, 1.5, 7.25, 1000.5]
).map(lambda number: NumericValue(double_value=number))


def text_filters(fields: list[str]) -> st.SearchStrategy[Filter]:
    plain, regular = list(Match)[1:5], list(Match)[5:]
    return st.builds(
        lambda field, asked: Filter(field_name=field, string_filter=asked),
        st.sampled_from(fields),
        st.builds(
            lambda match, value, case: Filter.StringFilter(match_type=match, value=value, case_sensitive=case),
            st.sampled_from(plain),
            words,
            st.booleans(),
        )
        | st.builds(
            lambda match, value: Filter.StringFilter(match_type=match, value=value, case_sensitive=True),
            st.sampled_from(regular),
            st.sampled_from(PATTERNS),
        ),
    )


def list_filters(fields: list[str]) -> st.SearchStrategy[Filter]:
    return st.builds(
        lambda field, values, case: Filter(
            field_name=field, in_list_filter=Filter.InListFilter(values=values, case_sensitive=case)
        ),
        st.sampled_from(fields),
        st.lists(words, min_size=1, max_size=3),
        st.booleans(),
    )


def empty_filters(fields: list[str]) -> st.SearchStrategy[Filter]:
    return st.sampled_from(fields).map(lambda field: Filter(field_name=field, empty_filter=Filter.EmptyFilter()))


def number_filters(fields: list[str]) -> st.SearchStrategy[Filter]:
    compared = st.builds(
        lambda field, operation, value: Filter(
            field_name=field, numeric_filter=Filter.NumericFilter(operation=operation, value=value)
        ),
        st.sampled_from(fields),
        st.sampled_from(list(Operation)[1:]),
        numbers,
    )
    between = st.builds(
        lambda field, low, high: Filter(
            field_name=field, between_filter=Filter.BetweenFilter(from_value=low, to_value=high)
        ),
        st.sampled_from(fields),
        numbers,
        numbers,
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


def dimension_filters(fields: list[str]) -> st.SearchStrategy[FilterExpression]:
    return expressions(text_filters(fields) | list_filters(fields) | empty_filters(fields) | number_filters(fields))


def metric_filters(fields: list[str]) -> st.SearchStrategy[FilterExpression]:
    return expressions(number_filters(fields))


nothing = st.just(FilterExpression())
ranges = st.lists(
    st.tuples(st.integers(FIRST, LAST), st.integers(0, 3)).map(
        lambda days: DateRange(start_date=f"2026-11-{days[0]}", end_date=f"2026-11-{min(days[0] + days[1], LAST)}")
    ),
    min_size=1,
    max_size=4,
).flatmap(
    lambda spans: st.lists(st.booleans(), min_size=len(spans), max_size=len(spans)).map(
        lambda named: [
            DateRange(start_date=span.start_date, end_date=span.end_date, name=f"range {n}" if given else "")
            for n, (span, given) in enumerate(zip(spans, named, strict=True))
        ]
    )
)
comparisons = st.lists(dimension_filters(list(DIMENSIONS)), max_size=2).map(
    lambda filters: [Comparison(name=f"comparison {n}", dimension_filter=one) for n, one in enumerate(filters)]
)


@st.composite
def metrics(draw: Any) -> list[Metric]:
    plain = draw(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=4, unique=True))
    made = draw(st.lists(st.sampled_from(EXPRESSIONS), max_size=2, unique=True))
    asked = [Metric(name=name, invisible=draw(st.integers(0, 4)) == 0) for name in plain[1:]]
    asked += [Metric(name=f"made_{n}", expression=expression) for n, expression in enumerate(made)]
    return [Metric(name=plain[0]), *asked]


def metric_orders(names: list[str]) -> st.SearchStrategy[OrderBy]:
    return st.builds(
        lambda name, desc: OrderBy(metric=OrderBy.MetricOrderBy(metric_name=name), desc=desc),
        st.sampled_from(names),
        st.booleans(),
    )


def dimension_orders(names: list[str]) -> st.SearchStrategy[OrderBy]:
    return st.builds(
        lambda name, kind, desc: OrderBy(
            dimension=OrderBy.DimensionOrderBy(dimension_name=name, order_type=kind), desc=desc
        ),
        st.sampled_from(names),
        st.sampled_from(list(OrderType)),
        st.booleans(),
    )


@st.composite
def report_requests(draw: Any) -> RunReportRequest:
    names = draw(st.lists(st.sampled_from(DIMENSIONS), max_size=3, unique=True))
    asked, spans, compared = draw(metrics()), draw(ranges), draw(comparisons)
    shown = [*names, *(["comparison"] if compared else []), *(["dateRange"] if len(spans) > 1 else [])]
    orders = metric_orders([metric.name for metric in asked])
    return RunReportRequest(
        property=PROPERTY,
        dimensions=[Dimension(name=name) for name in names],
        metrics=asked,
        date_ranges=spans,
        comparisons=compared,
        dimension_filter=draw(nothing | dimension_filters([*DIMENSIONS, "dateRange"])),
        metric_filter=draw(nothing | metric_filters([*PLAIN, *(metric.name for metric in asked)])),
        order_bys=draw(st.lists(orders | dimension_orders(shown) if shown else orders, max_size=3)),
        limit=draw(st.sampled_from([0, 0, 3, 20])),
        offset=draw(st.sampled_from([0, 0, 2, 500])),
        keep_empty_rows=draw(st.booleans()),
        metric_aggregations=["TOTAL", "MINIMUM", "MAXIMUM"],
    )


@st.composite
def pivot_requests(draw: Any) -> RunPivotReportRequest:
    names = draw(st.lists(st.sampled_from(DIMENSIONS), min_size=1, max_size=3, unique=True))
    asked, spans = draw(metrics()), draw(ranges)
    shown = draw(st.permutations([*names, *draw(st.sampled_from([[], ["dateRange"]]))]))
    cuts = sorted(draw(st.sets(st.integers(1, len(shown) - 1)))) if len(shown) > 1 else []
    parts = [shown[start:end] for start, end in zip([0, *cuts], [*cuts, len(shown)], strict=True)]
    return RunPivotReportRequest(
        property=PROPERTY,
        dimensions=[Dimension(name=name) for name in names],
        metrics=asked,
        date_ranges=spans,
        dimension_filter=draw(nothing | dimension_filters([*names, "dateRange"])),
        metric_filter=draw(nothing | metric_filters([metric.name for metric in asked])),
        keep_empty_rows=draw(st.booleans()),
        pivots=[draw(pivots(part, list(shown), [metric.name for metric in asked])) for part in parts],
    )


@st.composite
def pivots(draw: Any, fields: list[str], shown: list[str], asked: list[str]) -> Pivot:
    selected = st.builds(
        lambda metric, name, value, desc: OrderBy(
            pivot={"metric_name": metric, "pivot_selections": [{"dimension_name": name, "dimension_value": value}]},
            desc=desc,
        ),
        st.sampled_from(asked),
        st.sampled_from(shown),
        st.sampled_from(["mobile", "United States", "date_range_1", "Chrome", "20261115", "page_view"]),
        st.booleans(),
    )
    return Pivot(
        field_names=fields,
        limit=draw(st.sampled_from([1, 3, 20])),
        offset=draw(st.sampled_from([0, 0, 1])),
        order_bys=draw(st.lists(metric_orders(asked) | dimension_orders(fields) | selected, max_size=2)),
        metric_aggregations=draw(st.lists(st.sampled_from(["TOTAL", "MINIMUM", "MAXIMUM", "COUNT"]), unique=True)),
    )
