"""Weekdays and weekends before today. Monday is 0."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import unit_around
from services.orchestrator.understanding.periods.checked_periods import checked_period
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, ImpossiblePeriod, Period
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.saying.dates import say_range

_SUNDAY = 6
_WEEK = 7
_LONGEST_MONTH = 31
_MOST = 520
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""As GA4 writes `dayOfWeekName`."""

_WORKING = NAMES[:5]


def last_weekday(weekday: int, today: date) -> Period:
    """The latest such day before today."""
    day = _before(weekday, today)
    assumption = f"{calendar.day_name[weekday]} was read as {say_range(DateRange(day, day))}, the latest before today."
    return Period(DateRange(day, day), CalendarUnit.DAY, opens=True, recurs=CalendarUnit.WEEK, assumption=assumption)


def named_weekday(weekday: int, today: date) -> Meaning:
    """A weekday without "last" or "this"; said on such a day, it could be that one or the one before."""
    if weekday == today.weekday():
        return ImpossiblePeriod(f"Today, or the {NAMES[weekday]} before?", refused=False)
    return last_weekday(weekday, today)


def weekday_of_this_week(weekday: int, today: date) -> Meaning:
    """Such a day of the week that holds today."""
    day = unit_around(today, CalendarUnit.WEEK).start + timedelta(days=(weekday + 1) % _WEEK)
    return of_each_week(checked_period(DateRange(day, day), today, opens=True))


def latest_day(day: int, weekday: int | None, today: date) -> Meaning:
    """The latest day of that number, today's or the month's before, which must be such a weekday where one is named."""
    for back in range(today.day + _LONGEST_MONTH):
        found = today - timedelta(days=back)
        if found.day == day:
            if weekday is not None and found.weekday() != weekday:
                break
            if weekday is None and not back:
                return ImpossiblePeriod("Today, or that day of the month before?", refused=False)
            days = DateRange(found, found)
            said = "" if weekday is not None else f"Without its month the day was read as {say_range(days)}."
            return Period(days, CalendarUnit.DAY, opens=True, assumption=said)
    return ImpossiblePeriod("Of which month? Name the date in full.", refused=False)


def last_weekend(today: date) -> Period:
    """The latest Saturday and Sunday that are both over."""
    sunday = _before(_SUNDAY, today)
    return Period(DateRange(sunday - timedelta(days=1), sunday), CalendarUnit.DAY, recurs=CalendarUnit.WEEK)


def weeks_before_last(weeks: int, weekday: int | None, today: date) -> Meaning:
    """Such a day, or without one the weekend, so many weeks before the last one."""
    if not 0 <= weeks <= _MOST:
        return ImpossiblePeriod("So many days of the week are not to be had.", refused=False)
    last = last_weekend(today) if weekday is None else last_weekday(weekday, today)
    back = timedelta(days=_WEEK * weeks)
    days = DateRange(last.days.start - back, last.days.end - back)
    named = "The weekend" if weekday is None else NAMES[weekday]
    return of_each_week(checked_period(days, today, f"{named} was read as {say_range(days)}."))


def of_each_week(read: Meaning) -> Meaning:
    """The period, as one that is named by its days of the week; anything else as it is."""
    return replace(read, recurs=CalendarUnit.WEEK) if isinstance(read, Period) else read


def last_weekends(count: int, today: date) -> Meaning:
    """So many weekends that are over, without the days between them."""
    if count == 1:
        return last_weekend(today)
    sunday = _before(_SUNDAY, today)
    start = sunday - timedelta(days=1 + _WEEK * (count - 1))
    return _only(("Saturday", "Sunday"), f"The last {count} weekends", count, DateRange(start, sunday), today)


def last_weekdays(count: int, weekday: int, today: date) -> Meaning:
    """So many such days before today, without the days between them."""
    if count == 1:
        return last_weekday(weekday, today)
    day, name = _before(weekday, today), NAMES[weekday]
    days = DateRange(day - timedelta(days=_WEEK * (count - 1)), day)
    return _only((name,), f"The last {count} {name}s", count, days, today)


def last_working_days(count: int, today: date) -> Meaning:
    """So many days before today from Monday to Friday; holidays are none of their own."""
    if not 0 < count <= _MOST:
        return ImpossiblePeriod("So many days of the week are not to be had.", refused=False)
    day = today
    for _ in range(count):
        day -= timedelta(days=1)
        while day.weekday() >= len(_WORKING):
            day -= timedelta(days=1)
    days = DateRange(day, day if count == 1 else today - timedelta(days=1))
    checked = checked_period(days, today)
    if not isinstance(checked, Period):
        return checked
    said = f"Read as {say_range(days)}, Monday to Friday; holidays count as well."
    spans_weekend = any((day + timedelta(days=k)).weekday() >= len(_WORKING) for k in range((days.end - day).days + 1))
    return Period(days, CalendarUnit.DAY, weekdays=_WORKING if spans_weekend else (), assumption=said)


def _only(names: tuple[str, ...], said: str, count: int, days: DateRange, today: date) -> Meaning:
    if not 0 < count <= _MOST:
        return ImpossiblePeriod("So many days of the week are not to be had.", refused=False)
    checked = checked_period(days, today)
    if not isinstance(checked, Period):
        return checked
    assumption = f"{said} were read as the {' and '.join(f'{name}s' for name in names)} of {say_range(days)}."
    return Period(days, CalendarUnit.DAY, weekdays=names, assumption=assumption)


def _before(weekday: int, today: date) -> date:
    return today - timedelta(days=(today.weekday() - weekday - 1) % _WEEK + 1)
