"""Finds the days that a period is compared with: those that words name, counted from it, or the usual ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from services.orchestrator.understanding.composing.draft import Unclear
from services.orchestrator.understanding.periods.calendar_days import count_units, shifted, unit_around, units_before
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Earlier,
    InYear,
    Period,
    Shift,
    Shifted,
    WeekdaysBefore,
)
from services.orchestrator.understanding.periods.weekday_periods import NAMES
from services.orchestrator.understanding.plan import DateRange
from services.orchestrator.understanding.saying.dates import say_range

_SIZE = {unit: size for size, unit in enumerate(CalendarUnit)}
_SHIFT_OF_UNIT = {
    CalendarUnit.DAY: Shift.DAY_BEFORE,
    CalendarUnit.WEEK: Shift.WEEK_BEFORE,
    CalendarUnit.MONTH: Shift.MONTH_BEFORE,
    CalendarUnit.QUARTER: Shift.QUARTER_BEFORE,
    CalendarUnit.YEAR: Shift.YEAR_BEFORE,
}
_A_YEAR_EARLIER = (Shift.YEAR_BEFORE, Earlier(1, CalendarUnit.YEAR), Earlier(1, CalendarUnit.YEAR, or_before=True))
_OF_OTHER_WEEKDAYS = frozenset({CalendarUnit.MONTH, CalendarUnit.QUARTER})
_DAYS_ALIKE = {CalendarUnit.MONTH: range(28, 32), CalendarUnit.QUARTER: range(90, 93)}
"""Lengths of days that are called a month or a quarter."""

_DAYS_IN_WEEK = 7
_SATURDAY = 5
_LONG_AGO = timedelta(days=183)
"""Of what ended longer ago, a year before this one, "two years ago" may count from then, or from today."""


def usual_shift(main: Period) -> Shift:
    """What shows whether a figure moved: the same days of the unit before where not all of it is asked about.

    Days of a week or a holiday stand against a week before, all others against the period before them.
    """
    length = count_units(main.days, CalendarUnit.DAY)
    if (main.recurs or main.year_before) and length <= _DAYS_IN_WEEK:
        return Shift.WEEK_BEFORE
    return _SHIFT_OF_UNIT[main.unit] if _is_part_of_its_unit(main) else Shift.PERIOD_BEFORE


def unit_of_shift(shift: object) -> CalendarUnit | None:
    """The unit that "month over month" speaks of."""
    return next((unit for unit, of_unit in _SHIFT_OF_UNIT.items() if shift is of_unit), None)


def earlier(main: Period, shifted_by: Shifted, today: date) -> DateRange:
    """The days that lie so far before the period."""
    shift = _years_earlier(main, shifted_by.shift.year) if isinstance(shifted_by.shift, InYear) else shifted_by.shift
    if shifted_by.by_default:
        shift = usual_shift(main)
    if shift is Shift.ONE_BEFORE:
        return _one_before(main)
    if main.year_before is not None and shift in _A_YEAR_EARLIER:
        return main.year_before
    moves = main.year_before not in {None, shifted(main.days, main.unit, Shift.YEAR_BEFORE)}
    if moves and isinstance(shift, Earlier) and shift.unit is CalendarUnit.YEAR:
        raise Unclear("Which days of that year? They are other dates than the same; name them.")
    if isinstance(shift, WeekdaysBefore):
        return _weekdays_before(main, shift)
    if shift is Shift.SAME_WEEKEND_YEAR_BEFORE and not _is_weekend(main.days):
        raise Unclear("The weekend of which year? Name both by their dates.")
    by_week = main.recurs is CalendarUnit.WEEK
    if by_week and (shift.unit if isinstance(shift, Earlier) else unit_of_shift(shift)) in _OF_OTHER_WEEKDAYS:
        raise Unclear("Which days then? The same dates are other days of the week; name them.")
    days = shifted(main.days, CalendarUnit.WEEK if by_week else main.unit, shift)
    if isinstance(shift, Earlier) and shift.ago:
        _check_ago(main, shift, days, today)
    return _or_before(main, shift, days) if isinstance(shift, Earlier) and shift.or_before else days


def _check_ago(main: Period, shift: Earlier, days: DateRange, today: date) -> None:
    """ "October 2025 vs the same month two years ago", asked in 2026; a single year ago is none but the one before."""
    behind = today.year - main.days.start.year
    if shift.count > 1 and shift.unit is CalendarUnit.YEAR and behind and today - main.days.end > _LONG_AGO:
        if shift.count <= behind:
            raise Unclear("Years before today, or before the days asked about? Name the dates of both.")
        from_today = shifted(main.days, main.unit, replace(shift, count=shift.count - behind))
        raise Unclear(f"{say_range(from_today)}, or {say_range(days)}? Name the dates of both.")


def compared_with(baseline: Period, main: Period, today: date) -> DateRange:
    """ "Last year" beside a month is that month a year earlier; "the previous month" the one before it."""
    if main.to_date and not baseline.whole and baseline.unit is main.unit and baseline.days == _unit_before(main):
        return shifted(main.days, main.unit, _SHIFT_OF_UNIT[main.unit])
    if baseline.year_before is not None and baseline.year_before == main.year_before and baseline.days == main.days:
        return baseline.year_before
    if baseline.unit is CalendarUnit.YEAR and not baseline.back and _SIZE[main.unit] < _SIZE[baseline.unit]:
        raise Unclear(f"The same days of {baseline.days.start.year}, or the whole of it? Name both by their dates.")
    if _SIZE[baseline.unit] > _SIZE[main.unit] and baseline.back:
        if baseline.unit is CalendarUnit.YEAR:
            return earlier(main, Shifted(Earlier(baseline.back, CalendarUnit.YEAR, ago=True)), today)
        why = f"The same days of the {baseline.unit} before, or the whole {baseline.unit}?"
        raise Unclear(why, ("compared with the previous period",))
    if baseline.relative:
        return _so_many_before(baseline, main)
    if _is_counted_back(baseline):
        _check_days_ago(baseline, main, today)
    return baseline.days


def _is_counted_back(period: Period) -> bool:
    """ "7 days ago"."""
    return period.opens and period.unit is CalendarUnit.DAY and period.year is None and period.recurs is None


def _check_days_ago(baseline: Period, main: Period, today: date) -> None:
    """ "Last month vs 30 days ago" may be one day, "last Monday vs 7 days ago" a Monday or a day of this week."""
    if main.days.start != main.days.end:
        raise Unclear("That one day, or days as long before? Name them by their dates.")
    ago, behind = today - baseline.days.start, today - main.days.start
    if _is_counted_back(main) or not behind or (behind.days == 1 and ago.days < _DAYS_IN_WEEK):
        return
    before = DateRange(main.days.start - ago, main.days.end - ago)
    raise Unclear(f"{say_range(baseline.days)}, or {say_range(before)}? Name the dates of both.")


def _so_many_before(baseline: Period, main: Period) -> DateRange:
    """ "The 7 days before" last week are those before it; days and weeks end where it starts. So does a Friday."""
    unit, start = baseline.unit, main.days.start
    if baseline.recurs is CalendarUnit.WEEK:
        if baseline.days.start < start <= baseline.days.end:
            raise Unclear("Those days overlap; name both by their dates.")
        days_after = (baseline.days.end - start).days
        weeks = Earlier(max(days_after // _DAYS_IN_WEEK + 1, 0), CalendarUnit.WEEK)
        return shifted(baseline.days, unit, weeks)
    count = count_units(baseline.days, unit)
    around = unit_around(start, unit).start
    if unit is main.unit:
        return units_before(around, unit, count)
    if around != start and unit not in {CalendarUnit.DAY, CalendarUnit.WEEK}:
        so_long = f"{count} {unit}s" if count > 1 else unit
        raise Unclear(f"The last whole {unit}s before, or the {so_long} up to the day before? Name the dates.")
    return units_before(start, unit, count)


def _one_before(main: Period) -> DateRange:
    """Of a weekend the weekend before, of a holiday that of the year before, of part of a week the week before."""
    if main.recurs is CalendarUnit.WEEK:
        return shifted(main.days, CalendarUnit.WEEK, Shift.WEEK_BEFORE)
    if main.recurs is CalendarUnit.YEAR and main.year_before is not None:
        return main.year_before
    if main.year_before is not None:
        raise Unclear("Which one before? Name both by their dates.")
    if _is_part_of_its_unit(main):
        same = shifted(main.days, main.unit, Earlier(1, main.unit))
        return _or_before(main, Earlier(1, main.unit), same)
    return shifted(main.days, main.unit, Shift.PERIOD_BEFORE)


def _is_part_of_its_unit(main: Period) -> bool:
    """ "This month", which is not over, but not the days from October to this month."""
    around = unit_around(main.days.start, main.unit)
    return main.days != around and main.days.end <= around.end


def _years_earlier(main: Period, year: int) -> Earlier:
    """ "The same month of 2024", of a month of 2026."""
    days = main.days
    if days.start.year != days.end.year or days.start.year <= year:
        raise Unclear(f"Which days of {year} should be compared? Name their dates.")
    return Earlier(days.start.year - year, CalendarUnit.YEAR)


def _weekdays_before(main: Period, before: WeekdaysBefore) -> DateRange:
    weekdays = (main.days.start.weekday(), main.days.end.weekday())
    if weekdays != (before.first, before.last) or count_units(main.days, CalendarUnit.DAY) > _DAYS_IN_WEEK:
        named = "weekend" if before.first != before.last else NAMES[before.first]
        raise Unclear(f"The {named} before which? Name both by their dates.")
    return shifted(main.days, main.unit, Shift.WEEK_BEFORE)


def _is_weekend(days: DateRange) -> bool:
    return days.start.weekday() == _SATURDAY and count_units(days, CalendarUnit.DAY) == 2


def _or_before(main: Period, shift: Earlier, same: DateRange) -> DateRange:
    """ "The month before" a month is that month, before 30 days the 30 before; "7 days before" one day is a guess."""
    before = units_before(main.days.start, shift.unit, shift.count)
    of_a_week = main.recurs is shift.unit is CalendarUnit.WEEK and not _is_weekend(main.days)
    if before == same or (main.unit is shift.unit and main.to_date) or (of_a_week and main.days.start != main.days.end):
        # "Monday to Friday last week vs the week before".
        return same
    if main.unit is shift.unit and shift.count == 1 and main.unit is not CalendarUnit.DAY:
        return before
    if shift.unit is CalendarUnit.YEAR:
        return same
    length = count_units(main.days, CalendarUnit.DAY)
    if main.unit is CalendarUnit.DAY and shift.count == 1 and length in _DAYS_ALIKE.get(shift.unit, ()):
        return units_before(main.days.start, CalendarUnit.DAY, length)
    span = shift.value.removesuffix(" earlier")
    raise Unclear(f"The {span} before, or the same days {span} earlier?", (f"compared with {span} earlier",))


def _unit_before(period: Period) -> DateRange:
    return units_before(unit_around(period.days.start, period.unit).start, period.unit, 1)
