"""Finds what stands between two sides: "higher in October than in August", "last week up on the week before".

Lists of what had more in one period than in another are left alone: rows cannot be kept by a change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_before, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Link, Overview, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period, Shifted

TIMES = (Period, Shifted)
SIDES = (*TIMES, Value)
LEADS_TO_TIMES = frozenset(map(Link, ("in", "on", "for", "of", "during", "from")))
_LEADS_TO_THE_OTHER = frozenset({Link("with"), Link("to"), Sign.AND})
_OVER = "over"
_DIFFER = ("differ", "var")
_OF_ROWS = (Ranking, Bounds, Number, Minutes, Deed)
_NOT_OF_TWO = frozenset({Cause.WHY, Cause.HAPPENED, Sign.VERSUS, Sign.COMPARE, Sign.SHARE})
_JOINS = frozenset({Sign.VERSUS, Sign.COMPARE})
_BREAKS_DOWN = frozenset({Sign.BY, Sign.AND, Sign.COMMA})


class Joints:
    """The lists of `[two_sides]` in `data/structure.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._degrees = frozenset(tables["degrees"])
        self._than = frozenset(tables["than"])
        self._moved = frozenset(tables["moved"])
        self._on = frozenset(tables["on"])
        self._beating = frozenset(tables["beating"])
        self._faring = frozenset(tables["faring"])
        self._between = frozenset(tables["between"])
        self.first_words = self._than | self._on | self._beating | self._between
        self._pointing = frozenset(tables["pointing"])
        self._counting = frozenset(tables["counting"])

    def may_stand(self, spans: Sequence[Span]) -> bool:
        """Whether any word can join two sides; most questions have none."""
        return any(span.meaning in _JOINS or span.words in self.first_words for span in spans)

    def said(self, spans: Sequence[Span]) -> int | None:
        """Where "than" and its like stand before the second side, where a figure says what there is more of."""
        if not any(isinstance(span.meaning, Metric | Either | Overview) for span in spans):
            return None
        places = [at for at, span in enumerate(spans) if self._is_joint(spans, at, span)]
        return places[0] if len(places) == 1 and self._asks_of_two(spans) else None

    def known(self, spans: Sequence[Span]) -> int | None:
        """Where "versus", or the "with" of "compare … with", stands before the other side."""
        compares = any(span.meaning is Sign.COMPARE for span in spans)
        for at, span in enumerate(spans):
            leads = span.meaning is Sign.VERSUS or (compares and span.meaning in _LEADS_TO_THE_OTHER)
            if leads and self._other(spans, at) is not None:
                return at
        return None

    def is_degree(self, span: Span) -> bool:
        """ "Higher", "or lower"."""
        return span.words.removeprefix("or ") in self._degrees and not isinstance(span.meaning, Metric | Value)

    def leads_to_degree(self, spans: Sequence[Span], at: int) -> bool:
        """ "Doing better", "between" before both sides, "the difference": words that carry nothing before a joint."""
        behind = spans[past_filler(spans, at + 1)] if past_filler(spans, at + 1) < len(spans) else spans[at]
        fares = spans[at].words in self._faring and self.is_degree(behind)
        between = spans[at].words in self._between and isinstance(behind.meaning, SIDES)
        return isinstance(spans[at].meaning, Unknown) and (fares or between)

    def points(self, span: Span) -> bool:
        """Whether the word stands for what was said before: "that of August"."""
        return isinstance(span.meaning, Unknown) and span.words in self._pointing

    def _is_joint(self, spans: Sequence[Span], at: int, span: Span) -> bool:
        if span.words in self._than:
            said = isinstance(span.meaning, Bound) or any(self.is_degree(each) for each in spans[:at])
            return said and isinstance(span.meaning, Bound | Unknown) and self._has_two_sides(spans, at)
        if span.words in self._beating:
            return isinstance(span.meaning, Bound | Unknown) and self._stands_between(spans, at)
        if span.meaning is Sign.AND:
            return self._stands_between(spans, at) and self._is_behind_between(spans, at)
        return at > 0 and span.words in self._on and self._stands_above(spans, at)

    def _stands_between(self, spans: Sequence[Span], at: int) -> bool:
        """ "Did October beat September", "is mobile overtaking desktop": both sides are right beside it."""
        before, behind = before_filler(spans, at - 1), past_filler(spans, at + 1)
        if before < 0 or behind == len(spans):
            return False
        one, other = spans[before].meaning, spans[behind].meaning
        if isinstance(one, Value) and isinstance(other, Value):
            return same_field(one.dimension, other.dimension)
        return isinstance(one, Period) and isinstance(other, TIMES)

    def _is_behind_between(self, spans: Sequence[Span], at: int) -> bool:
        """ "The difference between mobile and desktop", "differ between last week and the week before"."""
        between = before_filler(spans, before_filler(spans, at - 1) - 1)
        asks = any(is_of_difference(span) for span in spans[:between])
        return between > 0 and asks and self.leads_to_degree(spans, between)

    def _stands_above(self, spans: Sequence[Span], at: int) -> bool:
        """ "Last week up on the week before", "Q3 over Q2"; "up on Friday" may be of that day."""
        other = self._other(spans, at)
        moved = at - 1
        while moved > 0 and spans[moved].meaning is Sign.FILLER and spans[moved].words not in self._moved:
            moved -= 1
        beside = at - 1
        while beside > 0 and (spans[beside].meaning is Sign.FILLER or isinstance(spans[beside].meaning, Metric)):
            beside -= 1
        first = spans[beside].meaning
        if spans[at].words == _OVER and isinstance(first, Period):
            return isinstance(other, Period) and other.unit is first.unit
        behind = next((place for place in range(at, len(spans)) if isinstance(spans[place].meaning, TIMES)), at)
        rest = (*spans[:at], *spans[behind + 1 :])
        main = next((each.meaning for each in rest if isinstance(each.meaning, Period)), None)
        if main is None or spans[moved].words not in self._moved:
            return False
        return isinstance(other, Shifted) or (isinstance(other, Period) and main.unit is other.unit)

    def _has_two_sides(self, spans: Sequence[Span], at: int) -> bool:
        """Whether a period follows, or a value and one such stands before."""
        other = self._other(spans, at)
        if not isinstance(other, Value):
            return other is not None
        before = [span.meaning for span in spans[:at] if isinstance(span.meaning, Value | Literal)]
        return len(before) == 1 and isinstance(before[0], Value) and same_field(before[0].dimension, other.dimension)

    def _asks_of_two(self, spans: Sequence[Span]) -> bool:
        """Whether nothing else is asked: no list, no bound, no cause."""
        counts = any(span.meaning is Sign.COUNT and span.words not in self._counting for span in spans)
        return not counts and not asks_for_rows(spans) and not any(span.meaning in _NOT_OF_TWO for span in spans)

    def _other(self, spans: Sequence[Span], at: int) -> Period | Shifted | Value | None:
        """The second side, behind the joint and words that point at the figures."""
        for span in spans[at + 1 :]:
            if isinstance(span.meaning, SIDES):
                return span.meaning
            joins = span.meaning in {Sign.FILLER, Sign.AND}
            passed = joins or span.meaning in LEADS_TO_TIMES or isinstance(span.meaning, Metric)
            if not passed and not self.points(span):
                return None
        return None


def is_of_difference(span: Span) -> bool:
    """ "The difference in", "differ"."""
    meaning = span.meaning
    differs = meaning is Sign.BREAKDOWN and span.words.startswith(_DIFFER)
    return differs or (isinstance(meaning, Shifted) and meaning.by_default)


def asks_for_rows(spans: Sequence[Span]) -> bool:
    """Whether rows are listed, ranked or bounded; a breakdown "by" a field does none of these."""
    for at, span in enumerate(spans):
        if span.meaning in {Sign.WHICH, Sign.EACH} or isinstance(span.meaning, _OF_ROWS):
            return True
        if isinstance(span.meaning, Dimension) and meaning_before(spans, at) not in _BREAKS_DOWN:
            return True
    return False
