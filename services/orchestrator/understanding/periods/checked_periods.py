"""Makes periods of named days, where GA4 can have them."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import EARLIEST
from services.orchestrator.understanding.periods.date_points import DatePoint, span_of
from services.orchestrator.understanding.periods.relative_periods import TOO_EARLY
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    ImpossiblePeriod,
    Period,
    YearSaid,
)
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.saying.dates import say_range

_FUTURE = "Google Analytics holds what has happened; days to come are not to be had."


def period_between(first: DatePoint, last: DatePoint, today: date) -> Meaning:
    """The days from one point to another."""
    days = span_of(first, last, today)
    if days is None:
        return no_such_days()
    left_open = not first.year and not last.year
    said = f"It was read as {say_range(days)}." if left_open and last.unit is not CalendarUnit.DAY else ""
    read = checked_period(days, today, said, unit=last.unit)
    return with_year_said(read, YearSaid.LEFT_OPEN if left_open else YearSaid.NAMED)


def named_period(point: DatePoint, today: date) -> Meaning:
    """The days that a point names; of a month or quarter without its year, the most recent complete one."""
    days = point.on_or_before(today)
    if days is None:
        return _another_weekday(point, today) or no_such_days()
    opens = point.unit is CalendarUnit.DAY
    said = YearSaid.NAMED if point.year else YearSaid.LEFT_OPEN
    if point.year or opens:
        return with_year_said(checked_period(days, today, unit=point.unit, opens=opens), said)
    complete = point.on_or_before(date.fromordinal(today.toordinal() - 1)) or days
    named = complete.start.strftime("%B") if point.unit is CalendarUnit.MONTH else f"Q{point.quarter}"
    assumption = f"{named} was read as that of {complete.start.year}, the most recent complete one."
    return with_year_said(checked_period(complete, today, assumption, unit=point.unit), said)


def checked_period(
    days: DateRange, today: date, assumption: str = "", *, unit: CalendarUnit = CalendarUnit.DAY, opens: bool = False
) -> Meaning:
    """The days as a period where GA4 can have them, up to today where they are not over."""
    if days.start > days.end:
        return no_such_days()
    if days.start < EARLIEST:
        return ImpossiblePeriod(TOO_EARLY, refused=True)
    if days.start > today or (days.end > today and unit is CalendarUnit.DAY):
        return ImpossiblePeriod(_FUTURE, refused=True)
    if days.end > today:
        assumption = "The period is not over, so it is read up to today."
        days = DateRange(days.start, today)
    return Period(days, unit, opens=opens, assumption=assumption)


def _another_weekday(point: DatePoint, today: date) -> ImpossiblePeriod | None:
    day = point.whatever_weekday(today) if point.weekday is not None else None
    if day is None:
        return None
    return ImpossiblePeriod(f"{say_range(day)} is a {calendar.day_name[day.start.weekday()]}.", refused=False)


def with_year_said(read: Meaning, said: YearSaid) -> Meaning:
    """The period, named with its year or without; anything else as it is."""
    return replace(read, year=said) if isinstance(read, Period) else read


def no_such_days() -> ImpossiblePeriod:
    """What dates are that name no days."""
    return ImpossiblePeriod("The dates name no days.", refused=False)
