"""Passes over "who" behind people where what follows says which of them are meant: "people who were on Safari"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown

_PEOPLE = frozenset({"activeUsers", "totalUsers", "newUsers"})
_VERBS = frozenset({"are", "were", "was", "is", "had", "have", "has", "use", "used", "came", "come", "comes"})
_BETWEEN = frozenset({"a", "an", "the", "their", "been"})


def read_relative_clauses(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        is_who = at > 0 and span.text.lower() == "who" and isinstance(span.meaning, Unknown)
        if is_who and _are_people(spans[at - 1]) and _says_which(spans, at + 1):
            read[at] = span._replace(meaning=Sign.FILLER)
    return tuple(read)


def _are_people(span: Span) -> bool:
    return isinstance(span.meaning, Metric) and span.meaning.name in _PEOPLE


def _says_which(spans: Sequence[Span], at: int) -> bool:
    """Whether a verb follows, and behind it a value, or what leads to one."""
    has_verb = False
    while at < len(spans) and spans[at].meaning is Sign.FILLER and spans[at].text.lower() in _VERBS | _BETWEEN:
        has_verb = has_verb or spans[at].text.lower() in _VERBS
        at += 1
    if at == len(spans) or not (has_verb or spans[at].text.lower().split()[0] in _VERBS):
        return False
    if isinstance(spans[at].meaning, Dimension):
        behind = next((span.meaning for span in spans[at + 1 :] if span.meaning is not Sign.FILLER), None)
        return isinstance(behind, Value | Literal)
    return isinstance(spans[at].meaning, Value | Link) or spans[at].meaning is Sign.NOT
