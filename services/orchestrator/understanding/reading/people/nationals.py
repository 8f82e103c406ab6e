"""Reads people called by their country as users from there: "how many Germans visited us"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span

_ENDINGS = ("ans", "is")


def read_nationals(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, what counts such people as a count of users. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        meaning = span.meaning
        if not isinstance(meaning, Value) or meaning.dimension != "country" or " " in span.words:
            continue
        counted = before_filler(spans, at - 1)
        if counted >= 0 and spans[counted].meaning is Sign.COUNT and span.words.endswith(_ENDINGS):
            read[counted] = spans[counted]._replace(meaning=Metric("activeUsers"))
    return tuple(read)
