"""Reads named weekdays and weekends: "on Tuesday", "last Friday", "last 4 Mondays", "the past two weekends"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.period_words import Lead, LeadKind, PeriodWords
from services.orchestrator.understanding.periods.vocabulary_of_time import ImpossiblePeriod
from services.orchestrator.understanding.periods.weekday_periods import (
    last_weekday,
    last_weekdays,
    last_weekend,
    last_weekends,
    named_weekday,
    weekday_of_this_week,
)
from services.orchestrator.understanding.reading.words import Word

Read = tuple[int, Meaning]


class WeekdayGrammar:
    """Reads from a word on; None where no weekday or weekend stands there."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the days end, and what they are."""
        weekday = self._words.weekdays.get(words[start].key)
        if weekday is not None:
            return start + 1, named_weekday(weekday, today)
        led = self._words.lead(words, start)
        if led is None or led[0] >= len(words):
            return None
        counted = self._words.count(words, led[0])
        if counted:
            return self._several(words, counted[0], counted[1], led[1], today)
        return self._one(words, led[0], led[1], today)

    def _one(self, words: Sequence[Word], at: int, lead: Lead, today: date) -> Read | None:
        key = words[at].key
        weekday = self._words.weekdays.get(key)
        if key == "weekend":
            if lead.kind is LeadKind.THIS:
                return at + 1, ImpossiblePeriod("The weekend that is over, or the one to come?", refused=False)
            return at + 1, last_weekend(today)
        if weekday is None:
            return None
        if lead.kind is LeadKind.THIS:
            return at + 1, weekday_of_this_week(weekday, today)
        return at + 1, last_weekday(weekday, today)

    def _several(self, words: Sequence[Word], at: int, count: int, lead: Lead, today: date) -> Read | None:
        key = words[at].key if at < len(words) else ""
        weekday = self._words.weekdays.get(key[:-1]) if key.endswith("s") and len(key) > len("thurs") else None
        if lead.kind is LeadKind.THIS or (weekday is None and key not in {"weekend", "weekends"}):
            return None
        if weekday is None:
            return at + 1, last_weekends(count, today)
        return at + 1, last_weekdays(count, weekday, today)
