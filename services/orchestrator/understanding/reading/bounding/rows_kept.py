"""Reads which rows a bound keeps or leaves out: "only those over 200", "drop everything under 200", "if over 200"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.orders_and_bounds import OPPOSITE, Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Link, Sign, Span, Unknown

_MOST_WORDS = 6
"""Between the word that opens and the bound."""


class _Opens(Enum):
    """What a word does with the rows that its bound holds for."""

    KEEPS = auto()
    DROPS = auto()
    STATES = auto()
    """ "If", "where": names no rows."""


class RowsKept:
    """The lists of `[rows_kept]` in `data/bounding.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._keeping = frozenset(tables["keeping"])
        self._dropping = frozenset(tables["dropping"])
        self._stating = tuple(tables["stating"])
        self._rows = frozenset(tables["rows"])
        self._having = frozenset(tables["having"])
        self._getting = frozenset(tables["getting"])
        self._being = frozenset(tables["being"])
        self._conditions = frozenset(tables["conditions"])
        self._pointing = frozenset(tables["pointing"])

    def read(self, read: list[Span]) -> None:
        """Reads such words as "only", in place, where a figure stands before that is bounded. Linear in the spans."""
        counted = False
        for at, span in enumerate(read):
            opens = self._opens(span)
            if span.words == "but" and isinstance(span.meaning, Unknown) and self._keeps_or_drops(read, at + 1):
                read[at] = span._replace(meaning=Sign.FILLER)
            elif self._states_bound(read, at, counted=counted):
                at_figure = read[at + 1].meaning is Sign.COUNT
                place = at + at_figure
                read[place] = read[place]._replace(meaning=Sign.FILLER if at_figure else Sign.ONLY)
            elif counted and self._points(read, at):
                read[at] = span._replace(meaning=Sign.ONLY)
            elif opens and counted and opens is not _Opens.STATES:
                self._read_rows(read, at, drops=opens is _Opens.DROPS)
            counted = counted or _counts(span)

    def _opens(self, span: Span) -> _Opens | None:
        if span.meaning in {Sign.ONLY, Sign.LIMIT} or span.words in self._keeping:
            return _Opens.KEEPS
        if span.meaning is Sign.NOT or (span.words in self._dropping and isinstance(span.meaning, Unknown | Cause)):
            return _Opens.DROPS
        states = span.meaning == Link("with") and span.words.startswith(self._stating)
        return (
            _Opens.STATES if states or (span.words in self._conditions and isinstance(span.meaning, Unknown)) else None
        )

    def _points(self, read: Sequence[Span], at: int) -> bool:
        """ "Sessions by campaign, those above 500"."""
        bound = at + 1
        while bound < len(read) and read[bound].words in self._having:
            bound += 1
        points = read[at].words in self._pointing and isinstance(read[at].meaning, Unknown)
        return points and meaning_at(read, at - 1) is Sign.COMMA and _bound_at(read, bound) == bound

    def _keeps_or_drops(self, read: Sequence[Span], at: int) -> bool:
        return at < len(read) and self._opens(read[at]) in {_Opens.KEEPS, _Opens.DROPS}

    def _states_bound(self, read: Sequence[Span], at: int, *, counted: bool) -> bool:
        if self._opens(read[at]) is not _Opens.STATES:
            return False
        return _names_its_figure(read, at + 1) or (counted and self._states(read, at + 1))

    def _states(self, read: Sequence[Span], at: int) -> bool:
        """ "Where there are more than 200" of the figure said before."""
        while at < len(read) and read[at].words in self._being:
            at += 1
        stops = at + 2 >= len(read) or not _counts(read[at + 2])
        return at < len(read) and isinstance(read[at].meaning, Bound) and stops

    def _read_rows(self, read: list[Span], at: int, *, drops: bool) -> None:
        """ "Only countries with more than 500", "hide everything under 200", "excluding those with fewer than 200"."""
        place = self._past_rows(read, at + 1)
        bound_at = _bound_at(read, place) if place else -1
        bound = meaning_at(read, bound_at)
        if not isinstance(bound, Bound) or (drops and bound.comparison not in OPPOSITE):
            return
        if drops:
            read[bound_at] = read[bound_at]._replace(meaning=replace(bound, comparison=OPPOSITE[bound.comparison]))
        read[at] = read[at]._replace(meaning=Sign.ONLY)
        read[at + 1 : place] = [span._replace(meaning=Sign.FILLER) for span in read[at + 1 : place]]

    def _past_rows(self, read: Sequence[Span], at: int) -> int:
        """Past "those that have", "countries with", where the rows are those named before; 0 where none stand there."""
        field = meaning_at(read, at)
        named = isinstance(field, Dimension) and any(_is_field(span, field.name) for span in read[: at - 1])
        if at == len(read) or not (named or read[at].words in self._rows):
            return 0
        place = at + 1
        while place < len(read) and place < at - 1 + _MOST_WORDS and read[place].words in self._having | self._getting:
            place += 1
        return place


def has_number(read: Sequence[Span], at: int) -> bool:
    """ "200", "$200"; "under /blog" bounds no figure."""
    at += at < len(read) and read[at].text == "$"
    return at < len(read) and isinstance(read[at].meaning, Number)


def _names_its_figure(read: Sequence[Span], at: int) -> bool:
    """ "Where the number of users is more than 200"."""
    counts = at + 1 < len(read) and read[at].meaning is Sign.COUNT and _counts(read[at + 1])
    return counts and any(isinstance(span.meaning, Bound) for span in read[at + 2 : at + 4])


def _bound_at(read: Sequence[Span], at: int) -> int:
    """Where a bound starts, or ends, that begins there; -1 where none does."""
    for place in (at, at + 1, at + 2):
        if place < len(read) and isinstance(read[place].meaning, Bound):
            return place if place > at or has_number(read, place + 1) else -1
        if place >= len(read) or not isinstance(read[place].meaning, Number | Metric):
            return -1
    return -1


def _counts(span: Span) -> bool:
    return isinstance(span.meaning, Metric | Either)


def _is_field(span: Span, name: str) -> bool:
    return isinstance(span.meaning, Dimension) and span.meaning.name == name
