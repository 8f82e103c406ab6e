"""Rules for the words of time."""

from __future__ import annotations

from dataclasses import replace

from services.orchestrator.understanding.composing.draft import Condition
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    CalendarUnit,
    Contrast,
    Minutes,
    Period,
    Shifted,
    YearSaid,
)

_WEEKDAY = "dayOfWeekName"
_OF_TIME = frozenset({_WEEKDAY, "hour", "month", "day"})
_SIDES = 2
_JOINTS_OF_COMPARE = frozenset({Link("with"), Link("to")})
_ROWS = {
    "days": (CalendarUnit.DAY, "date"),
    "weeks": (CalendarUnit.WEEK, "yearWeek"),
    "months": (CalendarUnit.MONTH, "yearMonth"),
    "years": (CalendarUnit.YEAR, "year"),
}
_NOT_BEFORE_PERIODS = frozenset({"to", "via"})


def place_period(filling: Filling, period: Period) -> None:
    """A period is asked about, or is what another is compared with."""
    span = filling.span
    link = _time_link(filling)
    if unit := _each_of(filling, period):
        filling.take(Awaits.BREAKDOWN)
        filling.draft.breakdown.append(Dimension(unit))
    if _clashes(filling):
        return
    if link and link.word in _NOT_BEFORE_PERIODS:
        filling.blame(span, f"What leads to {span.quoted}?")
        return
    if link and link.word == "with" and period.back and filling.draft.periods and filling.comparing is None:
        filling.blame(span, f"Compared with {span.quoted}?", (f"compared with {span.text}",))
        return
    if link and link.word == "from" and (period.opens or _is_of_year_before(filling, period)):
        filling.blame(span, f"On {span.quoted} alone, or since then?")
        return
    if period.weekdays and not _keeps_weekdays(filling, period):
        return
    if _is_third_side(filling) or _is_added_to_days(filling) or _may_bound(filling) or _comes_besides(filling, link):
        return
    if filling.joiner is Sign.AND and filling.open_list is OpenList.PERIODS:
        filling.draft.joined_periods = True
    if filling.joiner is Sign.VERSUS:
        filling.joiner = None
        filling.draft.baselines.append(period)
    elif not (link is None and _is_said_again(filling, period)):
        filling.draft.periods.append(period)
    filling.settle(OpenList.PERIODS)


def _is_of_year_before(filling: Filling, period: Period) -> bool:
    """ "Last year from October" may be October or all that is left of the year."""
    whole = filling.draft.periods[-1:]
    return period.year is YearSaid.LEFT_OPEN and bool(whole) and whole[0].unit is CalendarUnit.YEAR


def _each_of(filling: Filling, period: Period) -> str:
    """The field of "each of the last 4 weeks"; empty where that is not asked, or there are no such rows."""
    each = filling.waiting.get(Awaits.BREAKDOWN)
    if (
        each is None
        or not each.words.startswith(filling.words.each)
        or not each.words.endswith(("each", "every", "of"))
    ):
        return ""
    unit, field = _ROWS.get(filling.span.words.split()[-1], ("", ""))
    return field if unit == period.unit else ""


def _may_bound(filling: Filling) -> bool:
    """ "Countries with sessions over 100 and revenue between 5 and 10 last month"."""
    before = filling.spans[filling.at - 1].meaning if filling.at else None
    numbered = filling.span.words.removeprefix("between ").removeprefix("from ")[:1].isdigit()
    if found := numbered and bool(filling.draft.thresholds) and before in filling.draft.metrics:
        filling.blame(filling.span, f"{filling.span.quoted}: Those days, or so many? Name the days by their dates.")
    return found


def _comes_besides(filling: Filling, link: Link | None) -> bool:
    """ "Users weekly and last month", "users and last month"; not "users in Germany and in October"."""
    if filling.joiner is not Sign.AND or filling.draft.periods or filling.draft.baselines:
        return False
    joined = filling.next(-1) is Sign.AND or (link is not None and filling.next(-2) is Sign.AND)
    if not joined or filling.span.start in filling.behind_deeds:
        # Behind other words, "and in total last week", it is those that come besides.
        return False
    rows = filling.open_list in {OpenList.BREAKDOWN, OpenList.LISTED}
    if found := rows or (filling.open_list is OpenList.METRICS and link is None):
        why = f"{filling.span.quoted}: The days of what stands before, or a figure besides?"
        filling.blame(filling.span, why)
    return found


def _is_said_again(filling: Filling, period: Period) -> bool:
    """ "Last Friday (20 November)"; other days than those before it are asked about."""
    at = filling.at - 1
    if at > 0 and filling.spans[at].meaning is Sign.COMMA:
        at -= 1
    before = filling.spans[at].meaning if at >= 0 else None
    if isinstance(before, Period) and before.back and period.back and filling.spans[at].words != filling.span.words:
        # "Last month, previous month": the one before it, as often.
        return False
    last = filling.draft.periods[-1:]
    return isinstance(before, Period) and [before] == last and before.days == period.days and not before.weekdays


