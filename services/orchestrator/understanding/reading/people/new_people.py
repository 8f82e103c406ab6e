"""Reads "new" before more that describes people as new ones: "new mobile users", "new German visitors"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_PEOPLE = Metric("activeUsers")


@of_spans({"new"}, {"activeUsers"}, {Value})
def read_new_people(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such people as new users, the word as filler. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.words != "new" or not isinstance(span.meaning, Unknown):
            continue
        people = at + 1
        while people < len(spans) and isinstance(spans[people].meaning, Value):
            people += 1
        if at + 1 < people < len(spans) and spans[people].meaning == _PEOPLE:
            read[at] = span._replace(meaning=Sign.FILLER)
            read[people] = spans[people]._replace(meaning=Metric("newUsers"))
    return tuple(read)
