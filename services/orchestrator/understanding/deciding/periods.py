"""Decides which days, or minutes, a question asks about and compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.orchestrator.understanding.calendar_days import EARLIEST, count_units, shifted, unit_around, units_before
from services.orchestrator.understanding.composing.draft import Draft, NotToBeHad, Unclear
from services.orchestrator.understanding.plan import DateRange, MinuteRange
from services.orchestrator.understanding.relative_periods import TOO_EARLY
from services.orchestrator.understanding.say_dates import say_range
from services.orchestrator.understanding.vocabulary_of_time import CalendarUnit, Period, Shift

_DEFAULT_DAYS = 28
_SIZE = {unit: size for size, unit in enumerate(CalendarUnit)}
_UNIT_OF_SHIFT = {
    Shift.WEEK_BEFORE: CalendarUnit.WEEK,
    Shift.MONTH_BEFORE: CalendarUnit.MONTH,
    Shift.QUARTER_BEFORE: CalendarUnit.QUARTER,
    Shift.YEAR_BEFORE: CalendarUnit.YEAR,
}


@dataclass(frozen=True, slots=True)
class Times:
    """The days asked about, then those compared with; or minutes.

    `assumptions` are sentences. `reread` holds the days of the periods that a comparison made others of.
    """

    days: tuple[DateRange, ...] = ()
    minutes: tuple[MinuteRange, ...] = ()
    assumptions: tuple[str, ...] = ()
    reread: Mapping[Period, DateRange] = field(default_factory=dict)


def decide_times(draft: Draft, today: date) -> Times:
    """The times that the draft's words mean today. Raises Unclear, and NotToBeHad for days before GA4's first."""
    if draft.minutes:
        return _minutes(draft)
    if len(draft.shifts) > 1 or len(draft.baselines) > 1 or len(draft.periods) > 2:
        raise Unclear("Only two periods can be compared at a time.")
    main, said = _main(draft, today)
    assumptions = tuple(dict.fromkeys(filter(None, (said, *(each.assumption for each in _named(draft))))))
    baseline = _baseline(draft, main)
    if baseline == main.days:
        raise Unclear("Both periods are the same days; with which other days should they be compared?")
    days = (main.days,) if baseline is None else (main.days, baseline)
    if any(each.start < EARLIEST for each in days):
        raise NotToBeHad(TOO_EARLY)
    reread = dict.fromkeys(_named(draft)[1 if draft.periods else 0 :], days[-1])
    return Times(days, assumptions=assumptions, reread=reread)


def _named(draft: Draft) -> list[Period]:
    return [*draft.periods, *draft.baselines]


def _minutes(draft: Draft) -> Times:
    if draft.periods or draft.baselines or draft.shifts:
        raise Unclear("Realtime and days cannot be asked about at once; name one of them.")
    minutes = tuple(dict.fromkeys(entry.minutes for entry in draft.minutes))
    if len(minutes) > 1:
        raise Unclear("Only one stretch of realtime can be asked about at a time.")
    return Times(minutes=minutes)


def _main(draft: Draft, today: date) -> tuple[Period, str]:
    """The period asked about, and a sentence where none is named: then the comparison or the convention says it."""
    if draft.periods:
        return draft.periods[0], ""
    if draft.baselines and not _is_last_year(draft.baselines[0]):
        raise Unclear("Which period should the other one be compared with?")
    unit = _UNIT_OF_SHIFT.get(draft.shifts[0].shift) if draft.shifts and draft.shifts[0].compares else None
    if unit is None:
        days = units_before(today, CalendarUnit.DAY, _DEFAULT_DAYS)
        used = f"the last {_DEFAULT_DAYS} days are used"
    else:
        days = units_before(unit_around(today, unit).start, unit, 1)
        used = f"the last complete {unit} is used"
    period = Period(days, unit or CalendarUnit.DAY)
    return period, f"No period was named, so {used}: {say_range(days, joined_by='to')}."


def _baseline(draft: Draft, main: Period) -> DateRange | None:
    if len(draft.periods) == 2 and (draft.baselines or draft.shifts):
        raise Unclear("Only two periods can be compared at a time.")
    if len(draft.periods) == 2 and not draft.compares:
        raise Unclear("Two periods are named; compare them, or ask about one of them.")
    found = [shifted(main.days, main.unit, shift.shift) for shift in draft.shifts]
    found += [_compared_with(baseline, main) for baseline in (*draft.periods[1:], *draft.baselines)]
    if len(set(found)) > 1:
        raise Unclear("Only two periods can be compared at a time.")
    return found[0] if found else None


def _compared_with(baseline: Period, main: Period) -> DateRange:
    """ "Last year" beside a month is that month a year earlier; "the previous month" the one before it."""
    if _SIZE[baseline.unit] > _SIZE[main.unit] and baseline.counted_back:
        if _is_last_year(baseline):
            return shifted(main.days, main.unit, Shift.YEAR_BEFORE)
        why = f"The same days of the {baseline.unit} before, or the whole {baseline.unit}?"
        raise Unclear(why, ("compared with the previous period",))
    if baseline.relative and baseline.unit is main.unit:
        start = unit_around(main.days.start, baseline.unit).start
        return units_before(start, baseline.unit, count_units(baseline.days, baseline.unit))
    return baseline.days


def _is_last_year(period: Period) -> bool:
    return period.counted_back and period.unit is CalendarUnit.YEAR
