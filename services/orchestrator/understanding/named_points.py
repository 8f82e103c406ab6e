"""Reads a named day, month, quarter or year at a word: "3rd of October 2025", "Oct 3", "Q3", "2026-10-03"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.orchestrator.understanding.date_points import DatePoint
from services.orchestrator.understanding.period_words import PeriodWords
from services.orchestrator.understanding.vocabulary_of_time import CalendarUnit
from services.orchestrator.understanding.words import Word, WordKind

_YEARS = range(2000, 2101)
_LONGEST_MONTH = 31
_ORDINAL_ENDINGS = ("st", "nd", "rd", "th")
Read = tuple[int, DatePoint]


class NamedPoints:
    """Reads from a word on; each method returns where the reading ends and what it is, or None."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = words

    def point(self, words: Sequence[Word], start: int) -> Read | None:
        """Any named point."""
        if start >= len(words):
            return None
        word = words[start]
        if word.kind is WordKind.DAY:
            return _iso_day(word, start)
        if word.kind is WordKind.SLASHED_DAY:
            return start + 1, _slashed_day(word)
        return (
            self._month_first(words, start)
            or self._day_first(words, start)
            or self._quarter(words, start)
            or self._year_alone(words, start)
        )

    def month(self, words: Sequence[Word], at: int) -> int | None:
        """The number of the month that the word names."""
        return self._words.months.get(words[at].key) if at < len(words) else None

    def day(self, words: Sequence[Word], at: int) -> int | None:
        """The day of a month that the word names: "3", "3rd"."""
        if at >= len(words):
            return None
        key = words[at].key
        if key.endswith(_ORDINAL_ENDINGS):
            key = key[:-2]
        return int(key) if key.isascii() and key.isdigit() and len(key) <= 2 and 1 <= int(key) <= 31 else None

    def year(self, words: Sequence[Word], at: int) -> tuple[int, int] | None:
        """Where a year at the word ends, and the year; a comma or "of" may stand before it."""
        if at < len(words) and words[at].key in {",", "of"}:
            at += 1
        if at < len(words) and words[at].kind is WordKind.NUMBER and len(words[at].text) == 4:
            year = int(words[at].key) if words[at].key.isdigit() else 0
            if year in _YEARS:
                return at + 1, year
        return None

    def _with_year(self, words: Sequence[Word], end: int, point: DatePoint) -> Read:
        read = self.year(words, end)
        return (read[0], point.with_year(read[1])) if read else (end, point)

    def _month_first(self, words: Sequence[Word], start: int) -> Read | None:
        """ "October", "October 3rd, 2025", "the month of October"."""
        if [word.key for word in words[start : start + 2]] == ["month", "of"]:
            start += 2
        month = self.month(words, start)
        if month is None:
            return None
        at = start + 1
        if at < len(words) and words[at].key == "the" and self.day(words, at + 1):
            at += 1
        day = self.day(words, at)
        # "October 2 sessions" is no date, but nor is it anything else that could be meant.
        if day is None:
            return self._with_year(words, start + 1, DatePoint(CalendarUnit.MONTH, month=month))
        return self._with_year(words, at + 1, DatePoint(CalendarUnit.DAY, month=month, day=day))

    def _day_first(self, words: Sequence[Word], start: int) -> Read | None:
        day = self.day(words, start)
        if day is None:
            return None
        at = start + 1
        if at < len(words) and words[at].key == "of":
            at += 1
        month = self.month(words, at)
        if month is None:
            return None
        return self._with_year(words, at + 1, DatePoint(CalendarUnit.DAY, month=month, day=day))

    def _quarter(self, words: Sequence[Word], start: int) -> Read | None:
        key = words[start].key
        following = words[start + 1].key if start + 1 < len(words) else ""
        if len(key) == 2 and key[0] == "q" and key[1] in "1234":
            quarter, end = int(key[1]), start + 1
        elif key == "quarter" and following in {"1", "2", "3", "4"}:
            quarter, end = int(following), start + 2
        elif following == "quarter" and key in self._words.ordinals:
            quarter, end = self._words.ordinals[key], start + 2
        else:
            return None
        return self._with_year(words, end, DatePoint(CalendarUnit.QUARTER, quarter=quarter))

    def _year_alone(self, words: Sequence[Word], start: int) -> Read | None:
        at = start + 1 if words[start].key == "year" else start
        named = at < len(words) and words[at].kind is WordKind.NUMBER
        read = self.year(words, at) if named else None
        return (read[0], DatePoint(CalendarUnit.YEAR, year=read[1])) if read else None


def _iso_day(word: Word, start: int) -> Read | None:
    try:
        day = date.fromisoformat(word.text)
    except ValueError:
        return None
    return start + 1, DatePoint(CalendarUnit.DAY, year=day.year, month=day.month, day=day.day)


def _slashed_day(word: Word) -> DatePoint:
    """ "10/3", "10/3/2026" and "10/2026", the month first."""
    month, *others = map(int, word.text.split("/"))
    if len(others) == 1 and others[0] > _LONGEST_MONTH:
        return DatePoint(CalendarUnit.MONTH, year=others[0], month=month)
    year = others[1] if len(others) == 2 else 0
    return DatePoint(CalendarUnit.DAY, year=year + 2000 if 0 < year < 100 else year, month=month, day=others[0])
