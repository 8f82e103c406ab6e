"""Reads questions after whether a figure moved as ones for a comparison: "is traffic up", "did revenue drop"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at, meaning_behind, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Link, Meaning, Overview, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period, Shift, Shifted

_OUTSIDE = frozenset({Sign.FRAMING, Sign.COMMA})
_MEASURED = (Bound, Bounds, Number)
_SAID_BEFORE = (Metric, Either, Value, Literal, Link, Period)
_SAID_BEHIND = (Value, Literal, Link, Period, Shifted, Dimension)
_JOINS_BEHIND = frozenset({Sign.FILLER, Sign.FRAMING, Sign.COMMA, Sign.VERSUS, Sign.BY, Sign.AND})
_LEADS_TO_A_SIDE = frozenset({Link("on"), Link("from")})
_WEEKDAY = "dayOfWeekName"
_UP = frozenset({"up", "down"})
"""Without days "which pages are up" may ask which can be reached."""

_UP_BY = frozenset({"up by", "down by"})
_MOVES_BY_DEFAULT = Shifted(Shift.PERIOD_BEFORE, compares=True, by_default=True)


class AskedIfItMoved:
    """The lists of `[asked_if_it_moved]` in `data/causes.toml`; `overview` is shown where no figure is named."""

    def __init__(self, tables: Mapping[str, Sequence[str]], overview: Overview) -> None:
        self._auxiliaries = frozenset(tables["auxiliaries"])
        self._how_much = frozenset(tables["how_much"])
        self._moves = frozenset(tables["moves"])
        self._growing = frozenset(tables["growing"])
        self._overview = overview

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, the move as a comparison with the period before. Linear in their number."""
        opens = next((at for at, span in enumerate(spans) if span.meaning not in _OUTSIDE), len(spans))
        if opens < len(spans) and spans[opens].meaning is Sign.WHICH:
            return self._with_rows(spans, opens)
        asks = opens + (opens < len(spans) and spans[opens].words in self._how_much)
        if asks >= len(spans) or not self._asks(spans[asks]):
            return tuple(spans)
        read = list(chain.from_iterable(map(_parts, spans)))
        moved = self._moved(read)
        if moved is None or not _names_its_sides(read, moved):
            return tuple(spans)
        said = [span.meaning for span in read[asks:moved] if span.meaning is not Sign.FILLER]
        if any(isinstance(meaning, Metric | Either) for meaning in said):
            read[opens] = read[opens]._replace(meaning=Sign.FILLER)
        elif opens == asks and read[moved].words in self._growing and all(isinstance(each, Value) for each in said):
            read[asks] = read[asks]._replace(meaning=self._overview)
        else:
            return tuple(spans)
        if not all(isinstance(meaning, _SAID_BEFORE) or meaning is Sign.AND for meaning in said):
            return tuple(spans)
        read[moved] = read[moved]._replace(meaning=_MOVES_BY_DEFAULT)
        return tuple(read)

    def _with_rows(self, spans: Sequence[Span], opens: int) -> tuple[Span, ...]:
        """ "Which channels dropped last month", "which pages are down"."""
        read = list(spans)
        moved = self._moved(read)
        rows = meaning_at(read, past_filler(read, opens + 1))
        timed = any(isinstance(span.meaning, Period) for span in read)
        follows = (
            moved is not None
            and (timed or read[moved].words not in _UP)
            and past_filler(read, past_filler(read, opens + 1) + 1) == moved
        )
        if moved is None or not follows or not isinstance(rows, Dimension) or not _names_its_sides(read, moved):
            return tuple(spans)
        read[moved] = read[moved]._replace(meaning=_MOVES_BY_DEFAULT)
        return tuple(read)

    def _asks(self, span: Span) -> bool:
        return span.meaning is Sign.FILLER and span.words.split()[0] in self._auxiliaries

    def _moved(self, spans: Sequence[Span]) -> int | None:
        """Where the only move stands; none that is measured, as in "up 10%", nor "all up", which is in total."""
        moves = [at for at, span in enumerate(spans) if self._is_move(span)]
        if len(moves) != 1 or any(isinstance(span.meaning, _MEASURED) for span in spans):
            return None
        return None if spans[moves[0] - 1].words == "all" else moves[0]

    def _is_move(self, span: Span) -> bool:
        by_default = isinstance(span.meaning, Shifted) and span.meaning.by_default
        return by_default or (span.meaning is Cause.MOVED and span.words in self._moves)


def _parts(span: Span) -> tuple[Span, ...]:
    """ "Is traffic up by country": a move, and rows."""
    if span.meaning is not Sign.BY or span.words not in _UP_BY:
        return (span,)
    way, by = span.text.split()
    moved = span._replace(text=way, meaning=Cause.MOVED, end=span.start + len(way))
    return moved, span._replace(text=by, start=span.end - len(by))


def _names_its_sides(read: list[Span], moved: int) -> bool:
    """Whether only the other side and rows stand behind. "Up on last year" is compared with it; "down on Monday" may
    be on that day, and "up from October" since then."""
    side = past_filler(read, moved + 1)
    of_days = past_filler(read, side + 1) if isinstance(meaning_at(read, side), Period) else side
    if of_days > side and _is_counted_back(meaning_behind(read, of_days)):
        # "Up or down last week on the week before".
        side = of_days
    if meaning_at(read, side) in _LEADS_TO_A_SIDE:
        if not _is_counted_back(meaning_behind(read, side)):
            return False
        read[side] = read[side]._replace(meaning=Sign.VERSUS)
    behind = [span.meaning for span in read[moved + 1 :]]
    if any(isinstance(meaning, Value) and meaning.dimension == _WEEKDAY for meaning in behind):
        # "Did sessions drop on weekends": beside the other days, as often.
        return False
    return all(isinstance(meaning, _SAID_BEHIND) or meaning in _JOINS_BEHIND for meaning in behind)


def _is_counted_back(meaning: Meaning | None) -> bool:
    named = isinstance(meaning, Shifted) and not meaning.by_default
    return named or (isinstance(meaning, Period) and meaning.back > 0)
