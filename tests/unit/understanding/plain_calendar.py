"""A plain calendar of the conventions: whole units, weeks from Sunday on, what was before."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
UNITS = ("week", "month", "quarter", "year")
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
WEEKDAYS = tuple(calendar.day_name)
FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)

Days = tuple[date, date]


@dataclass(frozen=True)
class Said:
    """A period in words, and its days on a given day; None where the words leave open which they are."""

    words: str
    on: Callable[[date], Days | None]
    a_year_earlier: Callable[[Days], Days] = lambda days: months_back(days, 12)


def start_of(unit: str, day: date) -> date:
    """The first day of the calendar unit that holds the day."""
    match unit:
        case "week":
            return day - DAY * ((day.weekday() + 1) % 7)
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        case _:
            return date(day.year, 1, 1)


def earlier(unit: str, first: date, count: int) -> date:
    """The first day of the unit that starts so many units before another one."""
    for _ in range(count):
        first = start_of(unit, first - DAY)
    return first


def whole(unit: str, first: date) -> Days:
    """All days of the unit that starts with a day."""
    day = first
    while start_of(unit, day + DAY) == first:
        day += DAY
    return first, day


def latest_complete(month: int, months: int, today: date) -> Days:
    """The latest stretch of months from a named one on that is over."""
    years = (today.year - back for back in range(3))
    return next(days for days in (from_month(year, month, months) for year in years) if days[1] < today)


def from_month(year: int, month: int, months: int) -> Days:
    last = month + months - 1
    return date(year, month, 1), date(year, last, calendar.monthrange(year, last)[1])


def up_to(today: date, days: Days) -> Days | None:
    """The days that have been; None where none have."""
    return (days[0], min(days[1], today)) if days[0] <= today else None


def same_day(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def whole_months(days: Days) -> bool:
    return days[0].day == 1 and (days[1] + DAY).day == 1


def months_back(days: Days, count: int) -> Days:
    first = days[0].year * 12 + days[0].month - 1 - count
    last = days[1].year * 12 + days[1].month - 1 - count
    end_of_month = calendar.monthrange(last // 12, last % 12 + 1)[1]
    start_of_month = calendar.monthrange(first // 12, first % 12 + 1)[1]
    return (
        date(first // 12, first % 12 + 1, min(days[0].day, start_of_month)),
        date(last // 12, last % 12 + 1, end_of_month if whole_months(days) else min(days[1].day, end_of_month)),
    )


def period_before(days: Days) -> Days:
    """As many whole months as the period is, else as many days."""
    if whole_months(days):
        count = (days[1].year - days[0].year) * 12 + days[1].month - days[0].month + 1
        return months_back(days, count)
    length = (days[1] - days[0]) + DAY
    return days[0] - length, days[1] - length


def weeks_back(days: Days) -> Days:
    """The same weekdays of the year before."""
    return days[0] - WEEK * 52, days[1] - WEEK * 52


def shift_of(unit: str) -> Callable[[Days], Days]:
    return weeks_back if unit == "week" else lambda days: months_back(days, 12)
