"""Reads verbs that bound figures, and bounds that are denied: "that reached 200", "that don't have more than 200"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Either
from services.orchestrator.understanding.lexicon.orders_and_bounds import OPPOSITE, Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.plan import Comparison
from services.orchestrator.understanding.reading.bounding.rows_kept import RowsKept, has_number


class TurnedBounds:
    """The lists of `data/bounding.toml`."""

    def __init__(self, tables: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        turned, kept = tables["bounds_turned"], tables["rows_kept"]
        self._rows_kept = RowsKept(kept)
        self._reaching = frozenset(turned["reaching"])
        self._verbs = self._reaching | frozenset(turned["passing"])
        self._denying = frozenset(turned["denying"])
        self._between = frozenset((*turned["between"], *kept["getting"]))
        self._anywhere = frozenset(turned["anywhere"])
        self.turning = self._verbs | self._anywhere

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words read as the bounds that they make. Linear in their number."""
        if not any(isinstance(span.meaning, Bound) or span.words in self.turning for span in spans):
            return tuple(spans)
        read = list(spans)
        for at, span in enumerate(read):
            meaning = span.meaning
            if isinstance(meaning, Unknown) and span.words in self._verbs:
                self._read_verb(read, at)
            elif isinstance(meaning, Bound) and meaning.before and has_number(read, at + 1):
                self._turn(read, at)
            if span.words in self._anywhere and isinstance(meaning, Unknown) and _opens_bound(read, at + 1):
                read[at] = span._replace(meaning=Sign.FILLER)
        self._rows_kept.read(read)
        return tuple(read)

    def _read_verb(self, read: list[Span], at: int) -> None:
        """ "Reached 200 visitors"; behind "reached 200 visitors or more" the bound is said."""
        if at + 1 == len(read) or not isinstance(read[at + 1].meaning, Number) or not self._rows_before(read, at):
            return
        if any(isinstance(span.meaning, Bound) for span in read[at + 2 : at + 4]):
            if not self._negations(read, at):
                read[at] = read[at]._replace(meaning=Link("with"))
            return
        least = Comparison.GREATER_THAN_OR_EQUAL if read[at].words in self._reaching else Comparison.GREATER_THAN
        read[at] = read[at]._replace(meaning=Bound(least))
        self._turn(read, at)

    def _turn(self, read: list[Span], at: int) -> None:
        """ "That did not have more than 200 visitors"."""
        negations = self._negations(read, at)
        bound = read[at].meaning
        if len(negations) != 1 or not isinstance(bound, Bound) or bound.comparison not in OPPOSITE:
            return
        if not self._negates(read[at - 1]) and not self._rows_before(read, at):
            return
        for place in range(negations[0], at):
            if read[place].meaning is not Sign.WHICH:
                read[place] = read[place]._replace(meaning=Sign.FILLER)
        read[at] = read[at]._replace(meaning=replace(bound, comparison=OPPOSITE[bound.comparison]))

    def _negations(self, read: Sequence[Span], at: int) -> list[int]:
        return [place for place in range(at - 1, self._rows_at(read, at), -1) if self._negates(read[place])]

    def _rows_before(self, read: Sequence[Span], at: int) -> bool:
        place = self._rows_at(read, at)
        return place >= 0 and isinstance(read[place].meaning, Dimension | Either)

    def _rows_at(self, read: Sequence[Span], at: int) -> int:
        """The first place before a verb or a bound, going back, that does not belong to it."""
        place = at - 1
        while place >= 0 and (read[place].words in self._between or self._negates(read[place])):
            place -= 1
        return place

    def _negates(self, span: Span) -> bool:
        if span.meaning is Sign.NOT:
            return span.words.split()[-1] in {"not", "have"} or span.words.endswith("n't")
        return isinstance(span.meaning, Unknown) and span.words in self._denying


def _opens_bound(read: Sequence[Span], at: int) -> bool:
    """ "Between 100 and 200", "from 100 to 200", "above 100"."""
    return (
        at < len(read)
        and (read[at].words in {"between", "from"} or isinstance(read[at].meaning, Bound))
        and has_number(read, at + 1)
    )
