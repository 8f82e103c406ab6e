"""Reads a number of days or weeks that nothing leads to as the last ones: "bounce rate, 90 days", "30-day revenue"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.orchestrator.understanding.periods.period_words import Lead, LeadKind, PeriodWords
from services.orchestrator.understanding.periods.relative_periods import relative_period
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.words import Word, WordKind
from services.orchestrator.understanding.saying.dates import say_range

_LAST = Lead(LeadKind.LAST)


class BareCounts:
    """The units and `[beside_counts]` of `data/periods.toml`."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words

    def read(self, words: Sequence[Word], start: int, today: date) -> tuple[int, Period] | None:
        """Where they end, and which they are; None where the days could be rows, or counted from some other day."""
        counted = self._words.count(words, start)
        if counted is None or counted[1] < 2 or not counted[0] < len(words):
            return None
        at, count = counted
        unit, many = self._words.units.get(words[at].key, (None, 1))
        if unit is None or not self._stands_alone(words, start, at + 1):
            return None
        period = relative_period(_LAST, count * many, unit, today)
        if not isinstance(period, Period):
            return None
        said = " ".join(word.text for word in words[start : at + 1])
        return at + 1, replace(period, assumption=f'"{said}" was read as the last ones, {say_range(period.days)}.')

    def _stands_alone(self, words: Sequence[Word], start: int, end: int) -> bool:
        beside = self._words.beside_counts
        before = words[start - 1].key if start else ""
        behind = words[end].key if end < len(words) else ""
        return (
            before not in beside["behind"]
            and behind not in beside["before"]
            and (end == len(words) or words[end].kind is not WordKind.NUMBER)
            and beside["anywhere"].isdisjoint(word.key for word in words)
        )
