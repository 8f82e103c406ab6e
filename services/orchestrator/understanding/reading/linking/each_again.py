"""Passes over words that ask again for the rows' figure: "which devices are people using, and how many on each"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_PEOPLE = frozenset({"activeUsers", "totalUsers"})
_NUMBER = frozenset({"number", "numbers", "count", "counts"})
_PASSED = frozenset({Sign.FILLER, Unknown()})
_ENDS = frozenset({Sign.COMMA, Sign.FRAMING})


@of_spans({Sign.WHICH}, {Dimension})
def read_each_again(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler behind a list of rows. Linear in their number."""
    read = list(spans)
    listed: Dimension | None = None
    people: Metric | None = None
    asked = False
    for at, span in enumerate(spans):
        asked = asked or span.meaning is Sign.WHICH
        if asked and isinstance(span.meaning, Dimension):
            listed = listed or span.meaning
        elif isinstance(span.meaning, Metric) and span.meaning.name in _PEOPLE:
            people = people or span.meaning
        if listed and people and (end := _asks_again(spans, at, listed, people)):
            start = before_filler(spans, at - 1)
            while start > 0 and spans[start].meaning in {Sign.COMMA, Sign.AND}:
                start = before_filler(spans, start - 1)
            read[start + 1 : end] = [said._replace(meaning=Sign.FILLER) for said in spans[start + 1 : end]]
    return tuple(read)


def _asks_again(spans: Sequence[Span], at: int, listed: Dimension, people: Metric) -> int:
    """Where "and how many people on each of them" ends that starts at the span; 0 where it is not that."""
    start = at
    with_number = spans[at].meaning == Link("with") and at + 1 < len(spans) and _is_number(spans, at + 1)
    if with_number:
        at = _past_number(spans, at + 1)
    elif spans[at].meaning is Sign.COUNT:
        at = past_filler(spans, at + 1)
        if at < len(spans) and spans[at].meaning == people:
            at = past_filler(spans, at + 1)
    else:
        return 0
    before = before_filler(spans, start - 1)
    if not with_number and (before < 0 or spans[before].meaning not in {Sign.COMMA, Sign.AND}):
        return 0
    if at < len(spans) and isinstance(spans[at].meaning, Link):
        at = past_filler(spans, at + 1)
    if at < len(spans) and spans[at].meaning is Sign.BY_THOSE:
        return at + 1
    if at >= len(spans) or spans[at].meaning is not Sign.EACH or spans[at].words in {"per", "every"}:
        return 0
    at = past_filler(spans, at + 1)
    if at < len(spans) and spans[at].meaning == listed:
        at = past_filler(spans, at + 1)
    return at if at >= len(spans) or spans[at].meaning in _ENDS else 0


def _is_number(spans: Sequence[Span], at: int) -> bool:
    end = past_filler(spans, at)
    said = spans[at : end + 1]
    return any(not _NUMBER.isdisjoint(span.words.split()) for span in said if span.meaning in _PASSED)


def _past_number(spans: Sequence[Span], at: int) -> int:
    at = past_filler(spans, at)
    return past_filler(spans, at + 1) if at < len(spans) and isinstance(spans[at].meaning, Unknown) else at
