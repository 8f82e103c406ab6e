"""Reads one week said by a day of it or by its number: "the week of Nov 9", "w/c 9 Nov", "week 46", "2026-W46"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import unit_around
from services.orchestrator.understanding.periods.checked_periods import checked_period, no_such_days, with_year_said
from services.orchestrator.understanding.periods.named_points import NamedPoints
from services.orchestrator.understanding.periods.period_words import Mark, PeriodWords
from services.orchestrator.understanding.periods.range_grammar import Manner, RangeGrammar
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    ImpossiblePeriod,
    Period,
    YearSaid,
)
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word, WordKind
from services.orchestrator.understanding.saying.dates import say_range

Read = tuple[int, Meaning]

_ISO_WEEK = re.compile(r"(20[0-9]{2})?w([0-9]{1,2})\Z")
_DIVIDING = frozenset({"by", "per", "each", "every", "a"})
_UP_TO = frozenset({"to", "until", "till", "through", "thru", "-"})
_YEARS_BACK = 8
_RARE_WEEK = 53
_SIX_DAYS = timedelta(days=6)


class WeekGrammar:
    """Reads from a word on; None where no week stands there."""

    def __init__(self, words: PeriodWords, points: NamedPoints, ranges: RangeGrammar) -> None:
        self._words = words
        self._points = points
        self._ranges = ranges

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the week ends, and its days."""
        if start and words[start - 1].key in _DIVIDING:
            # "By week from 1 August to 31 October", "per week 1-21 November"
            return None
        return (
            self._by_its_days(words, start, today)
            or self._by_a_day(words, start, today)
            or self._by_number(words, start, today)
        )

    def _by_its_days(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "The week of Nov 15 to Nov 21", "week 15-21 Nov"."""
        for mark in (Mark.WEEK_OF, Mark.WEEK_NUMBER):
            at = self._words.past(words, start, mark)
            read = self._ranges.read(words, at, "", today, Manner.AS_RANGE) if at is not None else None
            if read is None:
                continue
            if isinstance(read[1], Period) and read[1].days.end - read[1].days.start != _SIX_DAYS:
                return read[0], ImpossiblePeriod("The week of which day, or all of those days?", refused=False)
            return read
        return None

    def _by_a_day(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        for mark in (Mark.WEEK_OF, Mark.WEEK_FROM, Mark.WEEK_TO):
            at = self._words.past(words, start, mark)
            point = self._points.point(words, at) if at is not None else None
            if point is None or point[1].unit is not CalendarUnit.DAY:
                continue
            if mark is Mark.WEEK_FROM and point[0] < len(words) and words[point[0]].key in _UP_TO:
                continue
            found = point[1].on_or_before(today)
            if found is None:
                return point[0], no_such_days()
            said = YearSaid.NAMED if point[1].year else YearSaid.LEFT_OPEN
            return point[0], with_year_said(_week(mark, found.start, today), said)
        return None

    def _by_number(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ISO weeks start on Monday."""
        word, at = words[start], start + 1
        year = number = 0
        if match := _ISO_WEEK.match(word.key):
            year, number = int(match[1] or 0), int(match[2])
        elif word.kind is WordKind.NUMBER and at < len(words) and (match := _ISO_WEEK.match(words[at].key)):
            read = self._points.year(words, start)
            if read is None or match[1]:
                return None
            year, number, at = read[1], int(match[2]), at + 1
        else:
            marked = self._words.past(words, start, Mark.WEEK_NUMBER)
            counted = self._words.count(words, marked) if marked is not None else None
            if counted is None:
                return None
            at, number = counted
        if not year and (read := self._points.year(words, at)):
            at, year = read
        return at, with_year_said(_iso_week(year, number, today), YearSaid.NAMED if year else YearSaid.LEFT_OPEN)


def _week(mark: Mark, day: date, today: date) -> Meaning:
    if mark is Mark.WEEK_FROM:
        return checked_period(DateRange(day, day + _SIX_DAYS), today, unit=CalendarUnit.WEEK)
    if mark is Mark.WEEK_TO:
        return checked_period(DateRange(day - _SIX_DAYS, day), today, unit=CalendarUnit.WEEK)
    days = unit_around(day, CalendarUnit.WEEK)
    assumption = f"The week was read as the one, from Sunday to Saturday, that holds the day: {say_range(days)}."
    return checked_period(days, today, assumption, unit=CalendarUnit.WEEK)


def _iso_week(year: int, number: int, today: date) -> Meaning:
    """Of the year, or without one the latest that is over."""
    for each in (year,) if year else range(today.year, today.year - _YEARS_BACK, -1):
        try:
            monday = date.fromisocalendar(each, number, 1)
        except ValueError:
            continue
        days = DateRange(monday, monday + _SIX_DAYS)
        # Few years have a week 53: one that is not over is nearer than the one before.
        if year or days.end < today or (number == _RARE_WEEK and days.start <= today):
            assumption = f"Week {number} was read as the ISO week of {each}, from Monday to Sunday: {say_range(days)}."
            checked = checked_period(days, today, assumption, unit=CalendarUnit.WEEK)
            return checked if not isinstance(checked, Period) or checked.days == days else _not_over(checked, number)
    return no_such_days()


def _not_over(period: Period, number: int) -> Period:
    said = f"Week {number} was read as an ISO week, from Monday on, up to today: {say_range(period.days)}."
    return Period(period.days, period.unit, assumption=said)
