"""Reads "weekend" and "weekday" beside each other as the two groups of days: "weekend vs weekday sessions".

Alone, "weekday" is a row for each of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.reading.step import of_spans

_WEEKDAY = "dayOfWeekName"
_JOINTS = frozenset({Sign.VERSUS, Sign.AND, Sign.OR})


@of_spans({Dimension}, _JOINTS)
def read_parts_of_the_week(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words as values, what joins them as "versus". Linear in their number."""
    parts = [at for at, span in enumerate(spans) if _group(span)]
    if len(parts) != 2 or not any(isinstance(spans[at].meaning, Dimension) for at in parts):
        return tuple(spans)
    first, second = parts
    joints = [at for at in range(first + 1, second) if spans[at].meaning in _JOINTS]
    between = [span.meaning for span in spans[first + 1 : second] if span.meaning is not Sign.FILLER]
    by = before_filler(spans, first - 1)
    divides = by >= 0 and spans[by].meaning in {Sign.BY, Sign.EACH}
    compares = divides or any(span.meaning is Sign.COMPARE for span in spans)
    if len(joints) != 1 or not all(isinstance(each, Metric) or each in _JOINTS for each in between):
        return tuple(spans)
    if spans[joints[0]].meaning is not Sign.VERSUS and not compares:
        return tuple(spans)
    read = list(spans)
    for at in parts:
        read[at] = read[at]._replace(meaning=Value(_WEEKDAY, _group(spans[at])))
    read[joints[0]] = read[joints[0]]._replace(meaning=Sign.VERSUS)
    if divides:
        read[by] = read[by]._replace(meaning=Sign.FILLER)
    return tuple(span._replace(meaning=Sign.FILLER) if span.meaning is Sign.COMPARE else span for span in read)


def _group(span: Span) -> tuple[str, ...]:
    """The days; none where it is no such word."""
    meaning = span.meaning
    if isinstance(meaning, Dimension) and meaning.name == _WEEKDAY:
        return meaning.described_by
    is_group = isinstance(meaning, Value) and meaning.dimension == _WEEKDAY and len(meaning.values) > 1
    return meaning.values if is_group and isinstance(meaning, Value) else ()
