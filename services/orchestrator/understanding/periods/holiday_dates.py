"""Dates of holidays by rule: a fixed day, a weekday of a month, or so many days from Easter."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

_WEEK = 7


class HolidayDates:
    """The tables `fixed`, `weekday_of_a_month` and `from_easter` of `data/holidays.toml`."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._fixed = {name: (month, day) for name, (month, day) in tables["fixed"].items()}
        self._weekdays = {name: (month, day, nth) for name, (month, day, nth) in tables["weekday_of_a_month"].items()}
        self._from_easter: dict[str, int] = tables["from_easter"]

    def names(self) -> set[str]:
        """The holidays that have dates."""
        return {*self._fixed, *self._weekdays, *self._from_easter}

    def in_year(self, name: str, year: int) -> date:
        """The holiday's date in that year."""
        if fixed := self._fixed.get(name):
            return date(year, *fixed)
        if weekday := self._weekdays.get(name):
            return _nth_weekday(year, *weekday)
        return easter_sunday(year) + timedelta(days=self._from_easter[name])


def easter_sunday(year: int) -> date:
    """Easter of the Gregorian calendar: the Sunday after the first full moon of spring, by the church's tables."""
    century, golden = year // 100, year % 19
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - 29 // (moon + 1) * ((21 - golden) // 11))
    days = moon - (year + year // 4 + moon + 2 - century + century // 4) % _WEEK
    return date(year, 3, 28) + timedelta(days=days)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first, length = calendar.monthrange(year, month)
    days = range(1 + (weekday - first) % _WEEK, length + 1, _WEEK)
    return date(year, month, days[nth - 1 if nth > 0 else nth])
