"""Reads "by" before several values as a row for each of them: "sessions by mobile and desktop"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.reading.step import of_spans

_JOINTS = frozenset({Sign.AND, Sign.VERSUS, Sign.COMMA, Sign.SLASH})


@of_spans({Sign.BY}, {Value})
def read_divided_by_values(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, "by" as filler there and what joins the values as "versus". Linear in their number."""
    by = next(
        (at for at, span in enumerate(spans) if span.meaning is Sign.BY and span.words.endswith("by")), len(spans)
    )
    if by == len(spans):
        return tuple(spans)
    values, joints = [by + 1], []
    while _same_kind(spans, values[-1] + 2, values[0]) and meaning_at(spans, values[-1] + 1) in _JOINTS:
        joints.append(values[-1] + 1)
        values.append(values[-1] + 2)
    behind = meaning_at(spans, past_filler(spans, values[-1] + 1))
    if not joints or isinstance(behind, Dimension | Metric | Value) or behind in _JOINTS - {Sign.COMMA}:
        return tuple(spans)
    read = list(spans)
    read[by] = read[by]._replace(meaning=Sign.FILLER)
    for at in joints:
        read[at] = read[at]._replace(meaning=Sign.VERSUS)
    return tuple(read)


def _same_kind(spans: Sequence[Span], at: int, first: int) -> bool:
    one, other = meaning_at(spans, first), meaning_at(spans, at)
    return isinstance(one, Value) and isinstance(other, Value) and one.dimension == other.dimension
