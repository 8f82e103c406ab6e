"""Days with names of their own, such as Halloween and Black Friday; those of the United States."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.periods.holiday_dates import HolidayDates
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word


@dataclass(frozen=True, slots=True)
class NamedDays:
    """Days counted from a holiday: Black Friday is the day after Thanksgiving."""

    holiday: str
    first: int = 0
    last: int = 0


class Unfixed:
    """A named time whose days not all agree on."""


class HolidayCalendar:
    """The names of `data/holidays.toml` and the days that they stand for."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self._names = Lexicon[NamedDays | Unfixed]()
        for holiday, phrases in tables["holidays"].items():
            for phrase in phrases:
                self._names.add(phrase, NamedDays(holiday))
        for entry in tables["around"]:
            for phrase in entry["words"]:
                self._names.add(phrase, NamedDays(entry["holiday"], entry["first"], entry["last"]))
        unfixed = Unfixed()
        for phrase in tables["unfixed"]["words"]:
            self._names.add(phrase, unfixed)
        self._dates = HolidayDates(tables)

    def longest(self, words: Sequence[Word], start: int) -> tuple[int, NamedDays | Unfixed] | None:
        """The end and the meaning of the longest name that starts with the word at `start`."""
        return self._names.longest(words, start)

    def names(self) -> list[str]:
        """All names, in small letters."""
        return [phrase for phrase, _ in self._names.phrases()]

    def first_words(self) -> set[str]:
        """The words that names start with."""
        return {phrase.split()[0] for phrase, _ in self._names.phrases()}

    def in_year(self, named: NamedDays, year: int) -> DateRange:
        """The days in that year."""
        holiday = self._dates.in_year(named.holiday, year)
        return DateRange(holiday + timedelta(days=named.first), holiday + timedelta(days=named.last))

    def on_or_before(self, named: NamedDays, last: date) -> DateRange:
        """The latest such days that end by `last`."""
        days = self.in_year(named, last.year)
        return days if days.end <= last else self.in_year(named, last.year - 1)
