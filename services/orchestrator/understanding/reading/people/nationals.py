"""Reads people called by their country as users from there: "how many Germans visited us", "sessions by Germans"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.reading.step import of_spans

_ENDINGS = ("ans", "is")


@of_spans({Value}, {Sign.COUNT, "by"})
def read_nationals(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, what counts such people as a count of users. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if not is_national(span):
            continue
        led = before_filler(spans, at - 1)
        if led >= 0 and spans[led].meaning is Sign.COUNT:
            read[led] = spans[led]._replace(meaning=Metric("activeUsers"))
        elif led >= 0 and spans[led].words == "by":
            # "Sessions by Germans"
            read[led] = spans[led]._replace(meaning=Link("from"))
    return tuple(read)


def is_national(span: Span) -> bool:
    """ "Germans", "Iraqis"."""
    meaning = span.meaning
    of_country = isinstance(meaning, Value) and meaning.dimension == "country"
    return of_country and " " not in span.words and span.words.endswith(_ENDINGS)
