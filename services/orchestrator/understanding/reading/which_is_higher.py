"""Reads "which was higher, sessions or users" as "compare sessions and users"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Either, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_LARGER_OR_SMALLER = frozenset(
    {"higher", "lower", "bigger", "larger", "greater", "smaller", "highest", "lowest", "biggest", "largest", "smallest"}
)
_COMPARED = (Metric, Either, Period)
_JOINS_OTHERWISE = frozenset({Sign.AND, Sign.VERSUS, Sign.COMPARE, Sign.NOT})


def read_higher(spans: Sequence[Span]) -> list[Span]:
    """The spans, such a question on two figures, or on one of two times, read as the comparison of both."""
    read = list(spans)
    said = [at for at, span in enumerate(read) if span.meaning is not Sign.FILLER]
    if len(said) < 5 or read[said[0]].meaning is not Sign.WHICH:
        return read
    if read[said[1]].text.lower() not in _LARGER_OR_SMALLER or not _is_choice(read, said[2:]):
        return read
    read[said[0]] = read[said[0]]._replace(meaning=Sign.COMPARE)
    for at in said[1 : 3 if read[said[2]].meaning is Sign.COMMA else 2]:
        read[at] = read[at]._replace(meaning=Sign.FILLER)
    return [span._replace(meaning=Sign.AND) if span.meaning is Sign.OR else span for span in read]


def _is_choice(read: Sequence[Span], said: Sequence[int]) -> bool:
    """Whether one "or" stands between two of a kind."""
    meanings = [read[at].meaning for at in said]
    if meanings.count(Sign.OR) != 1 or not _JOINS_OTHERWISE.isdisjoint(m for m in meanings if isinstance(m, Sign)):
        return False
    at = meanings.index(Sign.OR)
    if not 0 < at < len(meanings) - 1:
        return False
    return any(isinstance(meanings[at - 1], kind) and isinstance(meanings[at + 1], kind) for kind in _COMPARED)
