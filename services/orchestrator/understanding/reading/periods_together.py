"""Reads periods that follow on each other as one: "in July and August together", "in July and August by month"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, span_over
from services.orchestrator.understanding.periods.vocabulary_of_time import Period, YearSaid
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.step import of_text

_TOGETHER = frozenset(
    {"together", "combined", "taken together", "altogether", "all together", "added together", "added up", "as one"}
)
_GRAINS = frozenset({"yearMonth", "month", "yearWeek", "week", "date", "day"})
_COMPARES = frozenset({Sign.VERSUS, Sign.COMPARE})
_JOINS = frozenset({Sign.AND, Sign.COMMA})


@of_text({Period}, {Sign.AND})
def read_periods_together(question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such periods joined into one. Linear in their number."""
    read: list[Span] = []
    by_time = _has_rows_of_time(spans)
    at = 0
    while at < len(spans):
        end = _end_of_list(spans, at)
        added = end > at + 1 and (by_time or _added_up(spans, end))
        joined = _joined(spans[at:end]) if added else None
        if joined is not None:
            read.append(span_over(question, spans[at:end], joined))
            at = end
        else:
            read.append(spans[at])
            at += 1
    return tuple(read)


def _has_rows_of_time(spans: Sequence[Span]) -> bool:
    """ "In August and September by month": the rows tell them apart."""
    rows = any(isinstance(span.meaning, Dimension) and span.meaning.name in _GRAINS for span in spans)
    return rows and all(span.meaning not in _COMPARES for span in spans)


def _end_of_list(spans: Sequence[Span], at: int) -> int:
    """Where the list of periods ends that starts there; the last of them is joined by "and"."""
    end, joined_by_and = at, False
    while end < len(spans) and isinstance(spans[end].meaning, Period):
        last, end = end + 1, end + 1
        if joined_by_and:
            return last
        while end < len(spans) and spans[end].meaning in _JOINS:
            joined_by_and = joined_by_and or spans[end].meaning is Sign.AND
            end += 1
    return at


def _added_up(spans: Sequence[Span], end: int) -> bool:
    """Whether nothing but their figure stands between the periods and the word that adds them up."""
    end += end < len(spans) and isinstance(spans[end].meaning, Metric)
    return end < len(spans) and spans[end].words in _TOGETHER and spans[end].meaning is Sign.FILLER


def _joined(spans: Sequence[Span]) -> Period | None:
    """All days from the first to the last; None where some between are missing."""
    periods = [span.meaning for span in spans if isinstance(span.meaning, Period)]
    first, last = periods[0], periods[-1]
    follow = all(
        other.days.start - one.days.end == timedelta(days=1) and other.unit is one.unit
        for one, other in pairwise(periods)
    )
    if not follow or any(period.weekdays for period in periods):
        return None
    return replace(
        first,
        days=DateRange(first.days.start, last.days.end),
        back=0,
        relative=False,
        to_date=last.to_date,
        year=YearSaid.NAMED if any(period.year is YearSaid.NAMED for period in periods) else first.year,
        assumption=" ".join(dict.fromkeys(filter(None, (period.assumption for period in periods)))),
    )
