"""Reads the same days of another time: "same month two years ago", "the same week of 2024", "same day 3 weeks ago"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.named_points import NamedPoints
from services.orchestrator.understanding.periods.period_words import PeriodWords, past_article
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, Earlier, InYear, Shifted
from services.orchestrator.understanding.reading.words import Word

SAME = "same"
_DAYS = frozenset({"day", "days", "date", "dates", "period", "time", "point", "timeframe", "stretch"})
_UNITS = _DAYS | {"week", "month", "quarter"}
_AGO = frozenset({"ago", "back"})
_BEHIND_UNITS = _AGO | {"earlier", "before", "prior", "previously"}
_IN = frozenset({"of", "in", "from"})


class SameDays:
    """Reads from a word on; None where no such days start there."""

    def __init__(self, words: PeriodWords, points: NamedPoints) -> None:
        self._words = words
        self._points = points

    def read(self, words: Sequence[Word], start: int, today: date) -> tuple[int, Meaning] | None:
        """Where the words end, and what they mean beside the days that are compared with these."""
        keys = [word.key for word in words[start : start + 2]]
        if len(keys) < 2 or keys[0] != SAME or keys[1] not in _UNITS:
            return None
        at = start + 2
        at = past_article(words, at + (at < len(words) and words[at].key in _IN))
        if year := self._points.year(words, at):
            return year[0], Shifted(InYear(year[1]))
        if [word.key for word in words[at : at + 3]] == ["year", "before", "last"]:
            return at + 3, Shifted(InYear(today.year - 2))
        counted = self._words.count(words, at) or ((at + 1, 1) if words[at : at + 1] and words[at].key == "a" else None)
        behind = [word.key for word in words[counted[0] : counted[0] + 2]] if counted else []
        if counted is None or len(behind) < 2 or behind[0] not in self._words.units or behind[1] not in _BEHIND_UNITS:
            return None
        unit, many = self._words.units[behind[0]]
        if not counted[1] or (keys[1] not in _DAYS and unit is not CalendarUnit.YEAR):
            return None
        return counted[0] + 2, Shifted(Earlier(counted[1] * many, unit, ago=behind[1] in _AGO))
