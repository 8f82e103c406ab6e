"""The words that periods are said in, read from `data/periods.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any

from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit
from services.orchestrator.understanding.reading.words import Word, WordKind

_WORDS_OF_THE_GRAMMAR = frozenset(
    {"between", "today", "yesterday", "ago", "before", "prior", "earlier", "until", "till", "through", "thru", "half"}
    | {"halves", "hour", "hours", "minute", "minutes", "min", "mins", "weekend", "weekends"}
)
_BEHIND_PERIODS = frozenset({"by", "per", "vs", "vs.", "versus", "compared", "for", "from", "on", "in", "please"})
_STOPS = frozenset({",", "?", ".", "!", ";", ":", ")"})
_TENS = range(20, 100, 10)
_ONES = range(1, 10)
_LONGEST_COUNT = 6
_INCLUDING = frozenset({"including", "incl", "incl."})
"""Digits of a count that are read; no period is longer."""


class LeadKind(Enum):
    """Which days of a unit a lead word speaks of."""

    LAST = auto()
    """The last complete one."""
    PAST = auto()
    """Like the last one where they are counted; a single one is as many days as it has, ending yesterday."""
    ROLLING = auto()
    """Days that end yesterday, and so many units before them."""
    THIS = auto()
    """From its start to today."""

    @property
    def ends_yesterday(self) -> bool:
        """Whether it speaks of a stretch of days, and so of nothing that has a name."""
        return self in {LeadKind.PAST, LeadKind.ROLLING}


_LEADS = {"last": LeadKind.LAST, "past": LeadKind.PAST, "rolling": LeadKind.ROLLING, "this": LeadKind.THIS}


@dataclass(frozen=True, slots=True)
class Lead:
    """ "last", "past", "this". `relative` where it can also mean the one before another period."""

    kind: LeadKind
    relative: bool = False


@dataclass(frozen=True, slots=True)
class ToDate:
    """ "year to date"."""

    unit: CalendarUnit


class Mark(StrEnum):
    """Words beside a period that say which of its days are meant; the names of their lists."""

    SINCE = "since"
    AFTER = "after"
    UNTIL = "until"
    ONWARDS = "onwards"
    SO_FAR = "so far"
    WHOLE = "whole"
    START = "start"
    VAGUE = "vague"
    WEEK_OF = "week of"
    WEEK_FROM = "week from"
    WEEK_TO = "week to"
    WEEK_NUMBER = "week number"


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """Tables of single words; `phrases` and `marks` are of one word or more.

    `units` are so many of a calendar's unit: a fortnight is two weeks. `changes` are words that ask how figures moved.
    `beside_counts` are the words beside which a number of days is no period of its own: "top 10 days", "3 days after".
    `leading` are the first words of phrases, and "week", which leads to a day; `marked` and `changing` those of marks
    and of changes.
    """

    months: dict[str, int]
    weekdays: dict[str, int]
    units: dict[str, tuple[CalendarUnit, int]]
    numbers: dict[str, int]
    short_units: dict[str, CalendarUnit]
    ordinals: dict[str, int]
    aliases: dict[str, CalendarUnit]
    last_to_date: dict[str, CalendarUnit]
    beside_counts: dict[str, frozenset[str]]
    changes: Lexicon[bool]
    phrases: Lexicon[Lead | ToDate]
    marks: Lexicon[Mark]
    leading: frozenset[str]
    marked: frozenset[str]
    changing: frozenset[str]

    def marking(self, *marks: Mark) -> frozenset[str]:
        """The first words of these marks."""
        return frozenset(phrase.split()[0] for phrase, mark in self.marks.phrases() if mark in marks)

    @property
    def counting(self) -> frozenset[str]:
        """Numbers and what they count, and the units in short that stand for the last one."""
        return frozenset(self.numbers.keys() | self.units.keys() | self.aliases.keys() | self.last_to_date.keys())

    @property
    def naming(self) -> frozenset[str]:
        """What days, months and quarters are named by."""
        return frozenset(self.months.keys() | self.weekdays.keys() | self.ordinals.keys())

    def all(self) -> set[str]:
        """Every single word that periods are said in."""
        tables = (self.months, self.weekdays, self.units, self.numbers, self.ordinals, self.aliases, self.last_to_date)
        words = {word for table in tables for word in table}
        lists = ((phrase for phrase, _ in lexicon) for lexicon in (self.phrases.phrases(), self.marks.phrases()))
        return words.union(_WORDS_OF_THE_GRAMMAR, *(phrase.split() for phrases in lists for phrase in phrases))

    def speaks_of_change(self, words: Sequence[Word]) -> bool:
        """Whether the words ask how figures moved."""
        return any(word.key in self.changing and self.changes.longest(words, at) for at, word in enumerate(words))

    def past(self, words: Sequence[Word], at: int, mark: Mark) -> int | None:
        """Where a mark at the word ends, with the article behind it."""
        if at >= len(words) or words[at].key not in self.marked:
            return None
        found = self.marks.longest(words, at)
        return past_article(words, found[0]) if found and found[1] is mark else None

    def lead(self, words: Sequence[Word], at: int) -> tuple[int, Lead] | None:
        """ "last", "the current" and their like at the word."""
        if at >= len(words) or words[at].key not in self.leading:
            return None
        found = self.phrases.longest(words, at)
        return (found[0], found[1]) if found and isinstance(found[1], Lead) else None

    def count(self, words: Sequence[Word], at: int) -> tuple[int, int] | None:
        """Where a number at the word ends, and the number: "28", "twenty-eight"."""
        if at >= len(words):
            return None
        word = words[at]
        if word.key == "couple" and at + 1 < len(words):
            return at + 1 + (words[at + 1].key == "of"), 2
        if word.kind is WordKind.NUMBER and word.key.isdigit():
            return at + 1, int(word.key[:_LONGEST_COUNT])
        number = self.numbers.get(word.key)
        if number is None:
            return None
        ones = self.numbers.get(words[at + 1].key) if number in _TENS and at + 1 < len(words) else None
        return (at + 2, number + ones) if ones in _ONES and ones else (at + 1, number)


def past_article(words: Sequence[Word], at: int) -> int:
    """The word behind "the", if one stands there."""
    return at + 1 if at < len(words) and words[at].key == "the" else at


def past_inclusion(words: Sequence[Word], at: int) -> int:
    """The word behind "and including", where a range ends: "up to and including 5 November" is up to that day."""
    keys = [word.key for word in words[at : at + 2]]
    return at + 2 if keys and keys[0] == "and" and keys[-1] in _INCLUDING else at


def past_end_of(words: Sequence[Word], at: int) -> int:
    """The word behind "the end of", where a range ends: up to the end of October is up to October."""
    start = past_article(words, at)
    return past_article(words, start + 2) if [word.key for word in words[start : start + 2]] == ["end", "of"] else at


def past_any(words: Sequence[Word], at: int, several: Iterable[tuple[str, ...]]) -> int | None:
    """The word behind the first of these that stands there; None where none does."""
    return next(
        (at + len(each) for each in several if tuple(word.key for word in words[at : at + len(each)]) == each), None
    )


def period_words(periods: dict[str, Any], numbers: dict[str, int]) -> PeriodWords:
    """Builds the tables from the content of `data/periods.toml` and the words for numbers."""
    phrases = Lexicon[Lead | ToDate]()
    leads = periods["leads"]
    for name, kind in _LEADS.items():
        for phrase in leads[name]:
            phrases.add(phrase, Lead(kind, relative=phrase in leads["relative"]))
    for unit, names in periods["to_date"].items():
        for phrase in names:
            phrases.add(phrase, ToDate(CalendarUnit(unit)))
    changes = Lexicon[bool]()
    for phrase in periods["changes"]["words"]:
        changes.add(phrase, True)
    marks = Lexicon[Mark]()
    for name, names in periods["marks"].items():
        for phrase in names:
            marks.add(phrase, Mark(name))
    units = {word: (CalendarUnit(unit), 1) for word, unit in periods["units"].items()}
    return PeriodWords(
        months=periods["months"],
        weekdays=periods["weekdays"],
        units=units | dict.fromkeys(periods["fortnights"]["words"], (CalendarUnit.WEEK, 2)),
        numbers=numbers,
        short_units={word: CalendarUnit(unit) for word, unit in periods["short_units"].items()},
        ordinals=periods["ordinals"],
        aliases={word: CalendarUnit(unit) for word, unit in periods["last_in_short"].items()},
        last_to_date={word: CalendarUnit(unit) for word, unit in periods["last_to_date_in_short"].items()},
        beside_counts={place: frozenset(words) for place, words in periods["beside_counts"].items()},
        changes=changes,
        phrases=phrases,
        marks=marks,
        leading=phrases.first_words() | {"week"},
        marked=marks.first_words(),
        changing=changes.first_words(),
    )


def ends_there(words: Sequence[Word], at: int) -> bool:
    """ "Last 30", "last 7 by country", "last 28 vs previous 28"; not "last 7 pages"."""
    return at >= len(words) or words[at].key in _BEHIND_PERIODS | _STOPS
