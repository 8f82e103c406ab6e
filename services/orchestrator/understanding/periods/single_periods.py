"""Reads one period of any kind, with the words beside it that say how much of it is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import unit_around
from services.orchestrator.understanding.periods.period_words import Mark, PeriodWords, ToDate, past_article
from services.orchestrator.understanding.periods.relative_periods import to_date_in_year, to_date_of_last
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    ImpossiblePeriod,
    Period,
    YearSaid,
)
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word

Read = tuple[int, Meaning]

IN_DIGITS = re.compile(r"[0-9]|[qh][1-4]|[lt][0-9]|w[0-9]|fy[0-9]")
"""How words begin that are periods in digits: "2026-10-03", "Q3", "L7D", "W46", "FY26"."""

_DIGIT = re.compile("[0-9]")
_BEFORE_A_PERIOD = frozenset({"in", "of", "on", "for", "during", ","})
_MONTHS_OF_HALF = 6
_REPEATED = frozenset({CalendarUnit.MONTH, CalendarUnit.QUARTER})


class Grammar(Protocol):
    """Reads one kind of period."""

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the period from a word ends, and what it is; None where there is none."""


class SinglePeriods:
    """Takes the longest reading of all grammars; where they are equally long, the first one's."""

    def __init__(
        self, words: PeriodWords, grammars: Sequence[tuple[Grammar, Collection[str], Collection[str]]]
    ) -> None:
        """Each grammar comes with the words that its periods start with, and those of which one stands in each of them.

        Any may start with digits, or hold them instead.
        """
        self._words = words
        self._grammars = tuple((grammar, frozenset(starts), frozenset(held)) for grammar, starts, held in grammars)

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the period from a word ends, and what it is; None where there is none."""
        if (at := self._words.past(words, start, Mark.SO_FAR)) is not None:
            at += at < len(words) and words[at].key in _BEFORE_A_PERIOD
            read = self._longest(words, past_article(words, at), today)
            return (read[0], up_to_today(read[1], today, so_far=True)) if read else None
        at = past_article(words, start)
        whole = self._words.past(words, at, Mark.WHOLE)
        read = self._longest(words, whole, today) if whole is not None else None
        read = read or self._longest(words, at, today)
        if read is None:
            return None
        if not isinstance(read[1], Period):
            return read
        if read[1].unit is CalendarUnit.YEAR and (year_to_date := self._year_to_date(words, read[0])):
            return year_to_date, to_date_in_year(read[1].days.start.year, today)
        end = self._words.past(words, read[0], Mark.SO_FAR)
        if end is None:
            return read
        so_far = words[read[0]].key == "so"
        return read[0] + 2, up_to_today(read[1], today, so_far=so_far)

    def _year_to_date(self, words: Sequence[Word], at: int) -> int | None:
        """ "2025 YTD"."""
        found = self._words.phrases.longest(words, at) if at < len(words) else None
        return found[0] if found and found[1] == ToDate(CalendarUnit.YEAR) else None

    def _longest(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        if start >= len(words):
            return None
        found: Read | None = None
        key = words[start].key
        in_digits = IN_DIGITS.match(key) is not None
        keys = [word.key for word in words[start:]]
        has_digits = _DIGIT.search(" ".join(keys)) is not None
        for grammar, starts, held in self._grammars:
            if (in_digits or key in starts) and (has_digits or not held.isdisjoint(keys)):
                read = grammar.read(words, start, today)
                if read and (found is None or read[0] > found[0]):
                    found = read
        return found


def up_to_today(read: Meaning, today: date, *, so_far: bool) -> Meaning:
    """ "November so far" is this November's days; "last year to date" the same days of last year."""
    if not isinstance(read, Period):
        return read
    if read.days.end == today:
        return replace(read, to_date=True, assumption="")
    if read.year is YearSaid.LEFT_OPEN and read.unit in _REPEATED:
        start = _start_of_such(read.days, read.unit, today)
        if start.month == read.days.start.month:
            return Period(DateRange(start, today), read.unit, to_date=True)
    if read.back == 1 and not so_far and read.unit is not CalendarUnit.DAY:
        return to_date_of_last(read.unit, today)
    return ImpossiblePeriod("That period does not run to today; leave out that it does.", refused=False)


def _start_of_such(days: DateRange, unit: CalendarUnit, today: date) -> date:
    """Where today's month, quarter or half-year starts, as the days are."""
    if days != unit_around(days.start, unit):
        return date(today.year, 1 if today.month <= _MONTHS_OF_HALF else _MONTHS_OF_HALF + 1, 1)
    return unit_around(today, unit).start
