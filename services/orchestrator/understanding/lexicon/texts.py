"""Reads words as one text, whatever else they could mean: "with blog in the path"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Sign, Span, Unknown

CAN_BE_A_VALUE = (Unknown, Value, Metric, Ambiguous, Dimension, Either)
"""Whatever else these words mean, they can be a text where one stands."""

_BEFORE_TEXT = frozenset({Link("with"), Sign.CONTAINS})
_LACKING = ("without", "have")


def text_in(question: str, spans: list[Span], at: int) -> int:
    """ "With blog in the path", "without blog in it": what stands before is text, whatever else it could mean.

    Returns the field's place.
    """
    link = before_filler(spans, at - 1)
    if link < 1 or spans[link].meaning != Link("in"):
        return at
    last = before_filler(spans, link - 1)
    first = first_unknown(spans, last) if last >= 0 else 0
    opens = before_filler(spans, first - 1)
    if opens < 0 or not isinstance(spans[last].meaning, CAN_BE_A_VALUE):
        return at
    lacks = spans[opens].meaning is Sign.NOT and spans[opens].text.lower().endswith(_LACKING)
    if spans[opens].meaning not in _BEFORE_TEXT and not lacks:
        return at
    return at - become_text(question, spans, first, last)


def first_unknown(spans: Sequence[Span], last: int) -> int:
    """Where the unknown words begin that end there."""
    first = last
    while first > 0 and isinstance(spans[first].meaning, Unknown) and isinstance(spans[first - 1].meaning, Unknown):
        first -= 1
    return first


def become_text(question: str, spans: list[Span], first: int, last: int) -> int:
    """Reads the spans as one text; returns by how many there are fewer."""
    start, end = spans[first].start, spans[last].end
    text = question[start:end]
    spans[first : last + 1] = [Span(text, Literal(LiteralKind.QUOTED, text.lower()), start, end)]
    return last - first


def goes_on_in_capitals(spans: Sequence[Span], at: int) -> bool:
    """ "(The campaign) Big Give", whose second word is otherwise left out."""
    return spans[at].meaning is Sign.FILLER and spans[at].text[0].isupper() and spans[at - 1].text[0].isupper()


def with_capitals_before(question: str, spans: list[Span], at: int) -> int:
    """ "(The title is) Get Started": reads what is otherwise left out as part of the text; returns its place."""
    if not isinstance(spans[at].meaning, Unknown):
        return at
    first = at
    while first > 0 and spans[first - 1].meaning is Sign.FILLER and spans[first - 1].text[0].isupper():
        first -= 1
    if first < at and spans[at].text[0].isupper():
        start, end = spans[first].start, spans[at].end
        spans[first : at + 1] = [Span(question[start:end], Unknown(), start, end)]
        return first
    return at
