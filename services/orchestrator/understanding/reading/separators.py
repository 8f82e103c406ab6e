"""Reads signs between words of different kinds as commas: "key events / desktop / october", "paid social → revenue".

"Then" before a list of its own opens the next request.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Meaning, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period
from services.orchestrator.understanding.reading.step import of_spans

_ARROWS = frozenset({"→", "⇒", "➡", "›", "»", ">", "->", "=>"})
_BETWEEN_KINDS = _ARROWS | {"/"}
"""Between two words of one kind these could mean a ratio, a range, a pair, or a change."""

_WHOLES = frozenset({"total", "all", "overall"})
_LISTING = frozenset({"|", "•", "·"})
_LEADING = frozenset({Sign.BY, Sign.EACH, Sign.NOT})
_KINDS: dict[type, str] = {
    Metric: "figure",
    Either: "figure",
    Literal: "text",
    Period: "time",
    Minutes: "time",
    Ranking: "rows",
    Number: "rows",
    Link: "led",
}


@of_spans(_BETWEEN_KINDS | _LISTING | {"then"})
def read_separators(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such signs read as commas. Linear in their number."""
    read = _with_joined_arrows(spans)
    for at in range(1, len(read) - 1):
        if isinstance(read[at].meaning, Literal):
            continue
        text = read[at].text
        if text == "/" and _is_part_of(read, at):
            read[at] = read[at]._replace(meaning=Doubtful("Is one to be divided by the other? Ask for a share."))
        elif text in _LISTING or (text in _BETWEEN_KINDS and _differ(read, at)):
            read[at] = read[at]._replace(meaning=Sign.COMMA)
        elif read[at].words == "then" and read[at].meaning is Sign.FILLER and _opens_list(read, at):
            read[at] = read[at]._replace(meaning=Sign.NEXT)
    return tuple(read)


def _opens_list(spans: Sequence[Span], at: int) -> bool:
    """ "Users last week, then the top 5 pages", "users, then sessions by device"."""
    opens = past_filler(spans, at + 1)
    joined = at > 0 and spans[at - 1].meaning in {Sign.COMMA, Sign.AND}
    if not joined or opens == len(spans):
        return False
    behind, by = spans[opens].meaning, _beside(spans, opens, 1)
    divided = isinstance(behind, Metric) and by in {Sign.BY, Sign.EACH}
    return divided or isinstance(behind, Ranking | Number) or behind in {Sign.WHICH, Sign.COUNT}


def _with_joined_arrows(spans: Sequence[Span]) -> list[Span]:
    """ "->" is one sign."""
    read: list[Span] = []
    for span in spans:
        if span.text == ">" and read and read[-1].text == "-" and read[-1].end == span.start:
            read[-1] = span._replace(text="->", start=read[-1].start)
        else:
            read.append(span)
    return read


def _differ(spans: Sequence[Span], at: int) -> bool:
    if _touches(spans, at):
        return False
    first, second = _kind(_beside(spans, at, -1)), _kind(_beside(spans, at, 1))
    if first == second == "figure" and spans[at].text == "/":
        return _is_chain(spans, at)
    if not first or not second or first == second:
        return False
    # "Sessions / country" breaks down.
    return spans[at].text != "/" or (first, second) != ("figure", "field")


def _is_part_of(spans: Sequence[Span], at: int) -> bool:
    """ "Mobile / total users", where the whole follows."""
    before, behind = _beside(spans, at, -1), spans[at + 1]
    named = isinstance(behind.meaning, Metric) and behind.words.split()[0] in _WHOLES
    return isinstance(before, Value | Literal | Metric) and (named or behind.meaning is Sign.TOTAL)


def _is_chain(spans: Sequence[Span], at: int) -> bool:
    """ "Revenue / new users / sessions": of two figures it could be a ratio."""
    before = at > 2 and spans[at - 2].text == "/" and _kind(spans[at - 3].meaning) == "figure"
    behind = at + 3 < len(spans) and spans[at + 2].text == "/" and _kind(spans[at + 3].meaning) == "figure"
    return before or behind


def _beside(spans: Sequence[Span], at: int, step: int) -> Meaning:
    at += step
    while 0 <= at < len(spans) and spans[at].meaning is Sign.FILLER:
        at += step
    return spans[at].meaning if 0 <= at < len(spans) else Sign.FILLER


def _touches(spans: Sequence[Span], at: int) -> bool:
    """Whether a slash stands without space between its neighbours: "source/medium"."""
    return spans[at].text == "/" and (spans[at - 1].end == spans[at].start or spans[at].end == spans[at + 1].start)


def _kind(meaning: Meaning) -> str:
    if isinstance(meaning, Value):
        return f"value of {meaning.dimension}"
    if isinstance(meaning, Dimension):
        return "trend" if meaning.breaks_down else "field"
    if isinstance(meaning, Sign):
        return "led" if meaning in _LEADING else ""
    return _KINDS.get(type(meaning), "")
