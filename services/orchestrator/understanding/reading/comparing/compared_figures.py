"""Reads words that only lead to the figure in which two sides are compared: "compare Chrome and Edge on sessions"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_COMPARING = frozenset({Sign.VERSUS, Sign.COMPARE})
_LEADING = frozenset({Sign.BY, Link("on"), Link("for")})
_BETWEEN = "between"
_OF_ROWS = (Ranking, Bound, Bounds, Number)


@of_spans(_COMPARING)
def read_compared_figures(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words as filler where nothing is ranked. Linear in their number."""
    if not any(span.meaning in _COMPARING for span in spans):
        return tuple(spans)
    read = list(spans)
    for at, span in enumerate(read):
        if span.words == _BETWEEN and isinstance(span.meaning, Unknown) and _joins_values(read, at):
            read[at] = span._replace(meaning=Sign.FILLER)
    figure = next((at for at, span in enumerate(read) if isinstance(span.meaning, Metric)), -1)
    led = before_filler(read, figure - 1)
    if figure < 0 or led < 0 or read[led].meaning not in _LEADING or _has_rows(read, led):
        return tuple(read)
    read[led] = read[led]._replace(meaning=Sign.FILLER)
    return tuple(read)


def _joins_values(spans: Sequence[Span], at: int) -> bool:
    """ "(Compare sessions) between Chrome and Edge"."""
    first = past_filler(spans, at + 1)
    joint = past_filler(spans, first + 1)
    second = past_filler(spans, joint + 1)
    if second >= len(spans) or spans[joint].meaning is not Sign.AND:
        return False
    return isinstance(spans[first].meaning, Value) and isinstance(spans[second].meaning, Value)


def _has_rows(spans: Sequence[Span], at: int) -> bool:
    """Whether rows are listed before, which "by" a figure would rank, or are ranked or bounded anywhere."""
    listed = any(isinstance(span.meaning, Dimension) for span in spans[:at])
    return listed or any(isinstance(span.meaning, _OF_ROWS) for span in spans)
