"""Plans of one meaning share one form; any change of meaning changes it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.orchestrator.understanding.canonical import canonical_form, normalise, query_hash
from services.orchestrator.understanding.plan import (
    AllOf,
    AnyOf,
    Comparison,
    DateRange,
    Filter,
    ListFilter,
    Match,
    Method,
    MinuteRange,
    Not,
    NumberFilter,
    Order,
    OrderKind,
    Plan,
    ReportRequest,
    TextFilter,
)

MOBILE = TextFilter("deviceCategory", "mobile")
GERMANY = TextFilter("country", "Germany")
FRANCE = TextFilter("country", "France")
OCTOBER = DateRange(date(2026, 10, 1), date(2026, 10, 31))
SEPTEMBER = DateRange(date(2026, 9, 1), date(2026, 9, 30))

REQUEST = ReportRequest(
    Method.RUN_REPORT,
    metrics=("sessions", "activeUsers"),
    dimensions=("deviceCategory", "country"),
    date_ranges=(OCTOBER, SEPTEMBER),
    dimension_filter=AllOf((MOBILE, GERMANY)),
    metric_filter=NumberFilter("sessions", Comparison.GREATER_THAN, 100),
    limit=5,
)


def form(**changes: Any) -> str:
    return canonical_form(Plan((replace(REQUEST, **changes),)))


def filtered(dimension_filter: Filter) -> str:
    return form(dimension_filter=dimension_filter)


@pytest.mark.parametrize(
    "changes",
    [
        {"metrics": ("activeUsers", "sessions")},
        {"metrics": ("sessions", "activeUsers", "sessions")},
        {"dimensions": ("country", "deviceCategory")},
        {"dimension_filter": AllOf((GERMANY, MOBILE))},
        {"dimension_filter": AllOf((GERMANY, AllOf((MOBILE, GERMANY))))},
        {"dimension_filter": AllOf((Not(Not(MOBILE)), AnyOf((GERMANY,))))},
        {"dimension_filter": AllOf((MOBILE, TextFilter("country", "GERMANY")))},
        {"dimension_filter": AllOf((MOBILE, ListFilter("country", ("germany", "Germany"))))},
        {"order_by": (Order("activeUsers", OrderKind.METRIC, descending=True),)},
        {"metric_filter": NumberFilter("sessions", Comparison.GREATER_THAN, 100.0)},
    ],
)
def test_what_means_the_same_has_the_same_form(changes: dict[str, object]) -> None:
    assert form(**changes) == form()


@pytest.mark.parametrize(
    "changes",
    [
        {"metrics": ("sessions",)},
        {"metrics": ("sessions", "totalUsers")},
        {"dimensions": ("country",)},
        {"date_ranges": (SEPTEMBER, OCTOBER)},
        {"date_ranges": (OCTOBER,)},
        {"dimension_filter": None},
        {"dimension_filter": AnyOf((MOBILE, GERMANY))},
        {"dimension_filter": AllOf((MOBILE, Not(GERMANY)))},
        {"dimension_filter": Not(AllOf((MOBILE, GERMANY)))},
        {"dimension_filter": AllOf((MOBILE, FRANCE))},
        {"dimension_filter": AllOf((MOBILE, replace(GERMANY, case_sensitive=True)))},
        {"dimension_filter": AllOf((MOBILE, replace(GERMANY, match=Match.CONTAINS)))},
        {"metric_filter": NumberFilter("sessions", Comparison.GREATER_THAN_OR_EQUAL, 100)},
        {"metric_filter": NumberFilter("sessions", Comparison.GREATER_THAN, 100.5)},
        {"order_by": (Order("activeUsers", OrderKind.METRIC),)},
        {"order_by": (Order("sessions", OrderKind.METRIC, descending=True),)},
        {"limit": 6},
        {"limit": None},
        {"method": Method.RUN_REALTIME_REPORT, "date_ranges": (), "minute_ranges": (MinuteRange(29, 0),)},
    ],
)
def test_every_part_of_the_meaning_is_in_the_form(changes: dict[str, object]) -> None:
    assert form(**changes) != form()


def test_several_values_are_one_list_however_they_are_written() -> None:
    values = ListFilter("country", ("Germany", "France"))
    assert filtered(AnyOf((GERMANY, FRANCE))) == filtered(AnyOf((FRANCE, GERMANY, FRANCE))) == filtered(values)


def test_the_default_limit_said_aloud_is_no_limit() -> None:
    assert form(limit=10_000) == form(limit=None)


def test_a_single_row_has_no_order_and_no_limit() -> None:
    ordered = (Order("sessions", OrderKind.METRIC),)
    assert form(dimensions=(), order_by=ordered, limit=3) == form(dimensions=(), limit=None)


def test_the_case_of_a_regular_expression_means_something() -> None:
    digits, others = (TextFilter("pagePath", value, Match.FULL_REGEXP) for value in (r"/\d", r"/\D"))
    assert filtered(digits) != filtered(others)


def test_dimensions_that_sort_the_rows_come_first() -> None:
    by_day = replace(REQUEST, dimensions=("country", "date"), order_by=(Order("date", OrderKind.ALPHANUMERIC),))
    assert normalise(Plan((by_day,))).requests[0].dimensions == ("date", "country")


def test_a_field_sorts_once_and_the_first_mention_counts() -> None:
    first, second, again = (
        Order("sessions", OrderKind.METRIC, descending=True),
        Order("activeUsers", OrderKind.METRIC),
        Order("sessions", OrderKind.METRIC),
    )
    assert form(order_by=(first, second, again)) == form(order_by=(first, second)) != form(order_by=(second, first))


def test_the_form_carries_its_version_and_the_hash_is_sha_256() -> None:
    plan = Plan((REQUEST,))
    assert json.loads(canonical_form(plan))["version"] == 1
    assert len(query_hash(plan)) == 64
    assert set(query_hash(plan)) <= set("0123456789abcdef")


LEAVES: st.SearchStrategy[Filter] = st.one_of(
    st.builds(TextFilter, st.sampled_from(["country", "city"]), st.sampled_from(["Paris", "paris", "Rome"])),
    st.builds(ListFilter, st.just("city"), st.lists(st.sampled_from(["Rome", "Bonn"]), min_size=1).map(tuple)),
)
FILTERS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=3).map(lambda members: AllOf(tuple(members))),
        st.lists(inner, min_size=1, max_size=3).map(lambda members: AnyOf(tuple(members))),
    ),
    max_leaves=8,
)


def holds(expression: Filter, row: dict[str, str]) -> bool:
    match expression:
        case TextFilter(field, value):
            return row[field].lower() == value.lower()
        case ListFilter(field, values):
            return row[field].lower() in {value.lower() for value in values}
        case Not(inner):
            return not holds(inner, row)
        case AllOf(inner):
            return all(holds(member, row) for member in inner)
        case AnyOf(inner):
            return any(holds(member, row) for member in inner)
    raise AssertionError(expression)


ROWS = [{"country": country, "city": city} for country in ("Paris", "Rome", "Bonn") for city in ("Paris", "Rome", "x")]


@settings(deadline=None)
@given(FILTERS)
def test_the_normal_form_of_a_filter_lets_the_same_rows_through(expression: Filter) -> None:
    normal = normalise(Plan((replace(REQUEST, dimension_filter=expression),))).requests[0].dimension_filter
    assert normal is not None
    assert [holds(normal, row) for row in ROWS] == [holds(expression, row) for row in ROWS]


@settings(deadline=None)
@given(FILTERS, FILTERS)
def test_filters_of_one_form_let_the_same_rows_through(one: Filter, other: Filter) -> None:
    if filtered(one) == filtered(other):
        assert [holds(one, row) for row in ROWS] == [holds(other, row) for row in ROWS]


@settings(deadline=None)
@given(FILTERS)
def test_the_normal_form_is_its_own_normal_form(expression: Filter) -> None:
    once = normalise(Plan((replace(REQUEST, dimension_filter=expression),)))
    assert normalise(once) == once


def test_the_documentation_shows_a_form_as_it_is_and_names_every_field() -> None:
    page = (Path(__file__).parents[3] / "docs" / "canonical-form.md").read_text(encoding="utf-8")
    plan = Plan(
        (
            ReportRequest(
                Method.RUN_REPORT,
                metrics=("keyEvents",),
                dimensions=("country",),
                date_ranges=(DateRange(date(2026, 11, 15), date(2026, 11, 21)),),
                dimension_filter=MOBILE,
            ),
        )
    )
    assert canonical_form(plan) in page
    realtime = replace(REQUEST, method=Method.RUN_REALTIME_REPORT)
    for form_of_all in json.loads(canonical_form(Plan((REQUEST, realtime))))["requests"]:
        assert all(f"`{field}`" in page for field in (*form_of_all, *form_of_all["request"]))
