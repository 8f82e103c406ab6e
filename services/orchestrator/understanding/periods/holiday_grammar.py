"""Reads days with names of their own: "Black Friday", "Halloween this year", "last Christmas", "Easter 2025"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.checked_periods import checked_period
from services.orchestrator.understanding.periods.holiday_calendar import HolidayCalendar, NamedDays, Unfixed
from services.orchestrator.understanding.periods.named_points import NamedPoints
from services.orchestrator.understanding.periods.period_words import LeadKind, PeriodWords
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    ImpossiblePeriod,
    Period,
    YearSaid,
)
from services.orchestrator.understanding.reading.words import Word
from services.orchestrator.understanding.saying.dates import say_range

Read = tuple[int, Meaning]

_SIDES = {"before": -1, "after": 1}


class HolidayGrammar:
    """Reads from a word on; None where no named day stands there. Without a year it is the latest one."""

    def __init__(self, words: PeriodWords, points: NamedPoints, holidays: HolidayCalendar) -> None:
        self._words = words
        self._points = points
        self._holidays = holidays

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the name ends, with its year, and the days."""
        return self._day_beside(words, start, today) or self._named(words, start, today)

    def _named(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        led = self._words.lead(words, start)
        kind, at = (led[1].kind, led[0]) if led else (None, start)
        if kind is not None and kind.ends_yesterday:
            return None
        found = self._holidays.longest(words, at) if at < len(words) else None
        if found is None:
            return self._year_first(words, start, today)
        end, named = found
        name = _name(words[at:end])
        if isinstance(named, Unfixed):
            return end, ImpossiblePeriod(f"Which days are meant by {name}? Name the dates.", refused=False)
        if kind is not None:
            return end, self._days(named, name, today.year if kind is LeadKind.THIS else 0, today)
        year = self._points.year(words, end) or self._points.year_counted_back(words, end, today)
        if year:
            return year[0], self._days(named, name, year[1], today)
        return end, self._days(named, name, 0, today)

    def _day_beside(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "The day after Thanksgiving", "the day before Christmas 2025"."""
        side = _SIDES.get(words[start + 1].key) if words[start].key == "day" and start + 1 < len(words) else None
        found = self._holidays.longest(words, start + 2) if side and start + 2 < len(words) else None
        if side is None or found is None or isinstance(found[1], Unfixed) or found[1].first != found[1].last:
            return None
        end, year = (
            self._points.year(words, found[0])
            or self._points.year_counted_back(words, found[0], today)
            or (
                found[0],
                0,
            )
        )
        day = found[1].first + side
        return end, self._days(replace(found[1], first=day, last=day), _name(words[start:end]), year, today)

    def _year_first(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "2025 Black Friday"."""
        year = self._points.year(words, start) if words[start].key.isdigit() else self._year_before(words, start, today)
        found = self._holidays.longest(words, year[0]) if year and year[0] < len(words) else None
        if year is None or found is None or isinstance(found[1], Unfixed):
            return None
        name = _name(words[year[0] : found[0]])
        return found[0], self._days(found[1], name, year[1], today)

    def _year_before(self, words: Sequence[Word], start: int, today: date) -> tuple[int, int] | None:
        """ "Last year's Black Friday"."""
        year = None if words[start].key == "the" else self._points.year_counted_back(words, start, today)
        owns = year is not None and year[0] + 1 < len(words) and words[year[0]].key == "'"
        return (year[0] + 1, year[1]) if year is not None and owns else None

    def _days(self, named: NamedDays, name: str, year: int, today: date) -> Meaning:
        days = self._holidays.in_year(named, year) if year else self._holidays.on_or_before(named, today)
        checked = checked_period(days, today)
        if not isinstance(checked, Period):
            return checked
        return Period(
            days,
            CalendarUnit.DAY,
            opens=days.start == days.end,
            year=YearSaid.NAMED if year else YearSaid.LEFT_OPEN,
            year_before=self._holidays.in_year(named, days.start.year - 1),
            recurs=CalendarUnit.YEAR,
            assumption=f"{name} was read as {say_range(days)}, by the calendar of the United States.",
        )


def _name(words: Sequence[Word]) -> str:
    """The words as written, each with a capital."""
    said = " ".join(word.text[:1].upper() + word.text[1:] for word in words)
    return said.replace(" 'S", "'s").replace(" 's", "'s").replace(" '", "'")
