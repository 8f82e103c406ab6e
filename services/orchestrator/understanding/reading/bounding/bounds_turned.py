"""Reads verbs that bound figures, and bounds that are denied: "that reached 200", "that don't have more than 200"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Either
from services.orchestrator.understanding.lexicon.orders_and_bounds import OPPOSITE, Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.plan import Comparison
from services.orchestrator.understanding.reading.bounding.rows_kept import GETTING, has_number, read_rows_kept

_REACH = frozenset({"reach", "reached", "reaches", "reaching", "hit", "hits", "hitting"})
_PASS = frozenset(
    {
        "pass",
        "passed",
        "passes",
        "passing",
        "cross",
        "crossed",
        "crossing",
        "top",
        "topped",
        "topping",
        "beat",
        "past",
        "beyond",
    }
)
_VERBS = _REACH | _PASS
_NOT = frozenset({"didn't", "don't", "doesn't", "haven't", "hasn't", "never", "failed", "fail", "fails"})
_HAVE = GETTING | {"have", "has", "had"}
_BETWEEN = frozenset({"that", "which", "did", "do", "does", "to", "we", "are", "were", "it"}) | _HAVE
_ANYWHERE = frozenset({"anywhere", "somewhere", "anything", "something"})
_TURNING = _VERBS | _ANYWHERE


def read_turned_bounds(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as the bounds that they make. Linear in their number."""
    if not any(isinstance(span.meaning, Bound) or span.words in _TURNING for span in spans):
        return tuple(spans)
    read = list(spans)
    for at, span in enumerate(read):
        meaning = span.meaning
        if isinstance(meaning, Unknown) and span.words in _VERBS:
            _read_verb(read, at)
        elif isinstance(meaning, Bound) and meaning.before and has_number(read, at + 1):
            _turn(read, at)
        if span.words in _ANYWHERE and isinstance(meaning, Unknown) and _opens_bound(read, at + 1):
            read[at] = span._replace(meaning=Sign.FILLER)
    read_rows_kept(read)
    return tuple(read)


def _read_verb(read: list[Span], at: int) -> None:
    """ "Reached 200 visitors"; behind "reached 200 visitors or more" the bound is said."""
    if at + 1 == len(read) or not isinstance(read[at + 1].meaning, Number) or not _rows_before(read, at):
        return
    if any(isinstance(span.meaning, Bound) for span in read[at + 2 : at + 4]):
        if not _negations(read, at):
            read[at] = read[at]._replace(meaning=Link("with"))
        return
    least = Comparison.GREATER_THAN_OR_EQUAL if read[at].words in _REACH else Comparison.GREATER_THAN
    read[at] = read[at]._replace(meaning=Bound(least))
    _turn(read, at)


def _turn(read: list[Span], at: int) -> None:
    """ "That did not have more than 200 visitors"."""
    negations = _negations(read, at)
    bound = read[at].meaning
    if len(negations) != 1 or not isinstance(bound, Bound) or bound.comparison not in OPPOSITE:
        return
    if not _negates(read[at - 1]) and not _rows_before(read, at):
        return
    for place in range(negations[0], at):
        if read[place].meaning is not Sign.WHICH:
            read[place] = read[place]._replace(meaning=Sign.FILLER)
    read[at] = read[at]._replace(meaning=replace(bound, comparison=OPPOSITE[bound.comparison]))


def _negations(read: Sequence[Span], at: int) -> list[int]:
    return [place for place in range(at - 1, _rows_at(read, at), -1) if _negates(read[place])]


def _rows_before(read: Sequence[Span], at: int) -> bool:
    place = _rows_at(read, at)
    return place >= 0 and isinstance(read[place].meaning, Dimension | Either)


def _rows_at(read: Sequence[Span], at: int) -> int:
    """The first place before a verb or a bound, going back, that does not belong to it."""
    place = at - 1
    while place >= 0 and (read[place].words in _BETWEEN or _negates(read[place])):
        place -= 1
    return place


def _negates(span: Span) -> bool:
    if span.meaning is Sign.NOT:
        return span.words.split()[-1] in {"not", "have"} or span.words.endswith("n't")
    return isinstance(span.meaning, Unknown) and span.words in _NOT


def _opens_bound(read: Sequence[Span], at: int) -> bool:
    """ "Between 100 and 200", "from 100 to 200", "above 100"."""
    return (
        at < len(read)
        and (read[at].words in {"between", "from"} or isinstance(read[at].meaning, Bound))
        and has_number(read, at + 1)
    )
