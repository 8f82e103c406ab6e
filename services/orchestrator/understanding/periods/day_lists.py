"""Reads days that are joined: "21 and 22 November" and "yesterday and today" are one range of two days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.checked_periods import (
    named_period,
    no_such_days,
    with_year_said,
)
from services.orchestrator.understanding.periods.date_points import DatePoint
from services.orchestrator.understanding.periods.named_points import NamedPoints
from services.orchestrator.understanding.periods.period_words import past_article
from services.orchestrator.understanding.periods.range_grammar import Manner
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Contrast,
    ImpossiblePeriod,
    Period,
    YearSaid,
)
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word

Read = tuple[int, Meaning]

_AND = frozenset({"and", "+"})
_VERSUS = frozenset({"vs", "versus"})
_BACK = {"today": 0, "yesterday": 1}


class DayLists:
    """Reads from a word on; None where no joined days start there."""

    def __init__(self, points: NamedPoints) -> None:
        self._points = points

    def read(self, words: Sequence[Word], start: int, today: date, manner: Manner) -> Read | None:
        """Where the days end, and what they are."""
        start = past_article(words, start)
        if start + 2 >= len(words):
            return None
        if manner is Manner.AS_RANGE and words[start].key in _BACK:
            return _counted_back(words, start, today)
        days = self._within_month(words, start)
        if days is None:
            return self._of_points(words, start, today) if manner is Manner.AS_RANGE else None
        end, points, joiner = days
        last = points[-1].on_or_before(today)
        read = [named_period(point.with_year(last.start.year) if last else point, today) for point in points]
        periods = [period for period in read if isinstance(period, Period)]
        if len(periods) < len(read):
            return end, next((each for each in read if not isinstance(each, Period)), no_such_days())
        if joiner in _VERSUS or manner is Manner.COMPARING:
            return (end, Contrast(periods[0], periods[1])) if len(periods) == 2 else (end, _too_many())
        said = YearSaid.NAMED if points[0].year else YearSaid.LEFT_OPEN
        return end, with_year_said(_joined(periods), said)

    def _within_month(self, words: Sequence[Word], start: int) -> tuple[int, list[DatePoint], str] | None:
        """ "21 and 22 November 2026", "November 21, 22 and 23", "21 vs 22 November"."""
        month = self._points.month(words, start)
        listed = _listed_days(self._points, words, start if month is None else past_article(words, start + 1))
        if listed is None:
            return None
        end, days, joiner = listed
        if month is None:
            end += end < len(words) and words[end].key == "of"
            month = self._points.month(words, end)
            end += 1
        elif self._points.month(words, end) is not None:
            return None
        if month is None:
            return None
        end, year = self._points.year(words, end) or (end, 0)
        return end, [DatePoint(CalendarUnit.DAY, year=year, month=month, day=day) for day in days], joiner

    def _of_points(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "21 November and 22 November", where one follows on the other."""
        first = self._points.point(words, start)
        if first is None or first[0] >= len(words) or words[first[0]].key not in _AND:
            return None
        second = self._points.point(words, past_article(words, first[0] + 1))
        if second is None or not first[1].unit is second[1].unit is CalendarUnit.DAY:
            return None
        one, other = named_period(first[1], today), named_period(second[1], today)
        if not isinstance(one, Period) or not isinstance(other, Period) or not _follow([one, other]):
            return None
        return second[0], _joined([one, other])


def _listed_days(points: NamedPoints, words: Sequence[Word], at: int) -> tuple[int, list[int], str] | None:
    """Days without their month, and the word that joins the last one."""
    days: list[int] = []
    joiner = ""
    while (day := points.day(words, at)) is not None:
        days.append(day)
        at += 1
        following = words[at].key if at < len(words) else ""
        if joiner in _AND | _VERSUS or following not in _AND | _VERSUS | {","}:
            break
        behind = past_article(words, at + 1)
        if points.day(words, behind) is None:
            break
        joiner, at = following, behind
    return (at, days, joiner) if len(days) > 1 and joiner in _AND | _VERSUS else None


def _counted_back(words: Sequence[Word], start: int, today: date) -> Read | None:
    back = [_BACK.get(words[at].key) for at in (start, start + 2)]
    if words[start + 1].key not in _AND or sorted(filter(None, back)) != [1] or None in back:
        return None
    return start + 3, Period(DateRange(today - timedelta(days=1), today), CalendarUnit.DAY)


def _follow(periods: Sequence[Period]) -> bool:
    starts = [period.days.start for period in periods]
    return all(other - one == timedelta(days=1) for one, other in pairwise(starts))


def _joined(periods: Sequence[Period]) -> Meaning:
    if not _follow(periods):
        why = "These days do not follow on each other; ask about a range, compare two, or name one."
        return ImpossiblePeriod(why, refused=False)
    days = DateRange(periods[0].days.start, periods[-1].days.end)
    return Period(days, CalendarUnit.DAY, year=periods[0].year)


def _too_many() -> ImpossiblePeriod:
    return ImpossiblePeriod("Only two days can be compared at a time.", refused=False)
