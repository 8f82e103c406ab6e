"""Cuts a question that asks for two things into one request for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.orchestrator.understanding.vocabulary import (
    Dimension,
    Either,
    Literal,
    Metric,
    Sign,
    Span,
    Unknown,
    Value,
)
from services.orchestrator.understanding.vocabulary_of_time import Minutes, Period, Shifted

_JOINERS = frozenset({Sign.AND, Sign.COMMA})
_BETWEEN = _JOINERS | {Sign.FILLER}
_COMPARING = frozenset({Sign.COMPARE, Sign.VERSUS})
_MOST_CUTS = 12
_ON_BOTH_OR_NEITHER = ((Dimension, Either), (Value, Literal))
_TIMES = (Period, Minutes)


@dataclass(frozen=True, slots=True)
class Cut:
    """The spans of two requests; the second starts at the span `at` of the question."""

    first: tuple[Span, ...]
    second: tuple[Span, ...]
    at: int


def cuts(spans: Sequence[Span]) -> Iterator[Cut]:
    """Each place where one request may end and another start, a bounded number of them.

    Each side names a figure. Breakdowns and values stand on both sides or on neither: which figure those on one
    side hold for would be a guess, as it would with a comparison. A period on one side alone holds for both.
    """
    if any(span.meaning in _COMPARING or isinstance(span.meaning, Shifted | Unknown) for span in spans):
        return
    at = found = 0
    while at < len(spans) and found < _MOST_CUTS:
        end = at
        while end < len(spans) and spans[end].meaning in _BETWEEN:
            end += 1
        if any(span.meaning in _JOINERS for span in spans[at:end]) and _can_be_two(spans[:at], spans[end:]):
            found += 1
            yield _with_shared_period(spans[:at], spans[end:], end)
        at = max(end, at + 1)


def _can_be_two(first: Sequence[Span], second: Sequence[Span]) -> bool:
    alike = all(_names(first, *kinds) is _names(second, *kinds) for kinds in _ON_BOTH_OR_NEITHER)
    return alike and _names(first, Metric) and _names(second, Metric)


def _with_shared_period(first: Sequence[Span], second: Sequence[Span], at: int) -> Cut:
    shared = [span for span in (*first, *second) if isinstance(span.meaning, _TIMES)]
    return Cut(
        (*first, *(() if _names(first, *_TIMES) else shared)),
        (*second, *(() if _names(second, *_TIMES) else shared)),
        at,
    )


def _names(side: Sequence[Span], *kinds: type) -> bool:
    return any(isinstance(span.meaning, kinds) for span in side)
