"""Reads sentences that set two periods or values side by side: "higher in October than in August", "that of August".

What joins the two is a "versus" there, and words that only ask, or say the figures again, are filler. Lists of what had
more in one period than in another are left alone: rows cannot be kept by a change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Link, Overview, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period, Shifted
from services.orchestrator.understanding.reading.several.joined_clauses import clauses, of_two_times

_TIMES = (Period, Shifted)
_SIDES = (*_TIMES, Value)
_OVER = "over"
_OF_ROWS = (Ranking, Bounds, Number, Minutes, Deed)
_NOT_OF_TWO = frozenset({Cause.WHY, Cause.HAPPENED, Sign.VERSUS, Sign.COMPARE, Sign.SHARE})
_JOINS = frozenset({Sign.VERSUS, Sign.COMPARE})
_BREAKS_DOWN = frozenset({Sign.BY, Sign.AND, Sign.COMMA})
_LEADS_TO_TIMES = frozenset(map(Link, ("in", "on", "for", "of", "during", "from")))
_LEADS_TO_THE_OTHER = frozenset({Link("with"), Link("to"), Sign.AND})


class TwoSides:
    """The lists of `[two_sides]` in `data/structure.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._degrees = frozenset(tables["degrees"])
        self._than = frozenset(tables["than"])
        self._moved = frozenset(tables["moved"])
        self._on = frozenset(tables["on"])
        self._joints = self._than | self._on
        self._pointing = frozenset(tables["pointing"])
        self._laying = frozenset(tables["laying"])
        self._counting = frozenset(tables["counting"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, read so. Linear in their number."""
        if not any(span.meaning in _JOINS or span.words in self._joints for span in spans):
            return tuple(spans)
        read = list(spans)
        at = self._joint(read)
        if at is None:
            at = self._joined_already(read)
        else:
            self._join(read, at)
        if at is not None:
            self._drop_what_is_laid(read, at)
            self._drop_second_clause(read, at)
            self._drop_figures_said_again(read, at)
        return tuple(read)

    def _joint(self, spans: Sequence[Span]) -> int | None:
        """Where "than" and its like stand before the second side, where a figure says what there is more of."""
        if not any(isinstance(span.meaning, Metric | Either | Overview) for span in spans):
            return None
        places = [at for at, span in enumerate(spans) if self._is_joint(spans, at, span)]
        return places[0] if len(places) == 1 and self._asks_of_two(spans) else None

    def _is_joint(self, spans: Sequence[Span], at: int, span: Span) -> bool:
        if span.words in self._than:
            said = isinstance(span.meaning, Bound) or any(self._is_degree(each) for each in spans[:at])
            return said and isinstance(span.meaning, Bound | Unknown) and self._has_two_sides(spans, at)
        return at > 0 and span.words in self._on and self._stands_above(spans, at)

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
        behind = next((place for place in range(at, len(spans)) if isinstance(spans[place].meaning, _TIMES)), at)
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

    def _is_degree(self, span: Span) -> bool:
        return span.words.removeprefix("or ") in self._degrees and not isinstance(span.meaning, Metric | Value)

    def _join(self, read: list[Span], at: int) -> None:
        """The joint as "versus", the words of degree before it as filler."""
        for place in range(at):
            between = read[place].meaning is Sign.OR and place > 0 and self._is_degree(read[place - 1])
            if self._is_degree(read[place]) or between:
                read[place] = read[place]._replace(meaning=Sign.FILLER)
        read[at] = read[at]._replace(meaning=Sign.VERSUS)

    def _joined_already(self, spans: Sequence[Span]) -> int | None:
        """Where "versus", or the "with" of "compare … with", stands before the other side."""
        compares = any(span.meaning is Sign.COMPARE for span in spans)
        for at, span in enumerate(spans):
            leads = span.meaning is Sign.VERSUS or (compares and span.meaning in _LEADS_TO_THE_OTHER)
            if leads and self._other(spans, at) is not None:
                return at
        return None

    def _other(self, spans: Sequence[Span], at: int) -> Period | Shifted | Value | None:
        """The second side, behind the joint and words that point at the figures."""
        for span in spans[at + 1 :]:
            if isinstance(span.meaning, _SIDES):
                return span.meaning
            joins = span.meaning in {Sign.FILLER, Sign.AND}
            passed = joins or span.meaning in _LEADS_TO_TIMES or isinstance(span.meaning, Metric)
            if not passed and not self._points(span):
                return None
        return None

    def _points(self, span: Span) -> bool:
        return isinstance(span.meaning, Unknown) and span.words in self._pointing

    def _drop_what_is_laid(self, read: list[Span], at: int) -> None:
        """ "Put October revenue next to August revenue"."""
        first = next((place for place, span in enumerate(read) if not _is_around(span)), at)
        if isinstance(read[first].meaning, Unknown) and read[first].words in self._laying:
            read[first] = read[first]._replace(meaning=Sign.FILLER)

    def _drop_second_clause(self, read: list[Span], at: int) -> None:
        """ "And how does that compare to", "and compare it with": what stands before the joint says nothing more."""
        start = at
        while start and (read[start - 1].meaning in {Sign.FILLER, Sign.COMPARE} or self._points(read[start - 1])):
            start -= 1
        self._fill_pointers(read, range(start, at))
        if start and start < at and read[start - 1].meaning is Sign.AND:
            read[start - 1] = read[start - 1]._replace(meaning=Sign.FILLER)

    def _drop_figures_said_again(self, read: list[Span], at: int) -> None:
        """ "Than those of August", "vs August revenue": the same figures as before the joint."""
        end = next((place for place in range(at, len(read)) if isinstance(read[place].meaning, _SIDES)), at)
        self._fill_pointers(read, range(at, end))
        for kinds in ((Metric, Value), (Metric,)):
            if kinds == (Metric,) and not _same_values(read):
                # "Mobile users in October vs users in September": are the latter all users?
                return
            said = [span.meaning for span in read[:at] if isinstance(span.meaning, kinds)]
            again = [place for place in range(at, len(read)) if isinstance(read[place].meaning, kinds)]
            if said and [read[place].meaning for place in again] == said and not _parted(read, at, again[-1]):
                for place in range(again[0], again[-1] + 1):
                    if isinstance(read[place].meaning, kinds) or read[place].meaning is Sign.AND:
                        read[place] = read[place]._replace(meaning=Sign.FILLER)
                return

    def _fill_pointers(self, read: list[Span], places: range) -> None:
        for place in places:
            if self._points(read[place]):
                read[place] = read[place]._replace(meaning=Sign.FILLER)


def asks_for_rows(spans: Sequence[Span]) -> bool:
    """Whether rows are listed, ranked or bounded; a breakdown "by" a field does none of these."""
    for at, span in enumerate(spans):
        if span.meaning in {Sign.WHICH, Sign.EACH} or isinstance(span.meaning, _OF_ROWS):
            return True
        if isinstance(span.meaning, Dimension):
            before = before_filler(spans, at - 1)
            if before < 0 or spans[before].meaning not in _BREAKS_DOWN:
                return True
    return False


def _same_values(spans: Sequence[Span]) -> bool:
    """Whether the other time has the values of the first, those set before both aside; values may be the sides too."""
    said = [clause for clause in clauses(spans) if not clause.shared]
    other = next((at for at, clause in enumerate(said) if clause.compared), len(said))
    first, second = (
        frozenset[object]().union(*(each.values for each in side)) for side in (said[:other], said[other:])
    )
    return first == second or not of_two_times(said)


def _is_around(span: Span) -> bool:
    return span.meaning in {Sign.FILLER, Sign.FRAMING, Sign.COMMA, Sign.NEXT}


def _parted(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether anything but periods, their prepositions and the joiners of figures stands there."""
    joins = {Sign.FILLER, Sign.AND, Sign.VERSUS}
    kept = (Metric, *_SIDES)
    return any(
        span.meaning not in joins and span.meaning not in _LEADS_TO_TIMES and not isinstance(span.meaning, kept)
        for span in spans[start + 1 : end]
    )
