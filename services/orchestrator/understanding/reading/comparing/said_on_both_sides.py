"""Passes over the figure and the days of the second side where both sides say the same: "mobile sessions last week vs
desktop sessions last week"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans

_PASSED = frozenset({Sign.FILLER, Sign.FRAMING})


@of_spans({Sign.VERSUS}, {Period}, {Value})
def read_said_on_both_sides(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words as filler. Linear in their number."""
    joints = [at for at, span in enumerate(spans) if span.meaning is Sign.VERSUS]
    if len(joints) != 1:
        return tuple(spans)
    [joint] = joints
    before, behind = _said(spans[:joint]), _said(spans[joint + 1 :])
    if before is None or before != behind:
        return tuple(spans)
    read = list(spans)
    for at in range(joint + 1, len(spans)):
        beside = at + 1 < len(spans) and isinstance(spans[at + 1].meaning, Period)
        leads_to_days = isinstance(spans[at].meaning, Link) and beside
        if isinstance(spans[at].meaning, Metric | Period) or leads_to_days:
            read[at] = read[at]._replace(meaning=Sign.FILLER)
    return tuple(read)


def _said(spans: Sequence[Span]) -> tuple[Metric, Period, str] | None:
    """The figure, the days and the field of the value; None where a side says more, or less."""
    said = [span.meaning for span in spans if span.meaning not in _PASSED and not isinstance(span.meaning, Link)]
    figures = [each for each in said if isinstance(each, Metric)]
    days = [each for each in said if isinstance(each, Period)]
    values = [each for each in said if isinstance(each, Value)]
    is_side = len(said) == 3 and len(figures) == len(days) == len(values) == 1
    return (figures[0], days[0], values[0].dimension) if is_side else None
