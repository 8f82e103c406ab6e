"""Reads named weekdays and weekends: "on Tuesday", "last Friday", "last 4 Mondays", "the past two weekends"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.period_words import (
    Lead,
    LeadKind,
    PeriodWords,
    ends_there,
    past_article,
)
from services.orchestrator.understanding.periods.vocabulary_of_time import ImpossiblePeriod, Shifted, WeekdaysBefore
from services.orchestrator.understanding.periods.weekday_periods import (
    last_weekday,
    last_weekdays,
    last_weekend,
    last_weekends,
    last_working_days,
    latest_day,
    named_weekday,
    weekday_of_this_week,
    weeks_before_last,
)
from services.orchestrator.understanding.reading.words import Word

Read = tuple[int, Meaning]

_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")
_WEEKEND = frozenset({5, 6})
_BEFORE_THAT = (("before", "that"), ("prior", "to", "that"), ("before",), ("prior",))
_IN_ONE_WORD = frozenset({"weekdays", "workdays", "workday"})
_WORKING = frozenset({"business", "working", "work"})
_DAYS = frozenset({"day", "days"})


def of_weekdays(words: PeriodWords) -> Collection[str]:
    """The words of which one stands wherever weekdays are said."""
    days = {form for day in words.weekdays for form in (day, f"{day}s")}
    return days | _IN_ONE_WORD | _WORKING | {"weekend", "weekends"}


class WeekdayGrammar:
    """Reads from a word on; None where no weekday or weekend stands there."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the days end, and what they are."""
        key = words[start].key
        weekday = self._words.weekdays.get(key)
        if weekday is not None or key == "weekend":
            return (
                self._before_last(words, start, weekday, today)
                or self._before(words, start, weekday)
                or self._with_its_day(words, start, weekday, today)
                or self._alone(words, start, weekday, today)
            )
        if ago := self._ago(words, start, today):
            return ago
        led = self._words.lead(words, start)
        if led is None or led[0] >= len(words):
            return None
        counted = self._words.count(words, led[0])
        if counted:
            return self._several(words, counted[0], counted[1], led[1], today)
        return self._one(words, led[0], led[1], today)

    def _alone(self, words: Sequence[Word], start: int, weekday: int | None, today: date) -> Read | None:
        """ "Tuesday", and "over the weekend", which alone is one that is over."""
        if weekday is not None:
            return start + 1, named_weekday(weekday, today)
        if [word.key for word in words[max(start - 2, 0) : start]] != ["over", "the"]:
            return None
        if today.weekday() in _WEEKEND:
            return start + 1, ImpossiblePeriod("This weekend, or the one before?", refused=False)
        return start + 1, last_weekend(today)

    def _before_last(self, words: Sequence[Word], start: int, weekday: int | None, today: date) -> Read | None:
        """ "The weekend before last", "the Monday before last"."""
        if [word.key for word in words[start + 1 : start + 3]] != ["before", "last"]:
            return None
        following = words[start + 3].key if start + 3 < len(words) else ""
        if following in self._words.units or following in self._words.weekdays or following == "weekend":
            return None
        return start + 3, weeks_before_last(1, weekday, today)

    def _before(self, words: Sequence[Word], start: int, weekday: int | None) -> Read | None:
        """ "(Last Friday vs) the Friday before", "the weekend prior to that"; not "the Friday before Christmas"."""
        keys = [word.key for word in words[start + 1 : start + 4]]
        said = next((said for said in _BEFORE_THAT if keys[: len(said)] == list(said)), ())
        days = (weekday, weekday) if weekday is not None else (min(_WEEKEND), max(_WEEKEND))
        end = start + 1 + len(said)
        return (end, Shifted(WeekdaysBefore(*days))) if said and ends_there(words, end) else None

    def _with_its_day(self, words: Sequence[Word], start: int, weekday: int | None, today: date) -> Read | None:
        """ "Saturday the 21st": the latest 21st, where that is a Saturday."""
        at = past_article(words, start + 1)
        day = _ORDINAL.fullmatch(words[at].key) if weekday is not None and at < len(words) else None
        behind = words[at + 1].key if day and at + 1 < len(words) else ""
        if day is None or behind == "of" or behind in self._words.months:
            return None
        return at + 1, latest_day(int(day[1]), weekday, today)

    def _ago(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "Two weekends ago", "3 Mondays ago"."""
        counted = self._words.count(words, start)
        if counted is None or counted[0] + 1 >= len(words) or words[counted[0] + 1].key != "ago":
            return None
        key = words[counted[0]].key
        weekday = self._words.weekdays.get(key.removesuffix("s"))
        if weekday is None and key not in {"weekend", "weekends"}:
            return None
        return counted[0] + 2, weeks_before_last(counted[1] - 1, weekday, today)

    def _one(self, words: Sequence[Word], at: int, lead: Lead, today: date) -> Read | None:
        key = words[at].key
        weekday = self._words.weekdays.get(key)
        if lead.kind is not LeadKind.THIS and (end := _past_working_days(words, at)):
            return end, last_working_days(1, today)
        if key == "weekend":
            if lead.kind is LeadKind.THIS:
                return at + 1, ImpossiblePeriod("The weekend that is over, or the one to come?", refused=False)
            return at + 1, replace(last_weekend(today), relative=lead.relative)
        if weekday is None:
            return None
        if lead.kind is LeadKind.THIS:
            return at + 1, weekday_of_this_week(weekday, today)
        return at + 1, replace(last_weekday(weekday, today), relative=lead.relative)

    def _several(self, words: Sequence[Word], at: int, count: int, lead: Lead, today: date) -> Read | None:
        key = words[at].key if at < len(words) else ""
        if lead.kind is not LeadKind.THIS and (end := _past_working_days(words, at)):
            return end, last_working_days(count, today)
        weekday = self._words.weekdays.get(key[:-1]) if key.endswith("s") and len(key) > len("thurs") else None
        if lead.kind is LeadKind.THIS or (weekday is None and key not in {"weekend", "weekends"}):
            return None
        if weekday is None:
            return at + 1, last_weekends(count, today)
        return at + 1, last_weekdays(count, weekday, today)


def _past_working_days(words: Sequence[Word], at: int) -> int:
    """Where "business days", "working day" or "weekdays" ends; 0 where it is not that."""
    keys = [word.key for word in words[at : at + 2]]
    if keys[:1] and keys[0] in _IN_ONE_WORD:
        return at + 1
    return at + 2 if len(keys) > 1 and keys[0] in _WORKING and keys[1] in _DAYS else 0
