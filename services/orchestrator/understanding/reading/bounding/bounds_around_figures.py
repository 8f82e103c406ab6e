"""Reads bounds that stand around their figure: "countries with more users than 500"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.plan import Comparison
from services.orchestrator.understanding.reading.step import of_spans

_DEGREES = {
    "more": Comparison.GREATER_THAN,
    "higher": Comparison.GREATER_THAN,
    "fewer": Comparison.LESS_THAN,
    "less": Comparison.LESS_THAN,
    "lower": Comparison.LESS_THAN,
}


@of_spans({"than"}, {Number})
def read_bounds_around_figures(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, what stands before the figure as filler and "than" as the bound. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.words != "than" or not isinstance(span.meaning, Unknown) or at < 2:
            continue
        degree = _DEGREES.get(spans[at - 2].words)
        bounded = isinstance(spans[at - 1].meaning, Metric) and isinstance(meaning_at(spans, at + 1), Number)
        if degree is not None and bounded:
            read[at - 2] = spans[at - 2]._replace(meaning=Sign.FILLER)
            read[at] = span._replace(meaning=Bound(degree))
    return tuple(read)
