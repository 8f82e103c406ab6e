"""Reads "the weekend of 21 and 22 November" as those two days, and "the weekend of 21 November" as both of its days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from services.orchestrator.understanding.lexicon.filler import past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, Period
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.step import of_spans

_WEEKEND = frozenset({"weekend", "the weekend"})
_BETWEEN = frozenset({Link("of"), Link("on"), Link("from"), Sign.COMMA})
_SATURDAY = 5
_DAY = timedelta(days=1)
_LONGEST = 6 * _DAY


@of_spans({"weekend"})
def read_weekends_of_days(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, a weekend before its days read as filler. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(read):
        if span.words not in _WEEKEND:
            continue
        link = past_filler(read, at + 1)
        days = past_filler(read, link + 1) if link < len(read) and read[link].meaning in _BETWEEN else link
        said = read[days].meaning if days < len(read) else None
        if not isinstance(said, Period) or said.unit is not CalendarUnit.DAY or said.relative:
            continue
        if said.days.end - said.days.start > _LONGEST:
            continue
        weekend = _weekend(said.days)
        if weekend is None:
            read[at] = span._replace(meaning=Doubtful(f"{span.quoted}: {read[days].quoted} are no weekend."))
            continue
        read[days] = read[days]._replace(meaning=replace(said, days=weekend, recurs=CalendarUnit.WEEK))
        read[at:days] = [passed._replace(meaning=Sign.FILLER) for passed in read[at:days]]
    return tuple(read)


def _weekend(days: DateRange) -> DateRange | None:
    """The Saturday and Sunday that these are, or that the one day is of."""
    saturday = days.start - _DAY * (days.start.weekday() - _SATURDAY)
    weekend = DateRange(saturday, saturday + _DAY)
    return weekend if days.start >= saturday and (days == weekend or days.start == days.end) else None
