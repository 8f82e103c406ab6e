"""Which days periods mean, beside a plain calendar of the conventions."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from services.orchestrator.understanding.assembly import build_planner
from services.orchestrator.understanding.plan import ReportRequest
from services.orchestrator.understanding.planner import QuestionContext, Understood
from tests.unit.understanding.period_phrases import (
    PERIODS,
)
from tests.unit.understanding.plain_calendar import (
    FIRST,
    LAST,
    MONTHS_OF,
    UNITS,
    WEEK,
    Days,
    Said,
    earlier,
    months_back,
    period_before,
    start_of,
    whole,
)

PLANNER = build_planner()


def report(words: str, today: date) -> tuple[Understood, ReportRequest] | None:
    result = PLANNER.understand(f"users {words}", QuestionContext(today))
    if not isinstance(result, Understood):
        return None
    [request] = result.plan.requests
    assert isinstance(request, ReportRequest)
    return result, request


def days_read(words: str, today: date) -> list[Days] | None:
    read = report(words, today)
    return [(days.start, days.end) for days in read[1].date_ranges] if read else None


@settings(deadline=None, max_examples=600)
@given(st.dates(FIRST, LAST), PERIODS)
def test_a_period_is_the_days_of_the_plain_calendar(today: date, said: Said) -> None:
    days = said.on(today)
    assert days_read(said.words, today) == (None if days is None else [days]), (said.words, today)


@settings(deadline=None, max_examples=250)
@given(st.dates(FIRST, LAST), PERIODS)
def test_a_period_is_compared_with_the_one_before_or_with_the_same_a_year_earlier(today: date, said: Said) -> None:
    days = said.on(today)
    before, a_year_earlier = (
        days_read(f"{said.words} compared with {other}", today)
        for other in ("the previous period", "the same period last year")
    )
    assert before == (None if days is None else [days, period_before(days)])
    assert a_year_earlier == (None if days is None else [days, said.a_year_earlier(days)])


@settings(deadline=None, max_examples=100)
@given(st.dates(FIRST, LAST), st.sampled_from(UNITS))
def test_named_periods_are_literal_and_periods_to_date_go_to_the_same_days(today: date, unit: str) -> None:
    current, last = (start_of(unit, today), today), whole(unit, earlier(unit, start_of(unit, today), 1))
    assert days_read(f"this {unit} vs last {unit}", today) == [current, last]
    same_days = (last[0], today - WEEK) if unit == "week" else months_back(current, MONTHS_OF[unit])
    assert days_read(f"{unit} to date vs last {unit}", today) == [current, same_days]


@settings(deadline=None, max_examples=250)
@given(st.dates(FIRST, LAST), PERIODS, PERIODS)
def test_equal_days_and_only_they_have_equal_keys(today: date, one: Said, other: Said) -> None:
    first, second = report(one.words, today), report(other.words, today)
    if first and second:
        same_days = first[1].date_ranges == second[1].date_ranges
        assert (first[0].query_hash == second[0].query_hash) is same_days, (one.words, other.words)


@settings(deadline=None, max_examples=200)
@given(
    st.dates(FIRST, LAST), PERIODS, PERIODS, st.sampled_from(("{} vs {}", "{} and {}", "from {} to {}", "{} until {}"))
)
def test_no_day_lies_after_today_or_before_its_start(today: date, one: Said, other: Said, joined: str) -> None:
    for start, end in days_read(joined.format(one.words, other.words), today) or ():
        assert start <= end <= today, (one.words, other.words)
