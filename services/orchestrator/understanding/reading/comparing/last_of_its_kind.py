"""Reads "last" and "the one before" beside the period whose kind they are of: "this week vs last"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, Earlier, Period, Shifted
from services.orchestrator.understanding.reading.step import of_spans

_LAST = frozenset({"last", "previous", "prior", "the last", "the previous", "the prior"})
_ONES = ("the one ", "the previous one", "the preceding one", "the prior one", "its predecessor")
_UNITS = frozenset({"week", "wk", "month", "quarter", "qtr", "year", "yr"})
_JOINTS = frozenset({Sign.VERSUS, Link("with"), Link("to")})
_ENDS = frozenset({Sign.COMMA, Sign.FRAMING, Sign.NEXT, Sign.BY, Sign.EACH, Sign.AND})


@of_spans({Shifted, Unknown})
def read_last_of_its_kind(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such a word read as the unit before, "the one before" only beside a period. Linear in their number."""
    spans = [span._replace(meaning=Unknown()) if _is_of_other(spans, at) else span for at, span in enumerate(spans)]
    at = next((at for at, span in enumerate(spans) if _is_last_alone(spans, at, span)), -1)
    said = [span for span in spans[:at] if isinstance(span.meaning, Period)] if at > 0 else []
    if len(said) != 1 or not isinstance(period := said[0].meaning, Period):
        return tuple(spans)
    if said[0].words.split()[-1] not in _UNITS or period.unit is CalendarUnit.DAY:
        return tuple(spans)
    before = Shifted(Earlier(1, period.unit, or_before=True))
    return (*spans[:at], spans[at]._replace(meaning=before), *spans[at + 1 :])


def _is_of_other(spans: Sequence[Span], at: int) -> bool:
    """ "Last week's top page vs the one before": a page."""
    if not isinstance(spans[at].meaning, Shifted) or not spans[at].words.startswith(_ONES):
        return False
    joint = before_filler(spans, at - 1)
    period = before_filler(spans, joint - 1)
    return joint < 0 or spans[joint].meaning not in _JOINTS or not isinstance(spans[period].meaning, Period)


def _is_last_alone(spans: Sequence[Span], at: int, span: Span) -> bool:
    """Whether nothing that "last" could be of stands behind it, and a joint before."""
    if not isinstance(span.meaning, Unknown) or span.words not in _LAST:
        return False
    joint, behind = before_filler(spans, at - 1), past_filler(spans, at + 1)
    if joint < 0 or spans[joint].meaning not in _JOINTS:
        return False
    return behind == len(spans) or spans[behind].meaning in _ENDS or isinstance(spans[behind].meaning, Link)
