"""Questions which of two is more, read as their comparison: "which had more users, mobile or desktop"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.field_scopes import same_field
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Direction, Number, Ranking, Sorted
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Link, Meaning, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period, Shifted

_MORE = frozenset({"more", "higher"})
_LESS = frozenset({"fewer", "less", "lower"})
_LARGER_OR_SMALLER = frozenset(
    {"higher", "lower", "bigger", "larger", "greater", "smaller", "highest", "lowest", "biggest", "largest", "smallest"}
)
_ASKING = frozenset({"did", "do", "does", "is", "are", "was", "were", "have", "has", "had", "which", "what", "who"})
_COMPARED = frozenset({Sign.VERSUS, Sign.COMPARE})
_JOINS_OTHERWISE = _COMPARED | {Sign.AND, Sign.NOT}
_ORDERS = (Ranking, Bound, Number, Shifted, Direction)
_TIMES = "date"
_FIGURES = "figure"
_KINDS = {_TIMES: Period, _FIGURES: Metric | Either}
_FEWEST = 5
"""Words of "which higher sessions or users" that mean something."""

_LEAST_FIRST = Direction(descending=False, of=Sorted.FIGURES)


def asking_which_is_more(spans: Sequence[Span]) -> dict[int, Meaning]:
    """What such a question's "or", which is a "versus", and its words that only ask mean, by their place.

    Empty for other questions. Linear in the number of spans.
    """
    said = [at for at, span in enumerate(spans) if span.meaning is not Sign.FILLER]
    ors = [at for at in said if spans[at].meaning is Sign.OR]
    kind = _kind_joined(spans, ors[0]) if len(ors) == 1 else ""
    asks = kind and (_has_more(spans, said, kind) or _is_larger(spans, said, kind))
    return {ors[0]: Sign.VERSUS, **asks} if asks else {}


def _has_more(spans: Sequence[Span], said: Sequence[int], kind: str) -> dict[int, Meaning]:
    """What asks in "which device had fewer users, mobile or desktop", by its place; empty for other questions."""
    degrees = [at for at in said if spans[at].meaning is Cause.MOVED]
    if kind == _FIGURES or len(degrees) != 1 or not _asks(spans) or _is_ordered(spans):
        return {}
    [degree] = degrees
    beside = [spans[at].meaning for at in _next_to(said, degree)]
    if spans[degree].words not in _MORE | _LESS or not any(isinstance(meaning, Metric | Either) for meaning in beside):
        return {}
    asks: dict[int, Meaning] = {degree: _LEAST_FIRST if spans[degree].words in _LESS else Sign.FILLER}
    for at in said:
        meaning = spans[at].meaning
        if isinstance(meaning, Dimension) and (at > degree or not same_field(meaning.name, kind)):
            return {}
        if meaning is Sign.WHICH or isinstance(meaning, Dimension):
            asks[at] = Sign.FILLER
    return asks


def _is_larger(spans: Sequence[Span], said: Sequence[int], kind: str) -> dict[int, Meaning]:
    """What asks in "which was higher, sessions or users", by its place; empty for other questions."""
    if kind not in {_FIGURES, _TIMES} or len(said) < _FEWEST:
        return {}
    which, degree, behind = said[:3]
    if spans[which].meaning is not Sign.WHICH or spans[degree].text.lower() not in _LARGER_OR_SMALLER:
        return {}
    if any(spans[at].meaning in _JOINS_OTHERWISE for at in said):
        return {}
    asks = (which, degree, behind) if spans[behind].meaning is Sign.COMMA else (which, degree)
    return dict.fromkeys(asks, Sign.FILLER)


def _asks(spans: Sequence[Span]) -> bool:
    return bool(spans) and spans[0].words.split()[0] in _ASKING


def _is_ordered(spans: Sequence[Span]) -> bool:
    return any(isinstance(span.meaning, _ORDERS) or span.meaning in _COMPARED for span in spans)


def _next_to(said: Sequence[int], at: int) -> Sequence[int]:
    place = said.index(at)
    return said[max(place - 1, 0) : place + 2]


def _kind_joined(spans: Sequence[Span], joiner: int) -> str:
    """The field of both values that "or" joins, or what else both are; empty where they are of two kinds."""
    before, behind = _beside(spans, joiner, -1), _beside(spans, joiner, 1)
    for kind, types in _KINDS.items():
        if isinstance(before, types) and isinstance(behind, types):
            return kind
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
