"""Reads an exclamation that is also short for a comparison: "wow, users last week"; not "users wow", "WoW, users"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Shifted
from services.orchestrator.understanding.reading.step import of_spans

_CRIED_OUT = frozenset({"wow", "Wow", "WOW"})
_STOPS = frozenset({",", "!", "."})


@of_spans({Shifted})
def read_exclamations(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such a word at their head and before a stop as framing."""
    head = spans[:2] if len(spans) > 2 else ()
    if head and isinstance(head[0].meaning, Shifted) and head[0].text in _CRIED_OUT and head[1].text in _STOPS:
        return (head[0]._replace(meaning=Sign.FRAMING), *spans[1:])
    return tuple(spans)