def place_contrast(filling: Filling, contrast: Contrast) -> None:
    """Two periods that are compared."""
    _time_link(filling)
    if _clashes(filling):
        return
    filling.draft.periods.append(contrast.period)
    filling.draft.baselines.append(contrast.baseline)
    filling.settle(OpenList.PERIODS)


def place_minutes(filling: Filling, minutes: Minutes) -> None:
    """A realtime report is asked for."""
    _time_link(filling)
    if _clashes(filling):
        return
    both = filling.joiner is Sign.AND
    filling.draft.minutes.append(replace(minutes, by_default=minutes.by_default and not both))
    filling.settle(OpenList.PERIODS)


def place_shifted(filling: Filling, shifted: Shifted) -> None:
    """A second period that is found from the first."""
    span = filling.span
    filling.take(Awaits.LINKED)
    if _clashes(filling):
        return
    if _ranks_changes(filling, shifted):
        filling.blame(span, f"{span.quoted}: Rows can be ranked by a figure, not by how much it changed.")
        return
    if _is_third_side(filling):
        return
    if shifted.by_default and filling.joiner is Sign.VERSUS:
        # "Users compared to change".
        filling.joiner = None
        filling.blame(span, f"{span.quoted} is what a comparison shows; with which days should it be compared?")
        return
    joined = filling.joiner is Sign.VERSUS or (filling.comparing is not None and filling.joiner is Sign.AND)
    if not shifted.compares and not joined:
        filling.blame(
            span, f"{span.quoted} of which period? Compare a period with it.", (f"compared with {span.text}",)
        )
        return
    if filling.joiner is Sign.VERSUS:
        filling.joiner = None
    filling.draft.shifts.append(shifted)
    filling.settle(OpenList.PERIODS)


def _is_third_side(filling: Filling) -> bool:
    """ "This month vs last month vs the month before", even where two of them are the same days."""
    compares = filling.comparing is not None
    joints = [
        at
        for at, span in enumerate(filling.spans[: filling.at])
        if span.meaning is Sign.VERSUS or (compares and span.meaning in _JOINTS_OF_COMPARE)
    ]
    if filling.joiner is not Sign.VERSUS or len(joints) < _SIDES:
        return False
    between = filling.spans[joints[-2] : joints[-1]]
    if found := any(isinstance(span.meaning, Period | Shifted) for span in between):
        filling.joiner = None
        filling.blame(filling.span, "Only two periods can be compared at a time.")
    return found


def _is_added_to_days(filling: Filling) -> bool:
    """ "On weekends and on 3 October": both together, or only what is in both?"""
    conditions = filling.draft.conditions
    if not filling.joins(OpenList.VALUES, Sign.AND) or conditions[-1].dimension not in _OF_TIME:
        return False
    filling.blame(filling.span, f"{filling.span.quoted} besides the others, or only what is in both?")
    return True


def _ranks_changes(filling: Filling, shifted: Shifted) -> bool:
    """ "The highest growth in users", "top 5 countries by user growth"."""
    if filling.take(Awaits.RANKED):
        return True
    sorted_by = filling.open_list is OpenList.SORTING and isinstance(filling.spans[filling.at - 1].meaning, Metric)
    return sorted_by and shifted.by_default and not filling.joiner


def _keeps_weekdays(filling: Filling, period: Period) -> bool:
    """Keeps the rows of the weekdays that a period is only of; such a period is not compared."""
    conditions = filling.draft.conditions
    if filling.joiner is Sign.VERSUS or any(condition.dimension == _WEEKDAY for condition in conditions):
        filling.blame(filling.span, f"{filling.span.quoted} cannot be compared or narrowed; name a range of dates.")
        return False
    conditions.append(Condition(_WEEKDAY, list(period.weekdays)))
    return True


def _time_link(filling: Filling) -> Link | None:
    """The preposition before a period; "over" and "across" are two here."""
    bound = filling.waiting.get(Awaits.BOUNDED)
    if bound and isinstance(bound.meaning, Bound) and bound.meaning.also_links:
        filling.take(Awaits.BOUNDED)
    across = filling.waiting.get(Awaits.BREAKDOWN)
    if across and across.words == "across":
        filling.take(Awaits.BREAKDOWN)
    span = filling.take(Awaits.LINKED)
    return span.meaning if span and isinstance(span.meaning, Link) else None


def _clashes(filling: Filling) -> bool:
    """Words that wait for something no period is."""
    for kind in (Awaits.BREAKDOWN, Awaits.SORTING, Awaits.NEGATED, Awaits.BOUNDED, Awaits.LIMITED, Awaits.NUMBERED):
        if waiting := filling.take(kind):
            filling.blame(waiting, f"{waiting.quoted} and {filling.span.quoted} do not go together.")
            return True
    return False
