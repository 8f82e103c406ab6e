"""Finds of which year a month, quarter or day is whose year is said elsewhere in the question, or left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.orchestrator.understanding.composing.draft import Draft, NotToBeHad, Unclear
from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import shifted, unit_around
from services.orchestrator.understanding.periods.checked_periods import (
    checked_period,
    named_period,
    no_such_days,
    with_year_said,
)
from services.orchestrator.understanding.periods.date_points import DatePoint
from services.orchestrator.understanding.periods.left_open_years import of_one_time, with_one_begun
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Earlier,
    ImpossiblePeriod,
    Period,
    YearSaid,
)
from services.orchestrator.understanding.saying.dates import say_range

_MONTHS_OF_A_QUARTER = 3


def with_years(draft: Draft, today: date) -> Draft:
    """ "October revenue last year": the month and the year that stand apart are one period.

    "October revenue in 2026 vs 2025" compares with that month of the other year.
    """
    if len(draft.periods) != 2 or draft.joined_periods or (draft.compares and not draft.baselines):
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
        if main.year is not YearSaid.LEFT_OPEN or other.year is not YearSaid.NAMED:
            continue
        before = main.year_before
        if before and other.year_before and before != other.days and before.start.year == other.days.start.year:
            raise Unclear("Of which year is the first one?")
        if _could_share_a_year(main, other):
            if main.unit is CalendarUnit.WEEK:
                raise Unclear("Of which year is the first week?")
            years = main.days.start.year - other.days.start.year
            days = shifted(main.days, main.unit, Earlier(years, CalendarUnit.YEAR))
            said = f"The year {other.days.start.year} was read as that of both periods; the first is {say_range(days)}."
            return replace(main, days=days, assumption=said)
    return main


def of_years_left_open(main: Period, others: list[Period], today: date) -> tuple[Period, list[Period]]:
    """ "October vs November", of which not both have their year."""
    if len(others) != 1 or YearSaid.LEFT_OPEN not in {main.year, others[0].year}:
        return main, others
    if main.days == others[0].days and YearSaid.NAMED in {main.year, others[0].year}:
        # "November vs November last year", asked in November: the other one is this year's.
        begun = with_one_begun(main, others[0], today)
        return (main, others) if begun is None else (begun[0], [begun[1]])
    if _has_begun_again(main, others[0], today) or _has_begun_again(others[0], main, today):
        raise Unclear("Of this year so far, or of the year before? Name the year.")
    if _recur_yearly(main, others[0]):
        return main, others
    pair = of_one_time(main, others[0], today)
    if pair is None:
        raise Unclear("Of which years are they? Name the year of each.")
    return pair[0], [pair[1]]


def _has_begun_again(open_year: Period, last: Period, today: date) -> bool:
    """ "Last month vs November", asked in November."""
    begun = unit_around(today, open_year.unit).start
    named = open_year.year is YearSaid.LEFT_OPEN and last.year is None and last.unit is open_year.unit
    starts = open_year.days.start
    return named and last.back == 1 and starts < begun and (starts.month, starts.day) == (begun.month, begun.day)


def _recur_yearly(one: Period, other: Period) -> bool:
    """Whether both are the same of two years, or one of them is of no year or a whole one."""
    if None in {one.year, other.year} or CalendarUnit.YEAR in {one.unit, other.unit}:
        return True
    if one.year_before is not None and other.year_before is not None:
        return one.year_before == other.days or other.year_before == one.days
    years = one.days.start.year - other.days.start.year
    return shifted(one.days, one.unit, Earlier(years, CalendarUnit.YEAR)) == other.days


def _is_a_year(period: Period) -> bool:
    return period.unit is CalendarUnit.YEAR and not period.to_date and period.days.start.year == period.days.end.year


def _in_year(named: Period, whole: Period, today: date) -> Period:
    year = whole.days.start.year
    if named.days.start.year != named.days.end.year:
        raise Unclear(f"Which days of {year}? Name their dates.")
    if named.days.start.year == year:
        return replace(named, year=YearSaid.NAMED)
    if named.year_before is not None:
        if named.year_before.start.year != year:
            raise Unclear("Which days of that year? Name their dates.")
        return Period(named.year_before, named.unit, year=YearSaid.NAMED)
    read = named_period(_point(named, year), today) if _is_one_unit(named) else _moved(named, year, today)
    if isinstance(read, Period):
        return read
    if isinstance(read, ImpossiblePeriod) and read.refused:
        raise NotToBeHad(read.why)
    raise Unclear(f"Which days of {year}? Name their dates.")


def _is_one_unit(named: Period) -> bool:
    return named.unit is not CalendarUnit.WEEK and named.days == unit_around(named.days.start, named.unit)


def _moved(named: Period, year: int, today: date) -> Meaning:
    """ "1 to 5 October revenue last year", "H1 sessions in 2025"."""
    start, end = named.days.start, named.days.end
    if named.unit is CalendarUnit.WEEK:
        return no_such_days()
    days = shifted(named.days, named.unit, Earlier(start.year - year, CalendarUnit.YEAR))
    if named.unit is CalendarUnit.DAY and (days.start.day, days.end.day) != (start.day, end.day):
        return no_such_days()
    return with_year_said(checked_period(days, today, unit=named.unit), YearSaid.NAMED)


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
