"""Dates written in digits: "2026-10-03", "20261003", "03.10.2026", "10/3/2026", "10-03-2026", "2026-10"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from services.orchestrator.understanding.periods.date_points import DatePoint
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit
from services.orchestrator.understanding.reading.words import Word, WordKind

YEARS = range(2000, 2101)
_LONGEST_MONTH = 31
_MONTHS = 12
_DOTTED = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.20[0-9]{2}")
_BETWEEN = re.compile(r"[/-]")

Read = tuple[int, DatePoint]


def read_digits(words: Sequence[Word], start: int) -> Read | None:
    """The day or month that the digits at a word are; None where they are none."""
    word = words[start]
    if word.kind is WordKind.DAY:
        return _day(word.text.replace("/", "-"), start + 1)
    if word.kind is WordKind.SLASHED_DAY:
        return start + 1, _slashed_day(word)
    if word.kind is WordKind.DOMAIN:
        return _dotted_day(word, start + 1)
    return _in_numbers(words, start) if word.kind is WordKind.NUMBER else None


def numbers_of(word: Word) -> list[int]:
    """The numbers of a slashed day, in their order."""
    return [int(number) for number in _BETWEEN.split(word.text)]


def is_tight_dash(words: Sequence[Word], at: int) -> bool:
    """Whether a dash stands there that touches the words on both sides."""
    if not 0 < at < len(words) - 1 or words[at].key != "-":
        return False
    return words[at - 1].end == words[at].start and words[at].end == words[at + 1].start


def _in_numbers(words: Sequence[Word], start: int) -> Read | None:
    """ "20261003", and "2026-10" without a day."""
    text = words[start].text
    if len(text) == len("20261003") and text.isdigit():
        return _day(text, start + 1)
    if len(text) == len("2026") and text.isdigit() and int(text) in YEARS and is_tight_dash(words, start + 1):
        month = words[start + 2].text
        more = start + 3 < len(words) and words[start + 3].key == "-"
        if len(month) == len("10") and month.isdigit() and 1 <= int(month) <= _MONTHS and not more:
            return start + 3, DatePoint(CalendarUnit.MONTH, year=int(text), month=int(month))
    return None


def _day(text: str, end: int) -> Read | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return end, DatePoint(CalendarUnit.DAY, year=day.year, month=day.month, day=day.day)


def is_dotted_day(word: Word) -> bool:
    """Whether a word is a date like "03.10.2026"."""
    return word.kind is WordKind.DOMAIN and _DOTTED.fullmatch(word.text) is not None


def _dotted_day(word: Word, end: int) -> Read | None:
    """ "03.10.2026", the day first."""
    if not is_dotted_day(word):
        return None
    day, month, year = map(int, word.text.split("."))
    return end, DatePoint(CalendarUnit.DAY, year=year, month=month, day=day)


def _slashed_day(word: Word) -> DatePoint:
    """ "10/3", "10/3/2026" and "10/2026", the month first unless only the day can be."""
    month, *others = numbers_of(word)
    if len(others) == 1 and others[0] > _LONGEST_MONTH:
        return DatePoint(CalendarUnit.MONTH, year=others[0], month=month)
    year = others[1] if len(others) == 2 else 0
    day = others[0]
    if month > _MONTHS:
        month, day = day, month
    return DatePoint(CalendarUnit.DAY, year=year + 2000 if 0 < year < 100 else year, month=month, day=day)
