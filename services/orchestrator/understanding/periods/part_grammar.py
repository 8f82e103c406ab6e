"""Reads part of a period: "first half of October", "last week of October", "first 10 days of Q3"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import add_months, count_units, unit_around, units_before
from services.orchestrator.understanding.periods.checked_periods import checked_period, no_such_days, with_year_said
from services.orchestrator.understanding.periods.named_points import NamedPoints
from services.orchestrator.understanding.periods.period_words import LeadKind, Mark, PeriodWords, past_article
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    ImpossiblePeriod,
    Period,
    YearSaid,
)
from services.orchestrator.understanding.periods.weekday_periods import latest_day
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word, WordKind
from services.orchestrator.understanding.saying.dates import say_range

Read = tuple[int, Meaning]

_YEARS_BACK = 8
_ENDINGS = ("1st", "2nd", "3rd", "th")
_BEFORE_DAYS = frozenset({"on", "since", "from", "until", "till", "through", "thru", "to", "after"})
_BEHIND_DAYS = frozenset(
    {
        "by",
        "per",
        "for",
        "from",
        "in",
        "to",
        "until",
        "till",
        "through",
        "thru",
        "onwards",
        "onward",
        "only",
        "and",
        "vs",
        "please",
    }
)
_MONTHS_OF_A_QUARTER = 3
_HALF_OF_A_MONTH = 15
_LENGTHS = {CalendarUnit.DAY: 1, CalendarUnit.WEEK: 7}
_WEEKEND = (5, 6)
_SOME = 0
"""How many units "the first weeks of October" are."""

_LATEST = 2
"""Years of a month without one that may be meant: this one, or the one before where it is not over."""

_PARTS = _LENGTHS.keys() | {CalendarUnit.MONTH, CalendarUnit.QUARTER}
_NOT_IN = frozenset({CalendarUnit.MONTH, CalendarUnit.QUARTER})
"""What "in" does not lead to the whole of: "last month in Germany" and "last quarter in 2025"."""

ENDS = frozenset({"last", "final", "latter"})
"""Words for the end of a whole: "the final week of October"."""


@dataclass(frozen=True, slots=True)
class _Part:
    """So many units, or one weekday, from the `nth` on; from the end where `nth` is negative. A half has no unit."""

    nth: int
    count: int = 1
    unit: CalendarUnit | None = None
    weekday: int | None = None

    @property
    def is_half(self) -> bool:
        """Whether it has no unit."""
        return self.unit is None and self.weekday is None

    @property
    def is_weekend(self) -> bool:
        """Whether it is a Saturday and the Sunday behind it."""
        return self.weekday is not None and self.count > 1

    def of(self, whole: DateRange, unit: CalendarUnit) -> DateRange | None:
        """The part's days; None where the whole has no such part."""
        if self.weekday is not None:
            return _weekday(whole, self.weekday, self.nth, self.count) if unit is CalendarUnit.MONTH else None
        if self.unit is None:
            return _half(whole, unit, self.nth)
        if self.unit is CalendarUnit.QUARTER:
            quarter = DateRange(add_months(whole.start, 9), whole.end)
            return quarter if unit is CalendarUnit.YEAR and self.nth < 0 and self.count == 1 else None
        if self.unit is CalendarUnit.MONTH:
            return self._months(whole) if unit in {CalendarUnit.QUARTER, CalendarUnit.YEAR} else None
        length = _LENGTHS[self.unit]
        if self.nth < 0:
            days = DateRange(whole.end - timedelta(days=length * self.count - 1), whole.end)
        else:
            start = whole.start + timedelta(days=length * (self.nth - 1))
            days = DateRange(start, start + timedelta(days=length * self.count - 1))
        return days if whole.start <= days.start and days.end <= whole.end else None

    def _months(self, whole: DateRange) -> DateRange | None:
        after = whole.end + timedelta(days=1)
        start = add_months(after, -self.count) if self.nth < 0 else add_months(whole.start, self.nth - 1)
        end = add_months(start, self.count) - timedelta(days=1)
        return DateRange(start, end) if whole.start <= start and end <= whole.end else None


@dataclass(frozen=True, slots=True)
class _Whole:
    """What a part is of: candidates, the latest first."""

    candidates: tuple[DateRange, ...]
    unit: CalendarUnit
    year: YearSaid | None = None


