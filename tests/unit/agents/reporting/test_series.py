"""Patterns over time are told only where they hold."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.orchestrator.agents.reporting.changes import Change
from services.orchestrator.agents.reporting.series import Point, every_day, halves, highest_weekday, lowest_weekday
from services.orchestrator.agents.reporting.shares import remainder, share
from services.orchestrator.understanding.plan import DateRange

SUNDAY = date(2026, 10, 18)
TUESDAY, WEDNESDAY = 1, 2


def points(*values: float) -> list[Point]:
    return [(SUNDAY + timedelta(offset), value) for offset, value in enumerate(values)]


def test_a_weekday_that_leads_every_week_is_a_pattern_from_four_weeks_on() -> None:
    week = [1, 2, 9, 4, 5, 6, 7]
    assert highest_weekday(points(*week * 4)) == TUESDAY
    assert highest_weekday(points(*week * 3)) is None


def test_a_weekday_that_leads_in_three_of_four_weeks_is_none() -> None:
    week, other = [1, 2, 9, 4, 5, 6, 7], [1, 2, 3, 9, 5, 6, 7]
    assert highest_weekday(points(*week * 3, *other)) is None
    assert highest_weekday(points(*week * 4, *other)) == TUESDAY


def test_weekdays_that_share_the_lead_lead_nothing() -> None:
    assert highest_weekday(points(*[5, 9, 9, 1, 1, 1, 1] * 8)) is None


def test_the_lowest_weekday_is_found_likewise() -> None:
    assert lowest_weekday(points(*[5, 6, 7, 1, 5, 5, 5] * 4)) == WEDNESDAY


def test_days_at_the_start_beyond_whole_weeks_are_left_out() -> None:
    assert highest_weekday(points(99, *[1, 2, 9, 4, 5, 6, 7] * 4)) == WEDNESDAY


def test_the_middle_of_an_odd_number_of_days_is_in_neither_half() -> None:
    assert (halves(points(1, 2, 99, 3, 4)).first, halves(points(1, 2, 99, 3, 4)).second) == (3, 7)
    assert halves(points(1, 2, 99, 3, 4)).middle_left_out
    assert not halves(points(1, 2)).middle_left_out


def test_days_without_a_point_are_zero() -> None:
    period = DateRange(SUNDAY, SUNDAY + timedelta(2))
    assert every_day([(SUNDAY + timedelta(1), 5.0)], period) == points(0, 5, 0)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_a_change_is_never_divided_by_zero(before: float, after: float) -> None:
    change = Change(before, after)
    assert change.ratio is None or before > 0
    assert (change.verb == "stayed") == (change.difference == 0)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_a_share_is_between_none_and_all_or_is_not_told(part: float, whole: float) -> None:
    told = share(part, whole)
    assert told is None or 0 <= told <= 1


def test_the_dust_of_adding_fractions_is_no_rest() -> None:
    assert remainder([0.1] * 10, 1.0) == 0
    assert remainder([3, 4], 10) == 3
    assert remainder([-3], 10) is None
    assert remainder([30], 10) is None
