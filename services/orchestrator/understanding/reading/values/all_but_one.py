"""Passes over "every channel" before what is left out: "revenue last week, every channel except email".

Behind a figure that is what all the others made together; "for every channel except email" has rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.reading.step import of_spans


@of_spans({Sign.EACH}, {Sign.NOT}, {Value})
def read_all_but_one(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words as filler. Linear in their number."""
    said = [at for at, span in enumerate(spans) if span.meaning is not Sign.FILLER]
    read = list(spans)
    for places in zip(said, said[1:], said[2:], said[3:], strict=False):
        each, field = places[:2]
        if spans[each].meaning is Sign.EACH and spans[each].words == "every" and _leaves_out(spans, places):
            read[each], read[field] = (spans[at]._replace(meaning=Sign.FILLER) for at in (each, field))
    return tuple(read)


def _leaves_out(spans: Sequence[Span], places: Sequence[int]) -> bool:
    field, negation, value = (spans[at].meaning for at in places[1:])
    is_of_field = isinstance(field, Dimension) and isinstance(value, Value) and value.dimension == field.name
    return is_of_field and negation is Sign.NOT and any(isinstance(span.meaning, Metric) for span in spans[: places[0]])
