"""Asks about "like last month" and "as last week": the same table again, or the one of that time?"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_text

_STOPS = frozenset({Sign.COMMA, Sign.FRAMING, Sign.NEXT, Sign.ONLY})
_IN = frozenset(map(Link, ("in", "on", "during")))


@of_text({Period}, {"like", "as"})
def read_periods_likened(question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words with their period as what is asked back. Linear in their number."""
    read: list[Span] = []
    at = 0
    while at < len(spans):
        span = spans[at]
        period = _period_likened(spans, at) if span.meaning == Link("as") or _likens(spans, at) else at
        if period > at:
            when, end = spans[period].text, spans[period].end
            span = Span(question[span.start : end], Ambiguous((when, f"compared with {when}")), span.start, end)
        read.append(span)
        at = period + 1
    return tuple(read)


def _period_likened(spans: Sequence[Span], at: int) -> int:
    """Where the period stands that the word likens, the word itself where there is none."""
    period = at + 1 + (at + 1 < len(spans) and spans[at + 1].meaning in _IN)
    found = period < len(spans) and isinstance(spans[period].meaning, Period) and not _owns(spans, period)
    return period if found else at


def _likens(spans: Sequence[Span], at: int) -> bool:
    """ "Like" that no wish stands before: "I'd like last month's sessions"."""
    if spans[at].words != "like" or spans[at].meaning is not Sign.FILLER:
        return False
    before = spans[at - 1].meaning if at else Sign.COMMA
    return isinstance(before, Metric | Dimension | Value | Period) or before in _STOPS


def _owns(spans: Sequence[Span], at: int) -> bool:
    """ "Like last month's sessions", where "I'd" may be left out."""
    return at + 1 < len(spans) and spans[at + 1].text == "'s"
