"""Reads ranges that say how long they are: "the week from 15 to 21 November", "the 30 days to 15 November"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum, auto

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import add_months, count_units, unit_around
from services.orchestrator.understanding.periods.checked_periods import checked_period, no_such_days, with_year_said
from services.orchestrator.understanding.periods.named_points import NamedPoints
from services.orchestrator.understanding.periods.period_words import (
    PeriodWords,
    past_article,
    past_end_of,
    past_inclusion,
)
from services.orchestrator.understanding.periods.range_grammar import Manner, RangeGrammar
from services.orchestrator.understanding.periods.single_periods import SinglePeriods
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    ImpossiblePeriod,
    Period,
    YearSaid,
)
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word, WordKind
from services.orchestrator.understanding.saying.dates import say_range

Read = tuple[int, Meaning]

_BEFORE = frozenset({"the", "in", "for", "over", "during", "of", "on", "full"})
_APART = frozenset({"", ",", ":", "-", ";", "("})
""" "Sessions, 28 days to yesterday"."""

_SAYS_UP_TO = frozenset({"up", "until", "till", "through", "ending", "ended"})
""" "Sessions 7 days up to 20 November"; beside words of change "to" alone may compare."""

_BEFORE_DAYS = frozenset({"from", "between"})


class _Joint(Enum):
    """How the days stand to the end that is named."""

    UP_TO = auto()
    FROM = auto()
    BEFORE = auto()
    AFTER = auto()


_JOINTS = {
    _Joint.UP_TO: (
        ("up", "to"),
        ("up", "until"),
        ("up", "till"),
        ("to",),
        ("until",),
        ("till",),
        ("ending",),
        ("ended",),
        ("through",),
    ),
    _Joint.FROM: (
        ("from",),
        ("starting",),
        ("beginning",),
        ("commencing",),
        ("starting", "on"),
        ("beginning", "on"),
        ("starting", "from"),
    ),
    _Joint.BEFORE: (("before",), ("prior", "to"), ("leading", "up", "to"), ("preceding",), ("running", "up", "to")),
    _Joint.AFTER: (("after",), ("following",)),
}
_BESIDE = (_Joint.BEFORE, _Joint.AFTER)
"""How one day can stand to another."""

_GOES_ON = frozenset({"to", "until", "till", "through", "thru", "-", "..", "and", "up", ","})
_ONE = frozenset({"a", "an", "one"})
_AFTER = frozenset({"after", "following"})
_SHORTER = frozenset({"hour", "minute"})
_DAYS = {CalendarUnit.DAY: 1, CalendarUnit.WEEK: 7}
_MONTHS = {CalendarUnit.MONTH: 1, CalendarUnit.QUARTER: 3, CalendarUnit.YEAR: 12}
_MOST = 1_000


class MeasuredRanges:
    """Reads from a word on; None where no such range starts there, or it is not as long as it says."""

    def __init__(self, words: PeriodWords, points: NamedPoints, ranges: RangeGrammar, single: SinglePeriods) -> None:
        self._words = words
        self._single = single
        self._points = points
        self._ranges = ranges

    def read(self, words: Sequence[Word], start: int, today: date, manner: Manner) -> Read | None:
        """Where the range ends, and its days."""
        beside = self._weekday_beside(words, past_article(words, start), today)
        return beside or self._measured(words, start, today, manner)

    def _measured(self, words: Sequence[Word], start: int, today: date, manner: Manner) -> Read | None:
        if words[start].key in _ONE and (after := self._one_after(words, start, today)):
            return after
        at = past_article(words, start)
        counted = self._words.count(words, at)
        at, count = counted or (at, 1)
        if at >= len(words) or (counted is None and words[at].key.endswith("s")):
            return None
        unit, many = self._words.units.get(words[at].key, (None, 1))
        before = words[start].key if words[start].key == "the" else words[start - 1].key if start else ""
        is_one = counted is None and words[at - 1].key in _BEFORE if at else False
        follows = words[at + 1].key if at + 1 < len(words) else ""
        says_up_to = follows in _SAYS_UP_TO or (
            follows == "to" and manner is Manner.AS_RANGE and before not in self._words.beside_counts["behind"]
        )
        may_start = is_one or (counted and (before in _BEFORE | _APART or says_up_to))
        if unit is None or not 0 < count * many <= _MOST or not may_start:
            return None
        count *= many
        if within := self._within(words, at + 1, count, unit, today):
            return within
        if counted is not None:
            joints = (_Joint.UP_TO,) if before not in _BEFORE else tuple(_JOINTS)
            return self._from_one_end(words, at + 1, count, unit, today, joints)
        # "The month to 15 November" may begin on its first.
        of_one = {CalendarUnit.WEEK: tuple(_JOINTS), CalendarUnit.DAY: _BESIDE}.get(unit)
        return self._from_one_end(words, at + 1, count, unit, today, of_one) if of_one else None

    def _one_after(self, words: Sequence[Word], start: int, today: date) -> Read | None:
        """ "A day after 3 October" is the 4th; "a week after Black Friday" is a day, or a week."""
        unit, side = [*(word.key for word in words[start + 1 : start + 3]), "", ""][:2]
        if side not in _AFTER or (unit not in self._words.units and unit not in _SHORTER):
            return None
        at = past_article(words, start + 3)
        is_day = self._words.units.get(unit) == (CalendarUnit.DAY, 1)
        read = self._end(words, at, today) if not is_day or self._points.point(words, at) else None
        if read is None:
            return None
        if not is_day or read[1] is None or read[1].unit is not CalendarUnit.DAY:
            return read[0], ImpossiblePeriod(f"A day, or the {unit}, that comes then? Name the dates.", refused=False)
        return read[0], _counted(read[1], 1, CalendarUnit.DAY, today, _Joint.AFTER)

    def _weekday_beside(self, words: Sequence[Word], at: int, today: date) -> Read | None:
        """ "The Monday after 3 October", "the Friday before Black Friday"."""
        weekday = self._words.weekdays.get(words[at].key) if at < len(words) else None
        side = words[at + 1].key if at + 1 < len(words) else ""
        joint = _Joint.AFTER if side in _AFTER else _Joint.BEFORE if side == "before" else None
        read = self._end(words, past_article(words, at + 2), today) if joint and weekday is not None else None
        if read is None or weekday is None or joint is None or read[1] is None or read[1].unit is not CalendarUnit.DAY:
            return None
        if read[0] < len(words) and _goes_on(words[read[0]]):
            return None
        return read[0], _beside(read[1], lambda days: _such_day(days.start, weekday, joint), today)

    def _within(self, words: Sequence[Word], at: int, count: int, unit: CalendarUnit, today: date) -> Read | None:
        lead = words[at].key if at < len(words) and words[at].key in _BEFORE_DAYS else ""
        at += bool(lead) or (at < len(words) and words[at].key in {"of", ","})
        read = self._ranges.read(words, at, lead, today, Manner.AS_RANGE) if at < len(words) else None
        if read is None or not isinstance(read[1], Period):
            return None
        return read if _are(read[1].days, count, unit) else None

    def _from_one_end(
        self,
        words: Sequence[Word],
        at: int,
        count: int,
        unit: CalendarUnit,
        today: date,
        joints: Sequence[_Joint],
    ) -> Read | None:
        for joint, separators in ((joint, _JOINTS[joint]) for joint in joints):
            for separator in separators:
                if tuple(word.key for word in words[at : at + len(separator)]) != separator:
                    continue
                end = past_inclusion(words, at + len(separator))
                end = past_end_of(words, end) if joint is _Joint.UP_TO else end
                read = self._end(words, past_article(words, end), today)
                if read is None or (read[0] < len(words) and _goes_on(words[read[0]])):
                    continue
                found = _counted(read[1], count, unit, today, joint)
                return read[0], _as_by_the_calendar(found, joint) if unit is CalendarUnit.WEEK and count == 1 else found
        return None

    def _end(self, words: Sequence[Word], at: int, today: date) -> tuple[int, Period | None] | None:
        """A named day or month, or a day that has a name; None for the period where it has no days."""
        if point := self._points.point(words, at):
            days = point[1].on_or_before(today)
            said = YearSaid.NAMED if point[1].year else YearSaid.LEFT_OPEN
            return point[0], Period(days, point[1].unit, year=said) if days else None
        read = self._single.read(words, at, today) if at < len(words) else None
        if read is None or not isinstance(read[1], Period) or read[1].days.start != read[1].days.end:
            return None
        return read[0], read[1]


def _goes_on(word: Word) -> bool:
    return word.key in _GOES_ON or word.kind is WordKind.NUMBER


def _counted(end: Period | None, count: int, unit: CalendarUnit, today: date, joint: _Joint) -> Meaning:
    """So many units up to the day or month, or from it on."""
    coarser = end is None or (
        end.unit is not CalendarUnit.DAY and (end.unit is not CalendarUnit.MONTH or unit in _DAYS)
    )
    if end is None or coarser:
        return no_such_days()
    return _beside(end, lambda days: _so_many(days, count, unit, joint), today)


def _beside(end: Period, found: Callable[[DateRange], DateRange], today: date) -> Meaning:
    """The days found from its end; beside a day of other dates each year those of the year before as well."""
    read = with_year_said(checked_period(found(end.days), today, end.assumption), end.year or YearSaid.NAMED)
    if end.year_before is None or not isinstance(read, Period):
        return read
    return replace(read, year_before=found(end.year_before))


def _so_many(end: DateRange, count: int, unit: CalendarUnit, joint: _Joint) -> DateRange:
    one_day = timedelta(days=1)
    if joint in {_Joint.UP_TO, _Joint.BEFORE}:
        last = end.end if joint is _Joint.UP_TO else end.start - one_day
        return DateRange(_moved(last + one_day, -count, unit), last)
    first = end.start if joint is _Joint.FROM else end.end + one_day
    return DateRange(first, _moved(first, count, unit) - one_day)


def _such_day(day: date, weekday: int, joint: _Joint) -> DateRange:
    ahead = (weekday - day.weekday() - 1) % _DAYS[CalendarUnit.WEEK] + 1
    back = (day.weekday() - weekday - 1) % _DAYS[CalendarUnit.WEEK] + 1
    found = day + timedelta(days=ahead if joint is _Joint.AFTER else -back)
    return DateRange(found, found)


def _as_by_the_calendar(read: Meaning, joint: _Joint) -> Meaning:
    """ "The week after 3 October", where that is the one from Sunday on as well."""
    if joint not in _BESIDE or not isinstance(read, Period):
        return read
    by_calendar = unit_around(read.days.end if joint is _Joint.BEFORE else read.days.start, CalendarUnit.WEEK)
    if by_calendar == read.days:
        return read
    weeks = timedelta(weeks=-1 if joint is _Joint.BEFORE else 1)
    other = DateRange(by_calendar.start + weeks, by_calendar.end + weeks)
    why = f"{say_range(read.days)}, or the whole week of {say_range(other)}? Name the dates."
    return ImpossiblePeriod(why, refused=False)


def _moved(day: date, count: int, unit: CalendarUnit) -> date:
    return day + timedelta(days=count * _DAYS[unit]) if unit in _DAYS else add_months(day, count * _MONTHS[unit])


def _are(days: DateRange, count: int, unit: CalendarUnit) -> bool:
    if unit in _DAYS:
        return count_units(days, CalendarUnit.DAY) == count * _DAYS[unit]
    return _moved(days.start, count, unit) == days.end + timedelta(days=1)
