"""Decides which days, or minutes, a question asks about and compares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from services.orchestrator.understanding.composing.draft import Draft, NotToBeHad, Unclear
from services.orchestrator.understanding.deciding.days_compared import (
    compared_with,
    earlier,
    unit_of_shift,
    usual_shift,
)
from services.orchestrator.understanding.deciding.years import (
    in_the_year_of,
    of_years_left_open,
    with_one_year,
    with_years,
)
from services.orchestrator.understanding.periods.calendar_days import (
    EARLIEST,
    shifted,
    unit_around,
    units_before,
)
from services.orchestrator.understanding.periods.relative_periods import TOO_EARLY
from services.orchestrator.understanding.periods.single_periods import up_to_today
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Earlier,
    Period,
    Shift,
    YearSaid,
)
from services.orchestrator.understanding.plan import DateRange, MinuteRange
from services.orchestrator.understanding.saying.dates import say_range

_DEFAULT_DAYS = 28
_DEFAULT_MONTHS = 12
_MONTHS_OF_A_YEAR = 12
_YEAR_OF_WEEKS = timedelta(weeks=52)
_UNITS_OF_ROWS = {"yearWeek": CalendarUnit.WEEK, "yearMonth": CalendarUnit.MONTH, "year": CalendarUnit.YEAR}
_OVER_TIME = frozenset({"date", "yearWeek", "yearMonth", "year", "dateHour"})


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
    if len(draft.baselines) > 1 or len(draft.periods) > 2:
        raise Unclear("Only two periods can be compared at a time.")
    named = draft
    draft = with_years(draft, today)
    main, said = _main(draft, today)
    if _is_one_of_each_year(draft, main):
        # "October of each year".
        raise Unclear("Of which years? Name their days, or ask about each by itself.")
    if draft.so_far:
        main = _so_far(main, draft, today)
    others = with_one_year(main, [*draft.periods[1:], *draft.baselines])
    main, others = of_years_left_open(in_the_year_of(main, others), others, today)
    baseline = _baseline(draft, main, others, today)
    if baseline == main.days:
        raise Unclear("Both periods are the same days; with which other days should they be compared?")
    _check_stretches(draft, main)
    days = (main.days,) if baseline is None else (main.days, baseline)
    if any(each.start < EARLIEST for each in days):
        raise NotToBeHad(TOO_EARLY)
    reread = dict.fromkeys([*named.periods, *named.baselines], days[-1])
    reread |= dict.fromkeys(named.periods if len(draft.periods) == 1 else named.periods[:1], main.days)
    sentences = (
        said,
        *(each.assumption for each in (main, *_as_said(others, baseline))),
        *_on_comparison(draft, main, baseline, today),
    )
    return Times(days, assumptions=tuple(dict.fromkeys(filter(None, sentences))), reread=reread)


def _is_one_of_each_year(draft: Draft, main: Period) -> bool:
    by_year = any(entry.name == "year" for entry in (*draft.breakdown, *draft.listed))
    return by_year and main.year is YearSaid.LEFT_OPEN and main.days.start.year == main.days.end.year


def _check_stretches(draft: Draft, main: Period) -> None:
    """ "Last week by month": the days are part of one stretch, and so there are no rows to speak of."""
    times = {entry.name for entry in (*draft.breakdown, *draft.listed)} & _OVER_TIME
    if "dateHour" in times and draft.ranking and main.days.start != main.days.end:
        # "Which hour has the most traffic".
        raise Unclear("One hour of one day, or an hour of the day?", ("by hour of day",))
    units = [_UNITS_OF_ROWS[name] for name in times if name in _UNITS_OF_ROWS]
    if len(units) != len(times) or not units:
        return
    around = [unit_around(main.days.start, unit) for unit in units]
    if all(unit.end >= main.days.end and unit != main.days for unit in around):
        raise Unclear(f"Those days are of one {units[0]}. By which stretch of time, or of which days?", ("by day",))


def _minutes(draft: Draft) -> Times:
    if draft.periods or draft.baselines or draft.shifts:
        raise Unclear("Realtime and days cannot be asked about at once; name one of them.")
    named = [entry for entry in draft.minutes if not entry.by_default] or draft.minutes
    minutes = tuple(dict.fromkeys(entry.minutes for entry in named))
    if len(minutes) > 1:
        raise Unclear("Only one stretch of realtime can be asked about at a time.")
    return Times(minutes=minutes)


def _main(draft: Draft, today: date) -> tuple[Period, str]:
    """The period asked about, and a sentence where none is named: then the comparison or the convention says it."""
    if draft.periods:
        return draft.periods[0], ""
    if draft.baselines and not _is_last_year(draft.baselines[0]):
        raise Unclear("Which period should the other one be compared with?")
    shift = next((each.shift for each in draft.shifts if each.compares and not each.by_default), None)
    unit = unit_of_shift(shift)
    if unit is CalendarUnit.YEAR:
        # "Year on year" asks how things are now, not how the last two whole years were.
        unit = None
    rows = {entry.name for entry in (*draft.listed, *draft.breakdown)}
    if unit is None and "yearMonth" in rows:
        # The default days would be the ends of two months.
        unit = CalendarUnit.MONTH
        days = units_before(unit_around(today, unit).start, unit, _DEFAULT_MONTHS)
        used = f"the last {_DEFAULT_MONTHS} complete months are used"
    elif unit is None and "year" in rows:
        raise Unclear("Of which years?", ("last 3 years", "this year"))
    elif unit is None:
        days = units_before(today, CalendarUnit.DAY, _DEFAULT_DAYS)
        used = f"the last {_DEFAULT_DAYS} days are used"
    else:
        days = units_before(unit_around(today, unit).start, unit, 1)
        used = f"the last complete {unit} is used"
    period = Period(days, unit or CalendarUnit.DAY)
    return period, f"No period was named, so {used}: {say_range(days, joined_by='to')}."


def _so_far(main: Period, draft: Draft, today: date) -> Period:
    """ "So far" that does not stand beside its period."""
    this_one = up_to_today(main, today, so_far=True) if draft.periods else None
    if isinstance(this_one, Period) and main.year is YearSaid.LEFT_OPEN:
        return this_one
    if not draft.periods or main.days.end != today:
        raise Unclear('"So far" since when?', ("so far this month", "so far this year"))
    return replace(main, to_date=True)


def _baseline(draft: Draft, main: Period, others: list[Period], today: date) -> DateRange | None:
    """What the period is compared with; what is said in several ways must be the same days."""
    if main.weekdays and (others or draft.shifts):
        raise Unclear("Days of the week of several weeks cannot be compared; name ranges of dates.")
    shifts = [each for each in draft.shifts if not each.by_default]
    if len(draft.periods) == 2 and not (draft.compares or draft.shifts):
        raise Unclear("Two periods are named; compare them, or ask about one of them.")
    if draft.joined_periods and draft.shifts and not shifts and not draft.compares:
        # "Did users go up in October and November".
        raise Unclear("One of them against the other, or each against the days before it? Compare two periods.")
    if not shifts and not others:
        shifts = draft.shifts[:1]
        if shifts and _OVER_TIME & {entry.name for entry in draft.breakdown}:
            raise Unclear("Rows over time, or the whole compared with the period before?")
    found = [earlier(main, shift, today) for shift in shifts]
    if any(shift.compares and days.end >= main.days.start for shift, days in zip(shifts, found, strict=True)):
        # "Week over week since September" may ask for each week.
        raise Unclear("Rows for each of these, or the whole compared with the same days before? Name one of them.")
    found += [compared_with(other, main, today) for other in others]
    if len(set(found)) > 1:
        raise Unclear("Only two periods can be compared at a time.")
    return found[0] if found else None


def _as_said(others: list[Period], baseline: DateRange | None) -> list[Period]:
    """Periods compared with that are the days they name."""
    return [other for other in others if other.days == baseline]


def _on_comparison(draft: Draft, main: Period, baseline: DateRange | None, today: date) -> Iterator[str]:
    """What a reader should know of the days compared with."""
    if baseline is None:
        return
    years, months = divmod(_months_between(baseline.start, main.days.start), _MONTHS_OF_A_YEAR)
    ago = "year" if years and not months else main.unit
    so_long = f"{years} years" if years > 1 and not months else f"a {ago}"
    if all(each.by_default for each in draft.shifts) and not draft.baselines and len(draft.periods) < 2:
        before = {Shift.PERIOD_BEFORE: "the period before", Shift.WEEK_BEFORE: "the same days a week before"}
        said = before.get(usual_shift(main), f"the same days a {main.unit} before")
        yield f"Compared with {said}, {say_range(baseline)}, whichever way the figures moved."
    elif usual_shift(main) is not Shift.PERIOD_BEFORE and any(
        each.shift is Shift.PERIOD_BEFORE and not each.by_default for each in draft.shifts
    ):
        yield f"The period before was read as the days right before: {say_range(baseline)}."
    cut = main.to_date and len(draft.periods[1:]) + len(draft.baselines) == 1
    so_far = Earlier(years, CalendarUnit.YEAR) if years and not months else Earlier(1, main.unit)
    if cut and baseline == shifted(main.days, main.unit, so_far):
        yield f"Compared with the same days {so_long} before, {say_range(baseline)}."
    whole = unit_around(baseline.start, main.unit)
    if main.days.end == today and main.unit is not CalendarUnit.DAY and baseline == whole:
        yield f'The {main.unit} compared with is a whole one; "same period last {ago}" gives the same days of it.'
    if main.recurs is CalendarUnit.WEEK and main.days.start - baseline.start == _YEAR_OF_WEEKS:
        yield f"Compared with the same days of the week a year before, {say_range(baseline)}."
    if DateRange(today, today) in {main.days, baseline}:
        yield "Today is not over, so a part of a day is compared with days that are."


def _months_between(one: date, other: date) -> int:
    return (other.year - one.year) * _MONTHS_OF_A_YEAR + other.month - one.month


def _is_last_year(period: Period) -> bool:
    return period.back == 1 and period.unit is CalendarUnit.YEAR
