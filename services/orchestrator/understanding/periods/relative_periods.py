"""Periods that are counted from today: "last week", "past 30 days", "this month"."""

from __future__ import annotations

from datetime import date, timedelta

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import (
    EARLIEST,
    add_months,
    shifted,
    unit_around,
    units_before,
)
from services.orchestrator.understanding.periods.period_words import Lead, LeadKind
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Earlier,
    ImpossiblePeriod,
    Minutes,
    Period,
    Shift,
)
from services.orchestrator.understanding.plan import DateRange, MinuteRange
from services.orchestrator.understanding.saying.dates import say_range

REALTIME_MINUTES = 30
"""What "right now" looks back: as far as a realtime report of a standard property reaches."""

_LONGEST = {CalendarUnit.DAY: 5000, CalendarUnit.WEEK: 700, CalendarUnit.MONTH: 160, CalendarUnit.QUARTER: 54}
_DAYS = {CalendarUnit.DAY: 1, CalendarUnit.WEEK: 7, CalendarUnit.MONTH: 30, CalendarUnit.QUARTER: 90}
_YEAR_DAYS = 365
_UNIT_BEFORE = {
    CalendarUnit.WEEK: Shift.WEEK_BEFORE,
    CalendarUnit.MONTH: Shift.MONTH_BEFORE,
    CalendarUnit.QUARTER: Shift.QUARTER_BEFORE,
    CalendarUnit.YEAR: Shift.YEAR_BEFORE,
}
TOO_EARLY = "Google Analytics holds nothing from before 14 August 2015."


def relative_period(lead: Lead, count: int | None, unit: CalendarUnit, today: date) -> Meaning:
    """The days that "last 3 months" and its like mean. `count` is None where no number is named."""
    number = 1 if count is None else count
    if number < 1:
        return ImpossiblePeriod("A period needs at least one day.", refused=False)
    if number > _LONGEST.get(unit, 12):
        return ImpossiblePeriod(TOO_EARLY, refused=True)
    match lead.kind:
        case LeadKind.THIS:
            return _this(count, unit, today)
        case LeadKind.ROLLING:
            return _rolling(number, unit, today)
        case LeadKind.PAST if number == 1 or unit is CalendarUnit.DAY:
            return _past(number, unit, today)
        case _:
            return _last(count, number, unit, today, relative=lead.relative)


def to_date(unit: CalendarUnit, today: date) -> Period:
    """From the start of today's unit to today."""
    return Period(DateRange(unit_around(today, unit).start, today), unit, to_date=True)


def to_date_in_year(year: int, today: date) -> Meaning:
    """From 1 January to the day that today is in that year."""
    if year == today.year:
        return to_date(CalendarUnit.YEAR, today)
    if year > today.year:
        return ImpossiblePeriod("That year has not begun.", refused=True)
    start = date(year, 1, 1)
    if start < EARLIEST:
        return ImpossiblePeriod(TOO_EARLY, refused=True)
    return Period(DateRange(start, add_months(today, -12 * (today.year - year))), CalendarUnit.DAY)


def to_date_of_last(unit: CalendarUnit, today: date) -> Meaning:
    """The same days of the unit before that today's has had so far."""
    return Period(shifted(to_date(unit, today).days, unit, _UNIT_BEFORE[unit]), CalendarUnit.DAY)


def unit_ago(count: int, unit: CalendarUnit, today: date) -> Meaning:
    """The whole calendar unit that lies so many units before today's."""
    if count < 1:
        return ImpossiblePeriod("A period needs at least one day.", refused=False)
    if count > _LONGEST.get(unit, 12):
        return ImpossiblePeriod(TOO_EARLY, refused=True)
    first = units_before(unit_around(today, unit).start, unit, count).start
    days = unit_around(first, unit)
    ago = f"{count} {unit}s ago" if count > 2 else f"The {unit} before last" if count > 1 else f"A {unit} ago"
    said = f"{ago} was read as the whole {unit}: {say_range(days)}."
    return Period(days, unit, back=count, opens=True, assumption=said)


def day_ago(count: int, unit: CalendarUnit, today: date) -> Meaning:
    """The day that lies so many units before today."""
    if unit is CalendarUnit.DAY:
        return days_ago(count, today)
    if count < 1:
        return ImpossiblePeriod("A period needs at least one day.", refused=False)
    if count > _LONGEST.get(unit, 12):
        return ImpossiblePeriod(TOO_EARLY, refused=True)
    day = shifted(DateRange(today, today), CalendarUnit.DAY, Earlier(count, unit))
    ago = f"{count} {unit}s ago" if count > 1 else f"A {unit} ago"
    return Period(day, CalendarUnit.DAY, opens=True, assumption=f"{ago} was read as the day: {say_range(day)}.")


def last_minutes(count: int) -> Meaning:
    """A realtime report over the last minutes, however far a property's reports reach back."""
    if count < 1:
        return ImpossiblePeriod("A period needs at least one minute.", refused=False)
    return Minutes(MinuteRange(count - 1, 0))


def days_ago(count: int, today: date) -> Meaning:
    """One day, counted back from today."""
    if count > (today - EARLIEST).days:
        return ImpossiblePeriod(TOO_EARLY, refused=True)
    day = today - timedelta(days=count)
    return Period(DateRange(day, day), CalendarUnit.DAY, opens=count > 1)


def _this(count: int | None, unit: CalendarUnit, today: date) -> Meaning:
    if count is not None:
        return ImpossiblePeriod(f'"This {count} {unit}s" names no days.', refused=False)
    return Period(DateRange(unit_around(today, unit).start, today), unit)


def _past(number: int, unit: CalendarUnit, today: date) -> Period:
    length = number * _DAYS.get(unit, _YEAR_DAYS)
    days = units_before(today, CalendarUnit.DAY, length)
    if unit in {CalendarUnit.DAY, CalendarUnit.WEEK}:
        return Period(days, CalendarUnit.DAY)
    return Period(days, CalendarUnit.DAY, assumption=f"The past {unit} was read as the last {length} days.")


def _rolling(number: int, unit: CalendarUnit, today: date) -> Period:
    if unit in {CalendarUnit.DAY, CalendarUnit.WEEK}:
        return _past(number, unit, today)
    first = shifted(DateRange(today, today), CalendarUnit.DAY, Earlier(number, unit)).start
    days = DateRange(first, today - timedelta(days=1))
    return Period(days, CalendarUnit.DAY, assumption=f"Read as the days up to yesterday: {say_range(days)}.")


def _last(count: int | None, number: int, unit: CalendarUnit, today: date, *, relative: bool) -> Meaning:
    if unit is CalendarUnit.DAY:
        return Period(units_before(today, unit, number), unit, back=1, relative=relative)
    days = units_before(unit_around(today, unit).start, unit, number)
    if count is None or count == 1:
        return Period(days, unit, back=1, relative=relative)
    assumption = f"The last {number} {unit}s were read as complete calendar {unit}s."
    return Period(days, unit, relative=relative, assumption=assumption)
