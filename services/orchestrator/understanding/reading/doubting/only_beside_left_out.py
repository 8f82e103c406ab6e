"""Finds "only" beside a value that may be left out as well: "excluding direct, email only"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import FILTERS, Dimension, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, meaning_before, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.reading.doubting.all_at_once import LISTED, field_of
from services.orchestrator.understanding.reading.step import of_spans, word_by_word

_PASSED = frozenset({Sign.FILLER, Sign.FRAMING, Sign.ONLY, Sign.COMMA, Sign.AND})


@of_spans({Sign.ONLY}, {Sign.NOT})
@word_by_word
def read_only_beside_left_out(spans: Sequence[Span], at: int) -> Doubtful | None:
    """ "Excluding direct, email only", "no direct, only from email", "except Germany, French users only"."""
    if spans[at].meaning is not Sign.ONLY:
        return None
    before = before_filler(spans, at - 1)
    if before >= 0 and isinstance(spans[before].meaning, Metric):
        before = before_filler(spans, before - 1)
    behind = past_filler(spans, at + 1)
    while behind < len(spans) and isinstance(spans[behind].meaning, Link | Dimension):
        behind = past_filler(spans, behind + 1)
    if before > 0 and isinstance(spans[before].meaning, FILTERS) and _is_left_out_with(spans, before):
        return _doubtful(spans[before])
    for place in (before, behind):
        if isinstance(meaning_at(spans, place), FILTERS) and _goes_on_from_left_out(spans, place):
            return _doubtful(spans[place])
    return None


def _doubtful(span: Span) -> Doubtful:
    return Doubtful(f"Is {span.quoted} left out too, or all that is kept?")


def _is_left_out_with(spans: Sequence[Span], at: int) -> bool:
    """ "Excluding Germany mobile only": of another field, with nothing between."""
    other = before_filler(spans, at - 1)
    apart = isinstance(meaning_at(spans, other), FILTERS) and field_of(spans[other]) != field_of(spans[at])
    return apart and meaning_before(spans, other) is Sign.NOT


def _goes_on_from_left_out(spans: Sequence[Span], at: int) -> bool:
    """Whether a value of the same field is left out before, and a comma or "and" stands between."""
    joined = False
    for place in range(at - 1, -1, -1):
        span = spans[place]
        if span.meaning is Sign.NOT:
            return joined
        joined = joined or span.meaning in {Sign.COMMA, Sign.AND}
        if isinstance(span.meaning, FILTERS):
            is_passed = joined and field_of(span) == field_of(spans[at])
        else:
            is_passed = isinstance(span.meaning, LISTED) or span.meaning in _PASSED
        if not is_passed:
            return False
    return False
