"""Passes over "every channel" before what is left out: "revenue last week, every channel except email".

Behind a figure that is what all the others made together; "for every channel except email" has rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span


def read_all_but_one(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words as filler. Linear in their number."""
    read = list(spans)
    for at in range(len(spans) - 3):
        if spans[at].meaning is Sign.EACH and spans[at].words == "every" and _leaves_out(spans, at):
            read[at : at + 2] = [said._replace(meaning=Sign.FILLER) for said in spans[at : at + 2]]
    return tuple(read)


def _leaves_out(spans: Sequence[Span], at: int) -> bool:
    field, negation, value = (span.meaning for span in spans[at + 1 : at + 4])
    is_of_field = isinstance(field, Dimension) and isinstance(value, Value) and value.dimension == field.name
    return is_of_field and negation is Sign.NOT and any(isinstance(span.meaning, Metric) for span in spans[:at])
