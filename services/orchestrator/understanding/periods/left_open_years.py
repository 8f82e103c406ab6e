"""Finds of which years two periods are that stand side by side and name none: "October vs November"."""

from __future__ import annotations

from datetime import date

from services.orchestrator.understanding.periods.calendar_days import unit_around
from services.orchestrator.understanding.periods.vocabulary_of_time import CalendarUnit, Period, YearSaid
from services.orchestrator.understanding.plan import DateRange

_HALF_A_YEAR = 183
"""Days between the starts of two periods that nobody would take for those of other years."""

_RECUR = frozenset({CalendarUnit.MONTH, CalendarUnit.QUARTER})

Pair = tuple[Period, Period]


def of_one_time(one: Period, other: Period, today: date) -> Pair | None:
    """Both as they are, or one of them as the one that is not over yet; None where either could be of other years.

    Asked in November, "October vs November" is of this November: the latest complete one lies 11 months before the
    October.
    """
    complete = _apart(one, other) <= _HALF_A_YEAR
    of_one_year = _of_one_year(one, other)
    if complete and of_one_year:
        return one, other
    begun = with_one_begun(one, other, today)
    if begun is None:
        return (one, other) if complete or of_one_year else None
    if complete:
        return None if _of_one_year(*begun) else (one, other)
    return begun if _apart(*begun) <= _HALF_A_YEAR else None


def with_one_begun(one: Period, other: Period, today: date) -> Pair | None:
    """The two, of which one is not over yet and read up to today; None where both are over."""
    if begun := _begun(one, today):
        return begun, other
    begun = _begun(other, today)
    return (one, begun) if begun else None


def _begun(complete: Period, today: date) -> Period | None:
    if complete.year is not YearSaid.LEFT_OPEN or complete.unit not in _RECUR:
        return None
    if complete.days != unit_around(complete.days.start, complete.unit):
        return None
    current = unit_around(today, complete.unit)
    if current.start.month != complete.days.start.month or current == complete.days:
        return None
    quarter = (current.start.month - 1) // 3 + 1
    named = f"{current.start:%B}" if complete.unit is CalendarUnit.MONTH else f"Q{quarter}"
    said = f"{named} was read as that of {current.start.year}, up to today."
    return Period(DateRange(current.start, today), complete.unit, year=YearSaid.LEFT_OPEN, assumption=said)


def _apart(one: Period, other: Period) -> int:
    return abs((one.days.start - other.days.start).days)


def _of_one_year(one: Period, other: Period) -> bool:
    return one.days.start.year == other.days.start.year or one.days.end.year == other.days.end.year
