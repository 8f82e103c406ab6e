"""Reads "last" whose unit the period before it says: "this week vs last", "last month compared with the previous"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, Earlier, Period, Shifted

_LAST = frozenset({"last", "previous", "prior", "the last", "the previous", "the prior"})
_UNITS = frozenset({"week", "wk", "month", "quarter", "qtr", "year", "yr"})
_JOINTS = frozenset({Sign.VERSUS, Link("with"), Link("to")})
_ENDS = frozenset({Sign.COMMA, Sign.FRAMING, Sign.NEXT, Sign.BY, Sign.EACH, Sign.AND})


def read_last_of_its_kind(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such a word read as the unit before. Linear in their number."""
    at = next((at for at, span in enumerate(spans) if _is_last_alone(spans, at, span)), -1)
    said = [span for span in spans[:at] if isinstance(span.meaning, Period)] if at > 0 else []
    if len(said) != 1 or not isinstance(period := said[0].meaning, Period):
        return tuple(spans)
    if said[0].words.split()[-1] not in _UNITS or period.unit is CalendarUnit.DAY:
        return tuple(spans)
    before = Shifted(Earlier(1, period.unit, or_before=True))
    return (*spans[:at], spans[at]._replace(meaning=before), *spans[at + 1 :])


def _is_last_alone(spans: Sequence[Span], at: int, span: Span) -> bool:
    """Whether nothing that "last" could be of stands behind it, and a joint before."""
    if not isinstance(span.meaning, Unknown) or span.words not in _LAST:
        return False
    joint, behind = before_filler(spans, at - 1), past_filler(spans, at + 1)
    if joint < 0 or spans[joint].meaning not in _JOINTS:
        return False
    return behind == len(spans) or spans[behind].meaning in _ENDS or isinstance(spans[behind].meaning, Link)
