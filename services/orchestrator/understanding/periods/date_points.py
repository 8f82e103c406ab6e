"""A day, month, quarter or year as it is named, perhaps without its year, and the days it stands for."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date

from services.orchestrator.understanding.periods.calendar_days import unit_around
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit
from services.orchestrator.understanding.plan import DateRange

_MONTHS = 12
_YEARS_BACK = 8
"""How far back a 29 February without a year may lie."""

_LONGEST_ACROSS_YEARS = 183
"""Days between "15 December" and "3 January"; two dates further apart were named in the wrong order."""


@dataclass(frozen=True, slots=True)
class DatePoint:
    """A named day, month, quarter or year; zero stands for a part that is not named. `day` needs `month`.

    `weekday` is the one said with a day, which has no days where that is wrong.
    """

    unit: CalendarUnit
    year: int = 0
    quarter: int = 0
    month: int = 0
    day: int = 0
    weekday: int | None = None

    def in_year(self, year: int) -> DateRange | None:
        """The days in that year; None where there are none, as for 30 February."""
        days = self._by_the_calendar(year)
        return days if self._agrees(days) else None

    def _by_the_calendar(self, year: int) -> DateRange | None:
        month = self.month or (self.quarter * 3 if self.quarter else 1)
        day = self.day or 1
        if month > _MONTHS or not MINYEAR <= year < MAXYEAR:
            return None
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            return None
        return unit_around(date(year, month, day), self.unit)

    def on_or_before(self, last: date) -> DateRange | None:
        """The named days, or without a year the latest ones that end by `last`."""
        days = self.whatever_weekday(last)
        return days if self._agrees(days) else None

    def whatever_weekday(self, last: date) -> DateRange | None:
        """The same, also where the day is another weekday than the one said with it."""
        if self.year:
            return self._by_the_calendar(self.year)
        for year in range(last.year, last.year - _YEARS_BACK, -1):
            days = self._by_the_calendar(year)
            if days is not None and days.end <= last:
                return days
        return None

    def _agrees(self, days: DateRange | None) -> bool:
        return days is None or self.weekday in {None, days.start.weekday()}

    def with_year(self, year: int) -> DatePoint:
        """The point, in that year where it names none."""
        return self if self.year else replace(self, year=year)

    def on_weekday(self, weekday: int) -> DatePoint:
        """The point, said with its weekday; Monday is 0."""
        return replace(self, weekday=weekday)


def span_of(first: DatePoint, last: DatePoint, latest: date) -> DateRange | None:
    """The days from one point to another; None where there are none.

    A year that only one of them names counts for both, and the first lies before the last, at most half a
    year where that takes it into the year before. Without any year they are the latest ones that end by `latest`.
    """
    if first.year and not last.year:
        end = last.in_year(first.year)
        start = first.in_year(first.year)
    else:
        end = last.on_or_before(latest)
        start = first.on_or_before(end.end) if end else None
    if start is None or end is None or start.start > end.end:
        return None
    guessed = not first.year and start.start.year != end.end.year
    if guessed and (end.end - start.start).days > _LONGEST_ACROSS_YEARS:
        return None
    return DateRange(start.start, end.end)
