"""The words that periods are said in, read from `data/periods.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from services.orchestrator.understanding.lexicon import Lexicon
from services.orchestrator.understanding.vocabulary_of_time import CalendarUnit

_WORDS_OF_THE_GRAMMAR = frozenset(
    {"since", "between", "today", "yesterday", "before", "prior", "earlier", "until", "till", "through", "thru", "half"}
    | {"hour", "hours", "minute", "minutes", "weekend", "weekends"}
)


class LeadKind(Enum):
    """Which days of a unit a lead word speaks of."""

    LAST = auto()
    """The last complete one."""
    PAST = auto()
    """As many days as it has, ending yesterday."""
    THIS = auto()
    """From its start to today."""


@dataclass(frozen=True, slots=True)
class Lead:
    """ "last", "past", "this". `relative` where it can also mean the one before another period."""

    kind: LeadKind
    relative: bool = False


@dataclass(frozen=True, slots=True)
class ToDate:
    """ "year to date"."""

    unit: CalendarUnit


Phrase = Lead | ToDate


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """Tables of single words, and `phrases` of one word or more."""

    months: dict[str, int]
    weekdays: dict[str, int]
    units: dict[str, CalendarUnit]
    numbers: dict[str, int]
    short_units: dict[str, CalendarUnit]
    ordinals: dict[str, int]
    phrases: Lexicon[Phrase]

    def all(self) -> set[str]:
        """Every single word that periods are said in."""
        tables = (self.months, self.weekdays, self.units, self.numbers, self.ordinals)
        words = {word for table in tables for word in table}
        return words.union(_WORDS_OF_THE_GRAMMAR, *(phrase.split() for phrase, _ in self.phrases.phrases()))


def period_words(periods: dict[str, Any], numbers: dict[str, int]) -> PeriodWords:
    """Builds the tables from the content of `data/periods.toml` and the words for numbers."""
    phrases = Lexicon[Phrase]()
    leads = periods["leads"]
    for name, kind in (("last", LeadKind.LAST), ("past", LeadKind.PAST), ("this", LeadKind.THIS)):
        for phrase in leads[name]:
            phrases.add(phrase, Lead(kind, relative=phrase in leads["relative"]))
    for unit, names in periods["to_date"].items():
        for phrase in names:
            phrases.add(phrase, ToDate(CalendarUnit(unit)))
    return PeriodWords(
        months=periods["months"],
        weekdays=periods["weekdays"],
        units={word: CalendarUnit(unit) for word, unit in periods["units"].items()},
        numbers=numbers,
        short_units={word: CalendarUnit(unit) for word, unit in periods["short_units"].items()},
        ordinals=periods["ordinals"],
        phrases=phrases,
    )
