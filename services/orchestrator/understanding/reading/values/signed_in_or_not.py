"""Reads "signed in and not signed in" as rows for each of both, where either alone would keep half of the people."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.filler import past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Meaning, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans

_FIELD = "signedInWithUserId"
_ROWS = Dimension(_FIELD, breaks_down=True)
_JOINING = frozenset({Sign.AND, Sign.OR, Sign.VERSUS, Sign.SLASH})


@of_spans({Value}, _JOINING)
def read_signed_in_or_not(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, the first of both as the rows and the other as filler. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.meaning in _JOINING and at and (sides := _sides(spans, at)):
            first, people, end = sides
            kept = _counted(spans, first, people, end)
            for place in (*range(first + 1, end), past_filler(spans, end)):
                if place not in kept and (place < end or isinstance(_at(spans, place), Metric)):
                    read[place] = read[place]._replace(meaning=Sign.FILLER)
            read[first] = read[first]._replace(meaning=_ROWS)
    return tuple(read)


def _sides(spans: Sequence[Span], joiner: int) -> tuple[int, range, int] | None:
    """Where the first side begins, the people it counts stand, and the other side ends."""
    people = joiner
    while people and (spans[people - 1].meaning is Sign.FILLER or isinstance(spans[people - 1].meaning, Metric)):
        people -= 1
    first, second = people - 1, past_filler(spans, joiner + 1)
    if first < 0 or not _is_signed_in(spans[first].meaning) or second >= len(spans):
        return None
    if first and spans[first - 1].meaning is Sign.NOT:
        return (first - 1, range(people, joiner), second + 1) if _is_signed_in(spans[second].meaning) else None
    if spans[second].meaning is not Sign.NOT:
        return None
    end = past_filler(spans, second + 1)
    if _is_signed_in(_at(spans, end)):
        return first, range(people, joiner), end + 1
    alone = spans[joiner].meaning is Sign.OR and spans[second].words == "not"
    ends = isinstance(_at(spans, end), Period) or end >= len(spans) or spans[end].meaning is Sign.COMMA
    return (first, range(people, joiner), second + 1) if alone and ends else None


def _counted(spans: Sequence[Span], first: int, people: range, end: int) -> tuple[int, ...]:
    """Where the figure stands beside the sides, if none was named before them or behind a comma."""
    behind = past_filler(spans, end)
    elsewhere = spans[behind + 1 :] if _at(spans, behind) is Sign.COMMA else ()
    if any(isinstance(span.meaning, Metric) for span in (*spans[:first], *elsewhere)):
        return ()
    return tuple(place for place in (*people, behind) if isinstance(_at(spans, place), Metric))[-1:]


def _is_signed_in(meaning: Meaning) -> bool:
    return isinstance(meaning, Value) and meaning.dimension == _FIELD


def _at(spans: Sequence[Span], at: int) -> Meaning:
    return spans[at].meaning if at < len(spans) else Unknown()
