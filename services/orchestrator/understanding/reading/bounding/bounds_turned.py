"""Reads verbs that bound figures, and what is left out by a bound: "that didn't reach 200", "drop those under 200"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Link, Sign, Span, Unknown
from services.orchestrator.understanding.plan import Comparison

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
_HAVE = frozenset({"have", "has", "had", "get", "got", "sell", "sold", "make", "made"})
_BETWEEN = frozenset({"that", "which", "did", "do", "does", "to", "we", "are", "were", "it"}) | _HAVE
_OPPOSITE = {
    Comparison.GREATER_THAN: Comparison.LESS_THAN_OR_EQUAL,
    Comparison.GREATER_THAN_OR_EQUAL: Comparison.LESS_THAN,
    Comparison.LESS_THAN: Comparison.GREATER_THAN_OR_EQUAL,
    Comparison.LESS_THAN_OR_EQUAL: Comparison.GREATER_THAN,
}
_KEEP = frozenset({"keep", "keeping"})
_DROP = frozenset({"drop", "dropping", "hide", "ignore", "remove", "omit", "skip", "discard", "filter out", "cut"})
_ROWS = frozenset({"those", "ones", "everything", "anything", "rows", "all", "any"})
_HAVING = frozenset({"that", "which", "with", "having", "where", "are", "were", "there"}) | _HAVE
_ANYWHERE = frozenset({"anywhere", "somewhere", "anything", "something"})
_TURNING = _VERBS | _ANYWHERE
_BEING = frozenset({"there", "it", "they", "is", "are", "was", "were"})
_FEW = 6
"""Spans that are looked at beside a word."""


def read_turned_bounds(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as the bounds that they make. Linear in their number."""
    if not any(isinstance(span.meaning, Bound) or span.words in _TURNING for span in spans):
        return tuple(spans)
    read = list(spans)
    for at, span in enumerate(read):
        meaning = span.meaning
        if isinstance(meaning, Unknown) and span.words in _VERBS:
            _read_verb(read, at)
        elif isinstance(meaning, Bound) and meaning.before and _has_number(read, at + 1):
            _turn(read, at)
        if span.words in _ANYWHERE and isinstance(meaning, Unknown) and _opens_bound(read, at + 1):
            read[at] = span._replace(meaning=Sign.FILLER)
        elif meaning == Link("with") and span.words.startswith(("where", "whose")):
            _read_where(read, at)
        elif span.words in {"but", "if"} and isinstance(meaning, Unknown):
            _read_condition(read, at)
        elif _keeps(span) is not None:
            _read_rows(read, at)
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
    if len(negations) != 1 or not isinstance(bound, Bound) or bound.comparison not in _OPPOSITE:
        return
    if not _negates(read[at - 1]) and not _rows_before(read, at):
        return
    for place in range(negations[0], at):
        if read[place].meaning is not Sign.WHICH:
            read[place] = read[place]._replace(meaning=Sign.FILLER)
    read[at] = read[at]._replace(meaning=replace(bound, comparison=_OPPOSITE[bound.comparison]))


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


def _read_condition(read: list[Span], at: int) -> None:
    """ "But only those over 200", "if over 200", "where there are more than 200"."""
    behind = read[at + 1] if at + 1 < len(read) else None
    if behind is None:
        return
    if read[at].words == "but" and _keeps(behind) is not None:
        read[at] = read[at]._replace(meaning=Sign.FILLER)
    elif read[at].words == "if" and isinstance(behind.meaning, Bound) and any(_counts(span) for span in read[:at]):
        read[at] = read[at]._replace(meaning=Sign.ONLY)


def _read_where(read: list[Span], at: int) -> None:
    """ "Where there are more than 200" of the figure said before, "where the number of users is more than 200"."""
    behind = at + 1
    if behind < len(read) and read[behind].meaning is Sign.COUNT:
        named = behind + 1 < len(read) and _counts(read[behind + 1])
        if named and any(isinstance(span.meaning, Bound) for span in read[behind + 2 : behind + 4]):
            read[behind] = read[behind]._replace(meaning=Sign.FILLER)
        return
    while behind < len(read) and read[behind].words in _BEING:
        behind += 1
    stops = behind + 2 >= len(read) or not _counts(read[behind + 2])
    bounded = behind < len(read) and isinstance(read[behind].meaning, Bound)
    if bounded and stops and any(_counts(span) for span in read[:at]):
        read[at] = read[at]._replace(meaning=Sign.ONLY)


def _keeps(span: Span) -> bool | None:
    """Whether rows are kept, or left out; None where the word is of neither."""
    if span.meaning is Sign.ONLY or span.meaning is Sign.LIMIT or span.words in _KEEP:
        return True
    drops = span.words in _DROP and isinstance(span.meaning, Unknown | Cause)
    return False if drops or span.meaning is Sign.NOT else None


def _read_rows(read: list[Span], at: int) -> None:
    """ "Only countries with more than 500", "hide everything under 200", "excluding those with fewer than 200"."""
    keeps = _keeps(read[at])
    rows = at + 1
    if rows >= len(read) or not any(_counts(span) for span in read[:at]):
        return
    field = read[rows].meaning
    named = isinstance(field, Dimension) and any(_is_field(span, field.name) for span in read[:at])
    if not named and read[rows].words not in _ROWS:
        return
    place = rows + 1
    while place < len(read) and place < at + _FEW and read[place].words in _HAVING:
        place += 1
    bound = _bound_at(read, place)
    negated = read[bound].meaning if bound >= 0 else None
    if not isinstance(negated, Bound):
        return
    if not keeps:
        if negated.comparison not in _OPPOSITE:
            return
        read[bound] = read[bound]._replace(meaning=replace(negated, comparison=_OPPOSITE[negated.comparison]))
    read[at] = read[at]._replace(meaning=Sign.ONLY)
    read[rows:place] = [span._replace(meaning=Sign.FILLER) for span in read[rows:place]]


def _bound_at(read: Sequence[Span], at: int) -> int:
    """Where a bound starts, or ends, that begins there; -1 where none does."""
    for place in (at, at + 1, at + 2):
        if place < len(read) and isinstance(read[place].meaning, Bound):
            return place if place > at or _has_number(read, place + 1) else -1
        if place >= len(read) or not isinstance(read[place].meaning, Number | Metric):
            return -1
    return -1


def _has_number(read: Sequence[Span], at: int) -> bool:
    """ "200", "$200"; "under /blog" bounds no figure."""
    at += at < len(read) and read[at].text == "$"
    return at < len(read) and isinstance(read[at].meaning, Number)


def _opens_bound(read: Sequence[Span], at: int) -> bool:
    """ "Between 100 and 200", "from 100 to 200", "above 100"."""
    return (
        at < len(read)
        and (read[at].words in {"between", "from"} or isinstance(read[at].meaning, Bound))
        and _has_number(read, at + 1)
    )


def _counts(span: Span) -> bool:
    return isinstance(span.meaning, Metric | Either)


def _is_field(span: Span, name: str) -> bool:
    return isinstance(span.meaning, Dimension) and span.meaning.name == name
