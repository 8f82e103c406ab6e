"""Reads "more users than any other country" as "the most users"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.plan import Comparison

_ABOVE = frozenset({Comparison.GREATER_THAN, Comparison.GREATER_THAN_OR_EQUAL})
_FEW = 6
"""Spans between both."""


class MoreThanOthers:
    """The lists of `[more_than_others]` in `data/ordering.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._degrees = dict.fromkeys(tables["more"], True) | dict.fromkeys(tables["fewer"], False)
        self.others = [tuple(others.split()) for others in tables["others"]]

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words read as a ranking and filler. Linear in their number."""
        read = list(spans)
        for at, span in enumerate(spans):
            than = isinstance(span.meaning, Bound) or span.words == "than"
            end = self._end_of_others(spans, at + 1) if than else 0
            before = spans[:at] if end else ()
            rows = [said.meaning for said in before if isinstance(said.meaning, Dimension | Either)]
            degree = self._degree(spans, at) if rows else -1
            if degree < 0:
                continue
            end += end < len(spans) and degree < at and spans[end].meaning in rows
            bound = span.meaning
            more = bound.comparison in _ABOVE if isinstance(bound, Bound) else self._degrees[spans[degree].words]
            read[at:end] = [said._replace(meaning=Sign.FILLER) for said in spans[at:end]]
            read[degree] = spans[degree]._replace(meaning=Ranking(more, Style.MOST))
        return tuple(read)

    def _end_of_others(self, spans: Sequence[Span], at: int) -> int:
        """Where "any other" ends that starts there; 0 where it does not."""
        for others in self.others:
            if tuple(span.words for span in spans[at : at + len(others)]) == others:
                return at + len(others)
        return 0

    def _degree(self, spans: Sequence[Span], than: int) -> int:
        """Where "more" stands: in "more than", or before it and a figure; -1 where none, or several, do.

        Behind a verb, "read more than", it needs no figure.
        """
        if isinstance(spans[than].meaning, Bound):
            return than
        degrees = [at for at in range(max(than - _FEW, 0), than) if spans[at].words in self._degrees]
        if len(degrees) != 1:
            return -1
        between = [span.meaning for span in spans[degrees[0] + 1 : than] if span.meaning is not Sign.FILLER]
        is_of = all(isinstance(meaning, Metric | Either) for meaning in between) and len(between) <= 1
        return degrees[0] if is_of else -1
