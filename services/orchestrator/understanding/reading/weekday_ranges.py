"""Reads a range of weekdays beside a period as the days that are kept: "in October, Monday to Friday only"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Meaning, Sign, Span, span_over
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, ImpossiblePeriod, Period
from services.orchestrator.understanding.reading.step import of_text

_WEEK = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_DAY = r"(?:the )?(sun|mon|tue|wed|thu|fri|sat)[a-z]*"
_RANGE = re.compile(rf"(?:from )?{_DAY} ?(?:to|-|through|till|until) ?{_DAY}", re.IGNORECASE)
_ONE_DAY = re.compile(_DAY, re.IGNORECASE)
_LONGEST = 3
_A_WEEK = CalendarUnit.WEEK
_LISTING = frozenset({Sign.WHICH, Sign.BY, Sign.EACH})


@of_text({Value, Period, ImpossiblePeriod})
def read_weekday_ranges(question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such a range read as one value. Linear in their number."""
    if not any(map(_may_be_days, spans)):
        return tuple(spans)
    read: list[Span] = []
    at = 0
    while at < len(spans):
        end, days = _range(question, spans, at)
        if days and _has_period(spans, at, end):
            span = span_over(question, spans[at:end], Sign.FILLER)
            read.append(span._replace(meaning=_kept(span, days, spans)))
            at = end
        else:
            read.append(_one(spans, at))
            at += 1
    return tuple(read)


def _kept(span: Span, days: tuple[str, ...], spans: Sequence[Span]) -> Meaning:
    """The rows kept; all of them where each day is named, which must be those of a week that is said."""
    if len(days) == 1:
        return Doubtful(f"{span.quoted}: From which day to which?")
    if len(days) < len(_WEEK):
        return Value("dayOfWeekName", days)
    by_week = any(isinstance(each.meaning, Dimension) and each.meaning.name == "yearWeek" for each in spans)
    weeks = [each.meaning for each in spans if isinstance(each.meaning, Period) and each.meaning.unit is _A_WEEK]
    if (by_week and days != _WEEK) or any(f"{week.days.start:%A}" != days[0] for week in weeks):
        return Doubtful(f"{span.quoted}: Weeks are from Sunday to Saturday; name the dates.")
    return Sign.FILLER


def _may_be_days(span: Span) -> bool:
    if isinstance(span.meaning, Value) and span.meaning.dimension == "dayOfWeekName":
        return True
    is_period = isinstance(span.meaning, Period | Value) and bool(_ONE_DAY.match(span.text))
    return is_period or isinstance(span.meaning, ImpossiblePeriod)


def _one(spans: Sequence[Span], at: int) -> Span:
    """ "By weekdays" has seven rows; "in October at the weekend" keeps two days."""
    span = spans[at]
    if isinstance(span.meaning, Period | ImpossiblePeriod) and _describes_a_figure(spans, at):
        day = next(day for day in _WEEK if day.lower() == span.words)
        return span._replace(meaning=Value("dayOfWeekName", (day,)))
    if not isinstance(span.meaning, Value) or span.meaning.dimension != "dayOfWeekName":
        return span
    if span.text.lower() == "weekdays" and _before(spans, at) in _LISTING:
        return span._replace(meaning=Dimension("dayOfWeekName", plural=True))
    behind = meaning_at(spans, at + 1)
    if span.meaning.adjective and not isinstance(behind, Metric) and _before(spans, at) == Link("on"):
        return span._replace(meaning=replace(span.meaning, adjective=not _has_period(spans, at, at + 1)))
    return span


def _describes_a_figure(spans: Sequence[Span], at: int) -> bool:
    """ "Monday sessions in October": those of its Mondays."""
    others = [span.meaning for span in spans if isinstance(span.meaning, Period) and span is not spans[at]]
    is_weekday = any(day.lower() == spans[at].words for day in _WEEK)
    longer = len(others) == 1 and (others[0].days.end - others[0].days.start).days > len(_WEEK)
    compares = any(each.meaning in {Sign.VERSUS, Sign.COMPARE} for each in spans)
    return is_weekday and longer and not compares and isinstance(meaning_at(spans, at + 1), Metric)


def _before(spans: Sequence[Span], at: int) -> Meaning:
    at -= 1
    while at > 0 and spans[at].meaning is Sign.FILLER:
        at -= 1
    return spans[at].meaning if at >= 0 else Sign.FILLER


def _range(question: str, spans: Sequence[Span], at: int) -> tuple[int, tuple[str, ...]]:
    """Where a range of weekdays ends, and its days."""
    meaning = spans[at].meaning
    if isinstance(meaning, ImpossiblePeriod):
        end = at + 1
    elif isinstance(meaning, Period | Value) and _ONE_DAY.fullmatch(spans[at].text) and at + _LONGEST <= len(spans):
        end = at + _LONGEST
    else:
        return at, ()
    found = _RANGE.fullmatch(question[spans[at].start : spans[end - 1].end])
    if found is None:
        return at, ()
    first, last = (_index(name) for name in found.groups())
    last += len(_WEEK) * (last < first)
    return end, tuple(_WEEK[place % len(_WEEK)] for place in range(first, last + 1))


def _index(name: str) -> int:
    return next(place for place, day in enumerate(_WEEK) if day.lower().startswith(name.lower()))


def _has_period(spans: Sequence[Span], start: int, end: int) -> bool:
    """Without one the range can be of dates."""
    return any(isinstance(span.meaning, Period) for span in (*spans[:start], *spans[end:]))
