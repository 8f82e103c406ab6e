"""Reads days of a week that is said: "Monday of last week", "last week Monday", "Mon-Fri last week"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import unit_around
from services.orchestrator.understanding.periods.checked_periods import checked_period
from services.orchestrator.understanding.periods.period_words import LeadKind, PeriodWords, past_article
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, ImpossiblePeriod, Period
from services.orchestrator.understanding.periods.weekday_periods import of_each_week
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word
from services.orchestrator.understanding.saying.dates import say_range

Read = tuple[int, Meaning]

_WEEK = 7
_SUNDAY = 6
_TO = frozenset({"to", "-", "through", "thru", "until", "till"})
_BESIDE = frozenset({"and", "or", "vs", "versus", "v", "with", "against", "+"})
_BEFORE_THE_WEEK = frozenset({"of", "in", ","})
_BEFORE_THE_DAY = frozenset({"on", ",", "from", "'", "("})


@dataclass(frozen=True, slots=True)
class _Days:
    """Weekdays from one to another, or two of them without a range."""

    end: int
    first: int
    last: int
    end_named: bool = False
    is_range: bool = True

    def of(self, weeks_back: int, today: date) -> Meaning:
        """Those days of that week, which runs from Sunday, and from Monday where a range of them ends on a Sunday."""
        if not self.is_range or (self.end_named and self.first == self.last):
            return ImpossiblePeriod("Two days of a week are asked about by the dates of both.", refused=False)
        start = unit_around(today, CalendarUnit.WEEK).start - timedelta(days=_WEEK * weeks_back)
        if self.last != _SUNDAY or self.first == _SUNDAY:
            days = [start + timedelta(days=(weekday + 1) % _WEEK) for weekday in (self.first, self.last)]
            return of_each_week(checked_period(DateRange(*days), today, opens=self.first == self.last))
        monday = today - timedelta(days=today.weekday() + _WEEK * weeks_back)
        range_ = DateRange(monday + timedelta(days=self.first), monday + timedelta(days=_SUNDAY))
        unit = CalendarUnit.DAY if self.first else CalendarUnit.WEEK
        said = f"The week was read from Monday to Sunday: {say_range(range_)}."
        return of_each_week(checked_period(range_, today, said, unit=unit))

    def onwards(self, weeks_back: int, today: date) -> Meaning:
        """ "This week from Monday"; of a week that is over these may be the day or the rest."""
        day = self.of(weeks_back, today)
        if weeks_back or not isinstance(day, Period):
            return ImpossiblePeriod("That day alone, or from then on?", refused=False)
        return checked_period(DateRange(day.days.start, today), today)


class WeekDays:
    """Reads from a word on; None where no day of a week stands there."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the days end, with their week, and what they are."""
        if days := self._days(words, start):
            at = days.end + (days.end < len(words) and words[days.end].key in _BEFORE_THE_WEEK)
            week = self._week(words, past_article(words, at))
            return (week[0], days.of(week[1], today)) if week else None
        week = self._week(words, start)
        if week is None:
            return None
        at = week[0]
        while at < len(words) and words[at].key in _BEFORE_THE_DAY:
            at += 1
        days = self._days(words, past_article(words, at))
        if days and words[at - 1].key == "(":
            closed = days.end_named and days.end < len(words) and words[days.end].key == ")"
            return (days.end + 1, days.of(week[1], today)) if closed else None
        if days and words[at - 1].key == "from" and not days.end_named:
            return days.end, days.onwards(week[1], today)
        if days and at == week[0] and words[at - 1].key == "last" and words[at - 2].key == "before":
            why = "The week before that day, or that day of the week before last?"
            return days.end, ImpossiblePeriod(why, refused=False)
        return (days.end, days.of(week[1], today)) if days else None

    def _days(self, words: Sequence[Word], at: int) -> _Days | None:
        first = self._weekday(words, at)
        if first is None:
            return None
        joiner = words[at + 1].key if at + 1 < len(words) else ""
        last = self._weekday(words, at + 2) if joiner in _TO | _BESIDE else None
        if last is None:
            return _Days(at + 1, first, first)
        return _Days(at + 3, first, last, end_named=True, is_range=joiner in _TO)

    def _weekday(self, words: Sequence[Word], at: int) -> int | None:
        return self._words.weekdays.get(words[at].key) if at < len(words) else None

    def _week(self, words: Sequence[Word], at: int) -> tuple[int, int] | None:
        """ "Last week", "this week", "the week before last": where it ends, and how many weeks back it lies."""
        if [word.key for word in words[at : at + 3]] == ["week", "before", "last"]:
            return at + 3, 2
        led = self._words.lead(words, at)
        if led is None or led[0] >= len(words) or led[1].kind.ends_yesterday:
            return None
        if self._words.units.get(words[led[0]].key) != (CalendarUnit.WEEK, 1):
            return None
        return led[0] + 1, int(led[1].kind is not LeadKind.THIS)
