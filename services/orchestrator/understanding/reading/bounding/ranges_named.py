"""Passes over the word for a range of numbers: "cities in the range of 100 to 500 users", "in the 100-500 range"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Either, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown

_RANGE = frozenset({"range", "band", "bracket"})
_WITHIN = frozenset({"in", "within"})
_FEW = 8
"""Spans before the word, filler among them, that the range can take."""


def read_ranges_named(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.words.removeprefix("the ") not in _RANGE or not isinstance(span.meaning, Unknown):
            continue
        link = next((place for place in range(at - 1, max(at - _FEW, -1), -1) if spans[place].words in _WITHIN), -1)
        if link < 0:
            continue
        behind = past_filler(spans, at + 1)
        ahead = isinstance(meaning_at(spans, behind), Link) and spans[behind].words == "of"
        numbers = spans[past_filler(spans, behind + ahead) :][:1] if link == before_filler(spans, at - 1) else ()
        if not any(isinstance(each.meaning, Number) for each in (*spans[link + 1 : at], *numbers)):
            continue
        figured = isinstance(meaning_at(spans, before_filler(spans, link - 1)), Metric | Either)
        read[at] = span._replace(meaning=Sign.FILLER)
        read[link] = spans[link]._replace(meaning=Sign.FILLER if figured else Link("with"))
        if ahead:
            read[behind] = spans[behind]._replace(meaning=Sign.FILLER)
    return tuple(read)