class PartGrammar:
    """Reads from a word on; None where no part of a period stands there."""

    def __init__(self, words: PeriodWords, points: NamedPoints) -> None:
        self._words = words
        self._points = points

    def read(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """Where the part ends, and its days."""
        vague = self._words.past(words, start, Mark.VAGUE) or self._words.past(words, start, Mark.START)
        if vague is not None:
            whole = self._whole(words, vague, today)
            why = "Which days of it are meant? Name the dates."
            return (whole[0], ImpossiblePeriod(why, refused=False)) if whole else None
        if day := self._day_of_month(words, start, today) or self._day_alone(words, start, today):
            return day
        part = self._part(words, start)
        at = self._at_whole(words, *part) if part else None
        whole = None if at is None else self._whole(words, at, today)
        return None if part is None or whole is None else (whole[0], _days(part[1], whole[1], today))

    def _at_whole(self, words: Sequence[Word], end: int, part: _Part) -> int | None:
        """Where the whole stands behind its part: "first half of 2026", "first half 2026"."""
        link = words[end].key if end < len(words) else ""
        if link == "of" or (link == "in" and part.unit not in _NOT_IN):
            return past_article(words, end + 1)
        named = link and (self._points.point(words, end) or self._words.lead(words, end))
        return end if named and part.is_half else None

    def start_of(self, words: Sequence[Word], start: int, today: date) -> tuple[int, date] | None:
        """Where "the beginning of October" ends, and its first day."""
        at = self._words.past(words, past_article(words, start), Mark.START)
        whole = self._whole(words, at, today) if at is not None else None
        if whole is None:
            return None
        started = [days.start for days in whole[1].candidates if days.start <= today]
        return (whole[0], started[0]) if started else None

    def _day_of_month(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "The first of this month", "the 15th of last month"."""
        key = words[start].key
        day = self._words.ordinals.get(key) or (None if key.isdigit() else self._points.day(words, start))
        if day is None or start + 1 >= len(words) or words[start + 1].key != "of":
            return None
        at = past_article(words, start + 2)
        whole = None if self._points.point(words, at) else self._whole(words, at, today)
        if whole is None or whole[1].unit is not CalendarUnit.MONTH:
            return None
        that = whole[1].candidates[0].start + timedelta(days=day - 1)
        meaning = checked_period(DateRange(that, that), today, opens=True)
        return whole[0], meaning if that <= whole[1].candidates[0].end else no_such_days()

    def _day_alone(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "On the 3rd", "since the 1st": of no month; not "on the 3rd page"."""
        day = self._points.day(words, start) if words[start].key.endswith(_ENDINGS) else None
        led = [word.key for word in words[max(start - 2, 0) : start]]
        if day is None or len(led) < 2 or led[0] not in _BEFORE_DAYS or led[1] != "the":
            return None
        ends = start + 1 == len(words) or words[start + 1].kind is WordKind.SIGN or words[start + 1].key in _BEHIND_DAYS
        return (start + 1, latest_day(day, None, today)) if ends else None

    def _part(self, words: Sequence[Word], start: int) -> tuple[int, _Part] | None:
        key = words[start].key
        nth = -1 if key in ENDS else self._words.ordinals.get(key, 0)
        if not nth:
            return None
        counted = self._words.count(words, start + 1)
        at, count = counted or (start + 1, 1)
        if at >= len(words) or count < 1 or (counted and nth not in {1, -1}):
            return None
        if words[at].key == "half" and not counted and nth in {1, 2, -1}:
            return at + 1, _Part(nth)
        if (weekday := self._words.weekdays.get(words[at].key)) is not None:
            return (at + 1, _Part(nth, weekday=weekday)) if not counted else None
        if words[at].key == "weekend" and not counted:
            return at + 1, _Part(nth, len(_WEEKEND), weekday=_WEEKEND[0])
        unit, many = self._words.units.get(words[at].key, (None, 1))
        if unit is CalendarUnit.QUARTER and counted:
            unit, many = CalendarUnit.MONTH, _MONTHS_OF_A_QUARTER
        named = unit is CalendarUnit.QUARTER and nth > 0
        if not counted and words[at].key.endswith("s"):
            count = _SOME
        return (at + 1, _Part(nth, count * many, unit)) if unit in _PARTS and unit and not named else None

    def _whole(self, words: Sequence[Word], at: int, today: date) -> tuple[int, _Whole] | None:
        """ "October", "Q3 2025", "last month", "the year"."""
        if at >= len(words):
            return None
        named = self._points.point(words, at)
        if named and named[1].unit is not CalendarUnit.DAY:
            end, point = named
            if not point.year and (year := self._points.year_counted_back(words, end, today)):
                end, point = year[0], point.with_year(year[1])
            years = (point.year,) if point.year else range(today.year, today.year - _YEARS_BACK, -1)
            candidates = tuple(days for year in years if (days := point.in_year(year)))
            return end, _Whole(candidates, point.unit, YearSaid.NAMED if point.year else YearSaid.LEFT_OPEN)
        led = self._words.lead(words, at)
        kind, unit_at = (led[1].kind, led[0]) if led else (LeadKind.THIS, at)
        unit, many = self._words.units.get(words[unit_at].key, (None, 1)) if unit_at < len(words) else (None, 1)
        if unit is None or many > 1 or unit is CalendarUnit.DAY or kind.ends_yesterday:
            return None
        if not led and (at == 0 or words[at - 1].key != "the") and words[unit_at].key.endswith("s"):
            return None
        current = unit_around(today, unit)
        days = current if kind is LeadKind.THIS else units_before(current.start, unit, 1)
        return unit_at + 1, _Whole((days,), unit)


def _days(part: _Part, whole: _Whole, today: date) -> Meaning:
    if part.count == _SOME:
        return ImpossiblePeriod("How many of them are meant? Say so, or name the dates.", refused=False)
    found = [part.of(each, whole.unit) for each in whole.candidates if each.start <= today]
    if part.is_weekend and None in found[:_LATEST]:
        return ImpossiblePeriod("Part of that weekend is in another month; name its dates.", refused=False)
    parts = [days for each in whole.candidates if (days := part.of(each, whole.unit))]
    if not parts:
        return no_such_days()
    open_year = whole.year is YearSaid.LEFT_OPEN
    days = next((days for days in parts if days.end <= today), parts[0]) if open_year else parts[0]
    unit = part.unit or (CalendarUnit.QUARTER if whole.unit is CalendarUnit.YEAR else CalendarUnit.DAY)
    if part.unit is CalendarUnit.WEEK:
        unit = CalendarUnit.DAY
    said = f"That part was read as {say_range(days)}."
    if part.unit is CalendarUnit.WEEK:
        why = "Weeks of a longer period were counted in steps of 7 days from its first day or its last"
        said = f"{why}: {say_range(days)}."
    checked = checked_period(days, today, said, unit=unit)
    if part.weekday is not None and isinstance(checked, Period):
        checked = replace(checked, year_before=_a_year_before(part, whole, days))
    return with_year_said(checked, whole.year) if whole.year else checked


def _a_year_before(part: _Part, whole: _Whole, days: DateRange) -> DateRange | None:
    """ "The first Monday of October" is another date in each year."""
    around = unit_around(days.start, whole.unit)
    return part.of(DateRange(add_months(around.start, -12), add_months(around.end, -12)), whole.unit)


def _half(whole: DateRange, unit: CalendarUnit, nth: int) -> DateRange | None:
    """Of a month up to its 15th day; of a year six months."""
    if unit is CalendarUnit.MONTH:
        middle = whole.start + timedelta(days=_HALF_OF_A_MONTH)
    elif unit is CalendarUnit.YEAR and count_units(whole, CalendarUnit.MONTH) == 12:
        middle = add_months(whole.start, 6)
    else:
        return None
    return DateRange(whole.start, middle - timedelta(days=1)) if nth == 1 else DateRange(middle, whole.end)


def _weekday(whole: DateRange, weekday: int, nth: int, days: int) -> DateRange | None:
    """ "The first Monday", "the last Friday"; a weekend that is only half within may be meant or not."""
    first = whole.start + timedelta(days=(weekday - whole.start.weekday()) % 7)
    last = whole.end - timedelta(days=(whole.end.weekday() - weekday) % 7)
    day = last if nth < 0 else first + timedelta(days=7 * (nth - 1))
    end = day + timedelta(days=days - 1)
    halved = days > 1 and (whole.end.weekday() if nth < 0 else whole.start.weekday()) == _WEEKEND[-(nth > 0)]
    return DateRange(day, end) if end <= whole.end and not halved else None
