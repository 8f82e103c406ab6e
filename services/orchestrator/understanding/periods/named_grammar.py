"""Reads named days, months, quarters, halves and years: "3 October", "Q3 2025", "H1", "last October"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.checked_periods import named_period, period_between, with_year_said
from services.orchestrator.understanding.periods.date_points import DatePoint
from services.orchestrator.understanding.periods.named_points import NamedPoints
from services.orchestrator.understanding.periods.period_words import LeadKind, PeriodWords
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, ImpossiblePeriod, YearSaid
from services.orchestrator.understanding.reading.words import Word, WordKind

Read = tuple[int, Meaning]

_HALF = re.compile(r"(?:h([12])|([12])h)([0-9]{2})?\Z")
_CENTURY = 2000
_LIKELY_YEARS = range(15, 100)
_LINKS = frozenset({"of", "in", "the"})
_UNITS_OF_LEADS = frozenset({CalendarUnit.MONTH, CalendarUnit.QUARTER})


class NamedGrammar:
    """Reads from a word on; None where nothing is named there."""

    def __init__(self, words: PeriodWords, points: NamedPoints) -> None:
        self._words = words
        self._points = points

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the name ends, and the days."""
        return (
            self._half(words, start, today)
            or self._behind_its_year(words, start, today)
            or self._led(words, start, today)
            or self._point(words, start, today)
        )

    def _point(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        read = self._points.point(words, start)
        if read is None:
            return None
        end, point = read
        if not point.year and (year := self._points.year_counted_back(words, end, today)):
            end, point = year[0], point.with_year(year[1])
        if point.unit is CalendarUnit.MONTH and not point.year and _two_digits_behind_a_dash(words, end):
            why = f"Is {words[end + 1].text} the day or the year? Write the date or the month in full."
            return end + 2, ImpossiblePeriod(why, refused=False)
        return end, named_period(point, today)

    def _behind_its_year(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "Last year's Q3", "this year's October"."""
        year = None if words[start].key in _LINKS else self._points.year_counted_back(words, start, today)
        if year is None or year[0] + 1 >= len(words) or words[year[0]].key != "'":
            return None
        read = self._points.point(words, year[0] + 1)
        return None if read is None or read[1].year else (read[0], named_period(read[1].with_year(year[1]), today))

    def _led(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "Last October" is the latest complete one, "this November" that of this year."""
        led = self._words.lead(words, start)
        read = self._points.point(words, led[0]) if led else None
        if led is None or read is None or read[1].year or read[1].unit not in _UNITS_OF_LEADS:
            return None
        match led[1].kind:
            case LeadKind.LAST:
                return read[0], with_year_said(named_period(read[1], today), YearSaid.NAMED)
            case LeadKind.THIS:
                return read[0], named_period(read[1].with_year(today.year), today)
            case _:
                return None

    def _half(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "H1", "1H 2026", "H2'25", "2025 H2"."""
        year, at = 0, start
        if words[at].kind is WordKind.NUMBER and (first := self._points.year(words, at)):
            at, year = first
        match = _HALF.match(words[at].key) if at < len(words) else None
        if match is None:
            return None
        end, half = at + 1, int(match[1] or match[2])
        if match[3] and int(match[3]) in _LIKELY_YEARS:
            year = _CENTURY + int(match[3])
        elif match[3]:
            return None
        if not year:
            behind = self._points.year(words, end, short=True) or self._points.year_counted_back(words, end, today)
            end, year = behind or (end, 0)
        last = DatePoint(CalendarUnit.QUARTER, year=year, quarter=2 * half)
        return end, period_between(replace(last, quarter=2 * half - 1), last, today)


def _two_digits_behind_a_dash(words: Sequence[Word], at: int) -> bool:
    return at + 1 < len(words) and words[at].key == "-" and words[at + 1].key.isdigit() and len(words[at + 1].key) == 2
