"""Tells a bound that a joint leads to from one behind its number: "above 60% and more than 100", "100 and more"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.plan import Comparison

_JOINTS = {"and": Sign.AND, "or": Sign.OR}
_BUT = "but"
""" "At least 100 but no more than 500"."""
_ALONE = frozenset({"above", "over"})
"""Words that lead to a number without "than"."""

_MORE = Bound(Comparison.GREATER_THAN)


def with_joints_apart(spans: Sequence[Span]) -> list[Span]:
    """The spans, such a joint and its bound as one span each. Linear in their number."""
    read: list[Span] = []
    for at, span in enumerate(spans):
        if read and read[-1].end > span.start:
            continue
        read.extend(_apart(span, spans[at + 1 : at + 3]))
    return read


def _apart(span: Span, behind: Sequence[Span]) -> Iterator[Span]:
    joint, _, bound = span.words.partition(" ")
    if joint == _BUT and isinstance(span.meaning, Bound):
        yield Span(span.text[: len(joint)], Sign.AND, span.start, span.start + len(joint))
        yield Span(bound, span.meaning, span.start + len(joint) + 1, span.end)
        return
    than = behind[0] if behind and behind[0].words == "than" and isinstance(behind[0].meaning, Unknown) else None
    number = behind[than is not None :][:1]
    leads = bool(number) and isinstance(number[0].meaning, Number) and (than is not None or bound in _ALONE)
    if not leads or joint not in _JOINTS or not isinstance(span.meaning, Bound):
        yield span
        return
    start, end = span.start + len(joint), than.end if than else span.end
    yield Span(span.text[: len(joint)], _JOINTS[joint], span.start, start)
    yield Span(f"{bound} than" if than else bound, _MORE, start + 1, end)
