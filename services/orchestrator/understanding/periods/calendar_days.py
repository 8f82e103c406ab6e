"""Arithmetic on days. Weeks start on Sunday, as GA4's do."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, Earlier, Shift
from services.orchestrator.understanding.plan import DateRange

EARLIEST = date(2015, 8, 14)
"""The first day that GA4 accepts in a date range."""

_DAYS_IN_WEEK = 7
_MONTHS = {CalendarUnit.MONTH: 1, CalendarUnit.QUARTER: 3, CalendarUnit.YEAR: 12}
_OF_52_WEEKS = frozenset({Shift.SAME_WEEK_YEAR_BEFORE, Shift.SAME_WEEKEND_YEAR_BEFORE})
_MONTHS_OF_SHIFT = {
    Shift.MONTH_BEFORE: 1,
    Shift.QUARTER_BEFORE: 3,
    Shift.YEAR_BEFORE: 12,
    Shift.SAME_DATES_YEAR_BEFORE: 12,
}


def unit_around(day: date, unit: CalendarUnit) -> DateRange:
    """The whole day, week, month, quarter or year that holds the day."""
    if unit is CalendarUnit.DAY:
        return DateRange(day, day)
    if unit is CalendarUnit.WEEK:
        start = day - timedelta(days=day.isoweekday() % _DAYS_IN_WEEK)
        return DateRange(start, start + timedelta(days=_DAYS_IN_WEEK - 1))
    months = _MONTHS[unit]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return DateRange(start, add_months(start, months) - timedelta(days=1))


def units_before(start: date, unit: CalendarUnit, count: int) -> DateRange:
    """So many whole units that end the day before `start`, itself the first day of a unit."""
    if unit in _MONTHS:
        first = add_months(start, -count * _MONTHS[unit])
    else:
        first = start - timedelta(days=count * (_DAYS_IN_WEEK if unit is CalendarUnit.WEEK else 1))
    return DateRange(first, start - timedelta(days=1))


def count_units(days: DateRange, unit: CalendarUnit) -> int:
    """How many units the days are, of which they are whole ones."""
    if unit in _MONTHS:
        day_after = days.end + timedelta(days=1)
        return ((day_after.year - days.start.year) * 12 + day_after.month - days.start.month) // _MONTHS[unit]
    length = (days.end - days.start).days + 1
    return length // _DAYS_IN_WEEK if unit is CalendarUnit.WEEK else length


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shifted(days: DateRange, unit: CalendarUnit, shift: Shift | Earlier) -> DateRange:
    """The period that another is compared with.

    Whole calendar months go to whole calendar months; a week goes to the same week of the year before, 364 days
    earlier, so that weekdays stand against weekdays.
    """
    if shift is Shift.PERIOD_BEFORE:
        return _period_before(days)
    if isinstance(shift, Earlier):
        return _units_earlier(days, unit, shift)
    if shift is Shift.DAY_BEFORE:
        return _days_earlier(days, 1)
    if shift is Shift.WEEK_BEFORE:
        return _days_earlier(days, _DAYS_IN_WEEK)
    if shift in _OF_52_WEEKS or (shift is Shift.YEAR_BEFORE and unit is CalendarUnit.WEEK):
        return _days_earlier(days, 52 * _DAYS_IN_WEEK)
    return _months_earlier(days, _MONTHS_OF_SHIFT[shift])


def _period_before(days: DateRange) -> DateRange:
    if _whole_months(days):
        return units_before(days.start, CalendarUnit.MONTH, count_units(days, CalendarUnit.MONTH))
    return units_before(days.start, CalendarUnit.DAY, count_units(days, CalendarUnit.DAY))


def _units_earlier(days: DateRange, unit: CalendarUnit, shift: Earlier) -> DateRange:
    if shift.unit in _MONTHS:
        if unit is CalendarUnit.WEEK and shift.unit is CalendarUnit.YEAR:
            return _days_earlier(days, shift.count * 52 * _DAYS_IN_WEEK)
        return _months_earlier(days, shift.count * _MONTHS[shift.unit])
    return _days_earlier(days, shift.count * (_DAYS_IN_WEEK if shift.unit is CalendarUnit.WEEK else 1))


def _days_earlier(days: DateRange, count: int) -> DateRange:
    return DateRange(days.start - timedelta(days=count), days.end - timedelta(days=count))


def _months_earlier(days: DateRange, months: int) -> DateRange:
    if _whole_months(days):
        day_after = add_months(days.end + timedelta(days=1), -months)
        return DateRange(add_months(days.start, -months), day_after - timedelta(days=1))
    return DateRange(add_months(days.start, -months), add_months(days.end, -months))


def _whole_months(days: DateRange) -> bool:
    return days.start.day == 1 and (days.end + timedelta(days=1)).day == 1
