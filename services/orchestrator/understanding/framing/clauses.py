"""Cuts a question's spans into clauses: at stops, dashes and brackets, and at every comma."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span

_STOPS = frozenset(".!?…:;()")


@dataclass(frozen=True, slots=True)
class Clause:
    """Spans between two stops, with their place in the question, and whether a comma is one of the stops."""

    spans: tuple[Span, ...]
    start: int
    end: int
    behind_comma: bool
    before_comma: bool


def clauses_of(spans: Sequence[Span]) -> Iterator[Clause]:
    """The clauses of a question, in its order. What frames it stops one."""
    start, behind_comma = 0, False
    for at in range(len(spans) + 1):
        comma = at < len(spans) and spans[at].text == ","
        if at < len(spans) and not comma and not _stops(spans, at):
            continue
        if at > start:
            yield Clause(tuple(spans[start:at]), start, at, behind_comma, comma)
        start, behind_comma = at + 1, comma


def _stops(spans: Sequence[Span], at: int) -> bool:
    if spans[at].text == ":" and _beside_numbers(spans, at):
        return False
    return spans[at].meaning in {Sign.FRAMING, Sign.NEXT} or spans[at].text in _STOPS or _is_dash(spans, at)


def _is_dash(spans: Sequence[Span], at: int) -> bool:
    if spans[at].text != "-" or not 0 < at < len(spans) - 1:
        return False
    return spans[at - 1].end < spans[at].start and spans[at].end < spans[at + 1].start


def _beside_numbers(spans: Sequence[Span], at: int) -> bool:
    if not 0 < at < len(spans) - 1:
        return False
    before, behind = spans[at - 1], spans[at + 1]
    return before.text[-1:].isdigit() and behind.text[:1].isdigit() and before.end == behind.start - 1
