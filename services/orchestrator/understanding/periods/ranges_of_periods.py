"""Reads ranges whose ends are periods of any kind: "from 1 October through last weekend"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.periods.checked_periods import checked_period
from services.orchestrator.understanding.periods.counted_days import CountedDays
from services.orchestrator.understanding.periods.period_words import past_article, past_end_of, past_inclusion
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

Read = tuple[int, Meaning]

_COUNTED = frozenset({"days", "weeks", "weekends", "months", "quarters", "years"})
_UNTIL = (("up", "to"), ("up", "until"), ("until",), ("till",), ("through",), ("thru",))
_BY_DAYS = "ago"
_SEPARATORS = {"from": (*_UNTIL, ("to",)), "between": (("and",),), "": _UNTIL, _BY_DAYS: (*_UNTIL, ("to",), ("-",))}
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
        at = _separated(words, first[0], _BY_DAYS if by_days else lead) if first else None
        end = None if at is None else past_end_of(words, at)
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
        said = f"{one.assumption} {other.assumption}".strip()
        return second[0], checked_period(DateRange(one.days.start, other.days.end), today, said)

    def _end(self, words: Sequence[Word], at: int, today: date, *, changes: bool) -> Read | None:
        """One end of the range: of one to sum up, "2 weeks ago" is a day."""
        if at >= len(words):
            return None
        return (None if changes else self._days.read(words, at, today)) or self._single.read(words, at, today)


def _is_counted(words: Sequence[Word]) -> bool:
    """ "Last 7 days (up to 20 November)"."""
    return any(word.key in _COUNTED for word in words)


def _changed(end: int, one: Period, other: Period) -> Read | None:
    if one.unit is not other.unit or one.unit is CalendarUnit.DAY or one.days == other.days:
        return None
    earlier, later = sorted((one, other), key=lambda period: period.days.start)
    return end, Contrast(later, earlier)


def _separated(words: Sequence[Word], at: int, lead: str) -> int | None:
    for separator in _SEPARATORS[lead]:
        if tuple(word.key for word in words[at : at + len(separator)]) == separator:
            return past_article(words, past_inclusion(words, at + len(separator)))
    return None
