"""Reads days of a week that is said: "Monday of last week", "last week Monday", "Mon-Fri last week"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import unit_around, units_before
from services.orchestrator.understanding.periods.checked_periods import checked_period
from services.orchestrator.understanding.periods.period_words import LeadKind, PeriodWords, past_article
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, ImpossiblePeriod
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word

Read = tuple[int, Meaning]

_WEEK = 7
_TO = frozenset({"to", "-", "through", "thru", "until", "till"})
_BESIDE = frozenset({"and", "or", "vs", "versus", "v", "with", "against", "+"})
_BEFORE_THE_WEEK = frozenset({"of", "in", ","})
_BEFORE_THE_DAY = frozenset({"on", ",", "from", "'"})


@dataclass(frozen=True, slots=True)
class _Days:
    """Weekdays from one to another, or two of them without a range."""

    end: int
    first: int
    last: int
    is_range: bool = True

    def of(self, week: DateRange, today: date) -> Meaning:
        """Those days of that week."""
        if not self.is_range:
            return ImpossiblePeriod("Two days of a week are asked about by the dates of both.", refused=False)
        days = [week.start + timedelta(days=(weekday + 1) % _WEEK) for weekday in (self.first, self.last)]
        return checked_period(DateRange(days[0], days[1]), today, opens=self.first == self.last)


class WeekDays:
    """Reads from a word on; None where no day of a week stands there."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the days end, with their week, and what they are."""
        if days := self._days(words, start):
            at = days.end + (days.end < len(words) and words[days.end].key in _BEFORE_THE_WEEK)
            week = self._week(words, past_article(words, at), today)
            return (week[0], days.of(week[1], today)) if week else None
        week = self._week(words, start, today)
        if week is None:
            return None
        at = week[0]
        while at < len(words) and words[at].key in _BEFORE_THE_DAY:
            at += 1
        days = self._days(words, past_article(words, at))
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
        return _Days(at + 1, first, first) if last is None else _Days(at + 3, first, last, joiner in _TO)

    def _weekday(self, words: Sequence[Word], at: int) -> int | None:
        return self._words.weekdays.get(words[at].key) if at < len(words) else None

    def _week(self, words: Sequence[Word], at: int, today: date) -> tuple[int, DateRange] | None:
        """ "Last week", "this week", "the week before last"."""
        this = unit_around(today, CalendarUnit.WEEK)
        keys = [word.key for word in words[at : at + 3]]
        if keys == ["week", "before", "last"]:
            return at + 3, units_before(this.start - timedelta(days=_WEEK), CalendarUnit.WEEK, 1)
        led = self._words.lead(words, at)
        if led is None or led[0] >= len(words) or led[1].kind.ends_yesterday:
            return None
        if self._words.units.get(words[led[0]].key) != (CalendarUnit.WEEK, 1):
            return None
        last = units_before(this.start, CalendarUnit.WEEK, 1)
        return led[0] + 1, this if led[1].kind is LeadKind.THIS else last
