"""Reads the day that lies some time before today, where a range begins or ends: "since 2 weeks ago"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.period_words import PeriodWords
from services.orchestrator.understanding.periods.relative_periods import day_ago
from services.orchestrator.understanding.reading.words import Word

Read = tuple[int, Meaning]

_ONE = frozenset({"a", "an"})


class CountedDays:
    """Reads from a word on; None where no such day stands there. Alone, "2 weeks ago" would be that whole week."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the words end, and the day."""
        if start >= len(words):
            return None
        counted = (start + 1, 1) if words[start].key in _ONE else self._words.count(words, start)
        if counted is None or counted[0] + 1 >= len(words) or words[counted[0] + 1].key != "ago":
            return None
        at, count = counted
        if words[at].key not in self._words.units:
            return None
        unit, many = self._words.units[words[at].key]
        return at + 2, day_ago(count * many, unit, today)
