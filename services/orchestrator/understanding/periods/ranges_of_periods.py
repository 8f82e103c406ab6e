"""Reads ranges whose ends are periods of any kind: "from 1 October through last weekend"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.calendar_days import add_months
from services.orchestrator.understanding.periods.checked_periods import checked_period
from services.orchestrator.understanding.periods.counted_days import CountedDays
from services.orchestrator.understanding.periods.period_words import past_any, past_article, past_end_of, past_inclusion
from services.orchestrator.understanding.periods.range_grammar import Manner
from services.orchestrator.understanding.periods.single_periods import SinglePeriods
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Contrast,
    ImpossiblePeriod,
    Period,
)
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.reading.words import Word
from services.orchestrator.understanding.saying.dates import say_range

Read = tuple[int, Meaning]

_COUNTED = frozenset({"days", "weeks", "weekends", "months", "quarters", "years"})
_UNTIL = (("up", "to"), ("up", "until"), ("until",), ("till",), ("through",), ("thru",))
_BY_DAYS = "ago"
_SEPARATORS = {"from": (*_UNTIL, ("to",)), "between": (("and",),), "": _UNTIL, _BY_DAYS: (*_UNTIL, ("to",), ("-",))}
_ORDINAL = ("st", "nd", "rd", "th")
_DAYS_AGO = ["days", "ago"]


class RangesOfPeriods:
    """Reads from a word on; None where no such range starts there."""

    def __init__(self, single: SinglePeriods, days: CountedDays) -> None:
        self._single = single
        self._days = days

    def read(self, words: Sequence[Word], start: int, today: date, manner: Manner, single: Read | None) -> Read | None:
        """Where the range ends, and its days; of what changed, the later period compared with the earlier one.

        `single` is the period that starts behind "from" or "between", or where there is none at the start.
        """
        lead = words[start].key if words[start].key in _SEPARATORS else ""
        changes = manner is Manner.CHANGING and lead
        if manner is not Manner.AS_RANGE and not changes:
            return None
        first = (None if changes else self._days.read(words, start + bool(lead), today)) or single
        # "28daysAgo to yesterday"
        by_days = not lead and first is not None and [word.key for word in words[first[0] - 2 : first[0]]] == _DAYS_AGO
        at = past_any(words, first[0], _SEPARATORS[_BY_DAYS if by_days else lead]) if first else None
        end = None if at is None else past_end_of(words, past_article(words, past_inclusion(words, at)))
        second = None if end is None else self._end(words, end, today, changes=bool(changes))
        if first is None or second is None:
            return None
        one, other = first[1], second[1]
        if not isinstance(one, Period) or not isinstance(other, Period) or one.weekdays or other.weekdays:
            return None
        if changes:
            return _changed(second[0], one, other)
        counted = not by_days and _is_counted(words[start : first[0]]) and other.days.end != one.days.end
        if not lead and (counted or (one.back and one.unit is not CalendarUnit.DAY)):
            why = (
                "From which day on?" if counted else f"From the start of that {one.unit} on, or the one that ends then?"
            )
            return second[0], ImpossiblePeriod(why, refused=False)
        alone = words[second[0] - 1].key.endswith(_ORDINAL) and words[second[0] - 2].key == "the"
        last = _next_of_its_number(one, other, today, is_open=bool(lead)) if alone else other
        return second[0], _from_one_to_the_other(one, last, today)

    def _end(self, words: Sequence[Word], at: int, today: date, *, changes: bool) -> Read | None:
        """One end of the range: of one to sum up, "2 weeks ago" is a day."""
        if at >= len(words):
            return None
        return (None if changes else self._days.read(words, at, today)) or self._single.read(words, at, today)


def _from_one_to_the_other(one: Period, other: Period | None, today: date) -> Meaning:
    if other is None:
        return ImpossiblePeriod("Of which month is the last day?", refused=False)
    if one.recurs is other.recurs is CalendarUnit.WEEK and one.days == other.days:
        # "From last Monday to this Monday".
        return ImpossiblePeriod("Both are the same day; from which to which?", refused=False)
    said = f"{one.assumption} {other.assumption}".strip()
    return checked_period(DateRange(one.days.start, other.days.end), today, said)


def _next_of_its_number(one: Period, last: Period, today: date, *, is_open: bool) -> Period | None:
    """ "In September until the 15th", "from 3 September to the 15th": the first such day from the start on.

    None where it is open whose month it is: "from September until the 15th".
    """
    if one.unit is not CalendarUnit.DAY and (is_open or one.unit is not CalendarUnit.MONTH):
        return None
    start, day = one.days.start, last.days.start.day
    for month in (start, add_months(start.replace(day=1), 1)):
        found = month.replace(day=day) if day <= monthrange(month.year, month.month)[1] else None
        if found is not None and start <= found <= today:
            days = DateRange(found, found)
            return replace(last, days=days, assumption=f"Without its month the day was read as {say_range(days)}.")
    return last


def _is_counted(words: Sequence[Word]) -> bool:
    """ "Last 7 days (up to 20 November)"."""
    return any(word.key in _COUNTED for word in words)


def _changed(end: int, one: Period, other: Period) -> Read | None:
    if one.unit is not other.unit or one.unit is CalendarUnit.DAY or one.days == other.days:
        return None
    earlier, later = sorted((one, other), key=lambda period: period.days.start)
    return end, Contrast(later, earlier)
