"""Finds periods of a fiscal year, whose start nothing here tells: "last fiscal quarter", "FY26 Q1"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.period_words import PeriodWords
from services.orchestrator.understanding.periods.vocabulary_of_time import ImpossiblePeriod
from services.orchestrator.understanding.reading.words import Word

FISCAL = frozenset({"fiscal", "financial", "fy"})
_FISCAL_YEAR = re.compile(r"fy(?:[0-9]{2}){1,2}")
_PART = re.compile(r"[qh][1-4]|20[0-9]{2}")
_UNKNOWN = "When the property's fiscal year starts is not known here; name the months or the dates."


class FiscalPeriods:
    """Reads from a word on; None where no such period starts there."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words

    def read(self, words: Sequence[Word], start: int, _: date) -> tuple[int, Meaning] | None:
        """Where the period ends, and what is to be said of it; "fiscal" alone is none."""
        led = self._words.lead(words, start)
        end = first = led[0] if led else start
        while end < len(words) and (_is_fiscal(words[end].key) or self._is_part(words[end].key)):
            end += 1
        said = [word.key for word in words[first:end]]
        is_named = any(map(_FISCAL_YEAR.fullmatch, said)) or (len(said) > 1 and not FISCAL.isdisjoint(said))
        return (end, ImpossiblePeriod(_UNKNOWN, refused=False)) if is_named else None

    def _is_part(self, word: str) -> bool:
        return word in self._words.units or _PART.fullmatch(word) is not None


def _is_fiscal(word: str) -> bool:
    return word in FISCAL or _FISCAL_YEAR.fullmatch(word) is not None
