"""Questions which of several has more of a figure: "which had more users, mobile or desktop"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bounds, Direction, Ranking, Sorted
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Link, Meaning, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period, Shifted

_MORE = frozenset({"more", "higher"})
_LESS = frozenset({"fewer", "less", "lower"})
_ASKING = frozenset({"did", "do", "does", "is", "are", "was", "were", "have", "has", "had", "which", "what", "who"})


def read_choices(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such a question read as a comparison of what it names. Linear in their number."""
    said = [at for at, span in enumerate(spans) if span.meaning is not Sign.FILLER]
    degrees = [at for at in said if spans[at].meaning is Cause.MOVED]
    ors = [at for at in said if spans[at].meaning is Sign.OR]
    if len(degrees) != 1 or len(ors) != 1 or not _asks(spans) or _is_ordered(spans):
        return tuple(spans)
    [degree], [joiner] = degrees, ors
    beside = [spans[at].meaning for at in said if at in _next_to(said, degree)]
    if not any(isinstance(meaning, Metric | Either) for meaning in beside):
        return tuple(spans)
    kind = _kind_joined(spans, joiner)
    if not kind or spans[degree].words not in _MORE | _LESS:
        return tuple(spans)
    read = list(spans)
    for at in said:
        meaning = spans[at].meaning
        if meaning is Sign.WHICH:
            read[at] = spans[at]._replace(meaning=Sign.FILLER)
        elif isinstance(meaning, Dimension):
            if at > degree or not same_field(meaning.name, kind):
                return tuple(spans)
            read[at] = spans[at]._replace(meaning=Sign.FILLER)
    less = Direction(descending=False, of=Sorted.FIGURES)
    read[degree] = spans[degree]._replace(meaning=less if spans[degree].words in _LESS else Sign.FILLER)
    read[joiner] = spans[joiner]._replace(meaning=Sign.VERSUS)
    return tuple(read)


def _asks(spans: Sequence[Span]) -> bool:
    return bool(spans) and spans[0].words.split()[0] in _ASKING


def _is_ordered(spans: Sequence[Span]) -> bool:
    return any(
        isinstance(span.meaning, Ranking | Bounds | Shifted | Direction) or span.meaning in {Sign.VERSUS, Sign.COMPARE}
        for span in spans
    )


def _next_to(said: Sequence[int], at: int) -> Sequence[int]:
    place = said.index(at)
    return said[max(place - 1, 0) : place + 2]


def _kind_joined(spans: Sequence[Span], joiner: int) -> str:
    """The field of both values that "or" joins, "date" for periods; empty where they are of two kinds."""
    before, behind = _beside(spans, joiner, -1), _beside(spans, joiner, 1)
    if isinstance(before, Period) and isinstance(behind, Period):
        return "date"
    fields = [_field(before), _field(behind)]
    return fields[0] if fields[0] and same_field(*fields) else ""


def _beside(spans: Sequence[Span], at: int, step: int) -> Meaning:
    at += step
    while 0 <= at < len(spans) and (spans[at].meaning is Sign.FILLER or isinstance(spans[at].meaning, Link)):
        at += step
    return spans[at].meaning if 0 <= at < len(spans) else Sign.FILLER


def _field(meaning: Meaning) -> str:
    if isinstance(meaning, Literal):
        return "pagePath" if meaning.kind is LiteralKind.PATH else ""
    return meaning.dimension if isinstance(meaning, Value) else ""
