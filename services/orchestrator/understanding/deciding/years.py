"""Finds of which year a month, quarter or day is whose year is said elsewhere in the question, or left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.orchestrator.understanding.composing.draft import Draft, NotToBeHad, Unclear
from services.orchestrator.understanding.periods.calendar_days import shifted
from services.orchestrator.understanding.periods.checked_periods import named_period
from services.orchestrator.understanding.periods.date_points import DatePoint
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Earlier,
    ImpossiblePeriod,
    Period,
    YearSaid,
)

_MONTHS_OF_A_QUARTER = 3


def with_years(draft: Draft, today: date) -> Draft:
    """ "October revenue last year": the month and the year that stand apart are one period.

    "October revenue in 2026 vs 2025" compares with that month of the other year.
    """
    if len(draft.periods) != 2 or (draft.compares and not draft.baselines):
        return draft
    named, year = sorted(draft.periods, key=_is_a_year)
    if named.year is not YearSaid.LEFT_OPEN or not _is_a_year(year):
        return draft
    baselines = [_in_year(named, each, today) if _is_a_year(each) else each for each in draft.baselines]
    return replace(draft, periods=[_in_year(named, year, today)], baselines=baselines)


def with_one_year(main: Period, others: list[Period]) -> list[Period]:
    """ "October 2025 vs September": of which year the other one is would be a guess."""
    for other in others:
        if main.year is YearSaid.NAMED and other.year is YearSaid.LEFT_OPEN and _could_share_a_year(other, main):
            raise Unclear("Of which year is the other period?")
    return others


def in_the_year_of(main: Period, others: list[Period]) -> Period:
    """ "October vs September 2025": the year behind them holds for both, unless both are the same month."""
    for other in others:
        if main.year is YearSaid.LEFT_OPEN and other.year is YearSaid.NAMED and _could_share_a_year(main, other):
            years = main.days.start.year - other.days.start.year
            return replace(main, days=shifted(main.days, main.unit, Earlier(years, CalendarUnit.YEAR)), assumption="")
    return main


def _is_a_year(period: Period) -> bool:
    return period.unit is CalendarUnit.YEAR and not period.to_date and period.days.start.year == period.days.end.year


def _in_year(named: Period, whole: Period, today: date) -> Period:
    year = whole.days.start.year
    if named.days.start.year == year:
        return replace(named, year=YearSaid.NAMED)
    if named.year_before is not None:
        if named.year_before.start.year != year:
            raise Unclear("Which days of that year? Name their dates.")
        return Period(named.year_before, named.unit, year=YearSaid.NAMED)
    read = named_period(_point(named, year), today)
    if isinstance(read, Period):
        return read
    if isinstance(read, ImpossiblePeriod) and read.refused:
        raise NotToBeHad(read.why)
    raise Unclear(f"Which days of {year}? Name their dates.")


def _point(named: Period, year: int) -> DatePoint:
    day = named.days.start
    match named.unit:
        case CalendarUnit.QUARTER:
            return DatePoint(CalendarUnit.QUARTER, year=year, quarter=(day.month - 1) // _MONTHS_OF_A_QUARTER + 1)
        case CalendarUnit.MONTH:
            return DatePoint(CalendarUnit.MONTH, year=year, month=day.month)
        case _:
            return DatePoint(CalendarUnit.DAY, year=year, month=day.month, day=day.day)


def _could_share_a_year(left_open: Period, named: Period) -> bool:
    years = left_open.days.start.year - named.days.start.year
    if left_open.unit is not named.unit or years <= 0 or left_open.year_before is not None:
        return False
    return shifted(left_open.days, left_open.unit, Earlier(years, CalendarUnit.YEAR)) != named.days
