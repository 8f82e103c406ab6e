"""Reads ranges that name both of their ends: "from 3 to 9 October", "Oct 20 - Nov 5", "21 and 22 November"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum, auto
from typing import NamedTuple

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import unit_around
from services.orchestrator.understanding.periods.checked_periods import (
    checked_period,
    named_period,
    no_such_days,
    period_between,
)
from services.orchestrator.understanding.periods.date_points import DatePoint
from services.orchestrator.understanding.periods.left_open_years import of_one_time
from services.orchestrator.understanding.periods.named_points import NamedPoints
from services.orchestrator.understanding.periods.numeric_dates import numbers_of
from services.orchestrator.understanding.periods.period_words import (
    LeadKind,
    Mark,
    PeriodWords,
    past_any,
    past_article,
    past_end_of,
    past_inclusion,
)
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Contrast,
    ImpossiblePeriod,
    Period,
)
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word, WordKind
from services.orchestrator.understanding.saying.dates import say_range

Read = tuple[int, Meaning]


class Manner(Enum):
    """How a question takes two periods."""

    AS_RANGE = auto()
    COMPARING = auto()
    """ "Compare October to September" names no range."""
    CHANGING = auto()
    """ "The change from September to October" neither."""


class _Month(NamedTuple):
    """A month, and where its words end."""

    end: int
    year: int
    month: int


_BETWEEN_POINTS = {
    "from": (("to",), ("until",), ("till",), ("through",), ("thru",), ("-",), ("..",), ("up", "to"), ("up", "until")),
    "between": (("and",), ("-",)),
    "comparing": (("until",), ("till",), ("through",), ("thru",), ("-",)),
    "": (("to",), ("until",), ("till",), ("through",), ("thru",), ("-",), ("..",)),
}
JOINING = frozenset({"to", "until", "till", "through", "thru", "-", "..", "up", "and", "+", "vs", "versus", "/"})
"""Between the ends of a range, or days that are joined, stands one of these."""

_BACK = {"today": 0, "now": 0, "yesterday": 1}
_TO_DATE = "date"
_LONGEST_WITHOUT_YEARS = 276
"""Days between the starts of two months or quarters that need no year: "from January to October"."""


class RangeGrammar:
    """Reads from a word on; None where no range starts there."""

    def __init__(self, words: PeriodWords, points: NamedPoints) -> None:
        self._words = words
        self._points = points

    def read(self, words: Sequence[Word], start: int, lead: str, today: date, manner: Manner) -> Read | None:
        """Where the range ends, and its days. `lead` is "from", "between", or empty."""
        start = past_article(words, start)
        if start >= len(words):
            return None
        separators = "comparing" if manner is Manner.COMPARING and not lead else lead
        return self._within_month(words, start, separators, today) or self._of_points(
            words, start, separators, today, manner
        )

    def _of_points(self, words: Sequence[Word], start: int, lead: str, today: date, manner: Manner) -> Read | None:
        opens = self._words.past(words, start, Mark.START)
        first = self._points.point(words, start if opens is None else opens)
        if first is None:
            return None
        at = _separator(words, first[0], lead) or _behind_slash(words, first[0])
        if at is None or at >= len(words):
            return None
        to_date = lead == "from" and words[at].key == _TO_DATE and words[at - 1].key == "to"
        if (back := 0 if to_date else _BACK.get(words[at].key)) is not None:
            days = first[1].on_or_before(today)
            end = today - timedelta(days=back)
            return at + 1, checked_period(DateRange(days.start, end), today) if days else no_such_days()
        second = self._points.point(words, past_end_of(words, at))
        if second is None:
            return None
        if not second[1].year and (year := self._points.year_counted_back(words, second[0], today)):
            second = year[0], second[1].with_year(year[1])
        if _disagree(words[start], words[at]):
            meaning: Meaning = ImpossiblePeriod("Does the month or the day stand first? Write it out.", refused=False)
        elif manner is Manner.CHANGING and lead in {"from", "between"}:
            meaning = _change(first[1], second[1], today, either_way=lead == "between")
        elif manner is Manner.CHANGING and words[first[0]].key == "to" and first[1].unit is not CalendarUnit.DAY:
            meaning = _change_of_neighbours(first[1], second[1], today)
        else:
            meaning = _up_to_begun(first[1], second[1], today) or period_between(first[1], second[1], today)
        return second[0], meaning

    def _within_month(self, words: Sequence[Word], start: int, lead: str, today: date) -> Read | None:
        """ "1 to 14 November 2026", "November 1-14", "Sunday 15 to Saturday 21 November"."""
        start = self._points.past_month_of(words, start)
        month = self._points.month(words, start)
        first_at, first_weekday = self._past_weekday(words, start if month is None else past_article(words, start + 1))
        first = self._points.day(words, first_at)
        separated = _separator(words, first_at + 1, lead) if first else None
        at, last_weekday = self._past_weekday(words, separated) if separated is not None else (0, None)
        last = self._points.day(words, at) if at else None
        if first is None or last is None:
            return None
        end = at + 1
        if month is None:
            end += end < len(words) and words[end].key == "of"
            counted = self._month_counted_back(words, end, today)
            month = counted.month if counted else self._points.month(words, end)
            if month is None:
                return None
            end = counted.end if counted else end + 1
            named = (end, counted.year) if counted else self._points.year_behind_month(words, end)
        elif self._points.month(words, end) is not None:
            return None
        else:
            named = self._points.year(words, end)
        named = named or self._points.year_counted_back(words, end, today)
        end, year = named or (end, 0)
        start_point = DatePoint(CalendarUnit.DAY, year=year, month=month, day=first, weekday=first_weekday)
        return end, period_between(start_point, replace(start_point, day=last, weekday=last_weekday), today)

    def _month_counted_back(self, words: Sequence[Word], at: int, today: date) -> _Month | None:
        """ "From the 1st to the 15th of last month"."""
        led = self._words.lead(words, at)
        kind = led[1].kind if led else None
        unit = self._words.units.get(words[led[0]].key) if led and led[0] < len(words) else None
        if led is None or unit != (CalendarUnit.MONTH, 1) or kind not in {LeadKind.LAST, LeadKind.THIS}:
            return None
        first = unit_around(today, CalendarUnit.MONTH).start
        day = first if kind is LeadKind.THIS else first - timedelta(days=1)
        return _Month(led[0] + 1, day.year, day.month)

    def _past_weekday(self, words: Sequence[Word], at: int) -> tuple[int, int | None]:
        """Where the day stands behind its weekday, and that weekday."""
        weekday = self._words.weekdays.get(words[at].key) if at < len(words) else None
        return (at, None) if weekday is None else (past_article(words, at + 1), weekday)


def _pair_begun(first: DatePoint, last: DatePoint, today: date) -> tuple[Period, Period] | None:
    """Two points without their years, where they are of the year of a month or quarter that is not over yet."""
    if first.year or last.year or last.unit is CalendarUnit.DAY:
        return None
    one, other = named_period(first, today), named_period(last, today)
    if not isinstance(one, Period) or not isinstance(other, Period):
        return None
    pair = of_one_time(one, other, today)
    return None if pair in {None, (one, other)} else pair


def _up_to_begun(first: DatePoint, last: DatePoint, today: date) -> Meaning | None:
    """ "From October to November", asked in November."""
    pair = _pair_begun(first, last, today)
    if pair is None or pair[0].days.start >= pair[1].days.start:
        return None
    days = DateRange(pair[0].days.start, today)
    return checked_period(days, today, f"It was read as {say_range(days)}, up to today.", unit=last.unit)


def _change(first: DatePoint, last: DatePoint, today: date, *, either_way: bool) -> Meaning:
    """ "From September to October", of what changed: the later period, compared with the earlier one."""
    if first.unit is not last.unit or first.unit is CalendarUnit.DAY:
        return ImpossiblePeriod("The days from one to the other, or only both compared?", refused=False)
    if begun := _pair_begun(first, last, today):
        one, other = sorted(begun, key=lambda period: period.days.start) if either_way else begun
        if one.days.start < other.days.start:
            return Contrast(other, one)
    yesterday = date.fromordinal(today.toordinal() - 1)
    if either_way and bool(first.year) is bool(last.year):
        latest = [point.on_or_before(yesterday) for point in (first, last)]
        if latest[0] and latest[1] and latest[0].start > latest[1].start:
            first, last = last, first
    end = last.on_or_before(yesterday)
    start = first.in_year(last.year) if last.year and not first.year else end and first.on_or_before(end.end)
    if end is None or start is None or start.start >= end.start:
        return no_such_days()
    if not first.year and not last.year and (end.start - start.start).days > _LONGEST_WITHOUT_YEARS:
        return ImpossiblePeriod("Of which years are they?", refused=False)
    later, earlier = checked_period(end, today, unit=last.unit), checked_period(start, today, unit=first.unit)
    if not isinstance(later, Period) or not isinstance(earlier, Period):
        return later if not isinstance(later, Period) else earlier
    return Contrast(later, earlier)


def _change_of_neighbours(first: DatePoint, last: DatePoint, today: date) -> Meaning:
    """ "Change Q2 to Q3"; "growth January to June" may be of all the days."""
    change = _change(first, last, today, either_way=False)
    follows = isinstance(change, Contrast) and change.baseline.days.end + timedelta(days=1) == change.period.days.start
    if follows or (isinstance(change, ImpossiblePeriod) and change.refused):
        return change
    return ImpossiblePeriod("Both compared, or all the days from one to the other?", refused=False)


def _disagree(one: Word, other: Word) -> bool:
    """Slashed days of which one can only be day first: the other is not month first either."""
    if one.kind is not WordKind.SLASHED_DAY or other.kind is not WordKind.SLASHED_DAY:
        return False
    return day_first_only(one) is not day_first_only(other)


def day_first_only(word: Word) -> bool:
    """Whether a slashed day can only have its day first: "13/10"."""
    return numbers_of(word)[0] > 12


def _behind_slash(words: Sequence[Word], at: int) -> int | None:
    """ "2026-10-01/2026-10-15"."""
    days = words[at - 1 : at + 2]
    is_interval = [word.kind for word in days] == [WordKind.DAY, WordKind.SIGN, WordKind.DAY] and days[1].key == "/"
    return at + 1 if is_interval else None


def _separator(words: Sequence[Word], at: int, lead: str) -> int | None:
    """Where what stands between the two ends of a range is over."""
    end = past_any(words, at, _BETWEEN_POINTS[lead])
    return None if end is None else past_article(words, past_inclusion(words, end))
