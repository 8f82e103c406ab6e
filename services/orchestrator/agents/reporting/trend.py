"""Sentences on how figures went over time."""

from __future__ import annotations

from calendar import day_name, monthrange
from collections.abc import Iterator, Sequence

from services.orchestrator.agents.reporting.changes import Change
from services.orchestrator.agents.reporting.measure import Measure
from services.orchestrator.agents.reporting.numbers import number, percent
from services.orchestrator.agents.reporting.periods import day, days, weekday
from services.orchestrator.agents.reporting.series import (
    Point,
    every_day,
    halves,
    highest_weekday,
    lowest_weekday,
)
from services.orchestrator.agents.reporting.subject import Subject
from services.orchestrator.agents.reporting.values import as_day, is_day, spoken
from services.orchestrator.agents.reporting.wording import at_start
from services.orchestrator.understanding.plan import DateRange

_SHORTEST = 4
_PREPOSITIONS = {
    "date": "on",
    "dateHour": "at",
    "hour": "at",
    "month": "in",
    "week": "in",
    "year": "in",
    "yearMonth": "in",
    "yearWeek": "in",
}
_NOUNS = {"month": "month", "week": "week", "year": "year", "yearMonth": "month", "yearWeek": "week"}


def is_series(subject: Subject) -> bool:
    """Whether the rows are points in time, all of them."""
    return len(subject.labels) == 1 and subject.request.dimensions[0] in _PREPOSITIONS and subject.complete


def trend(subject: Subject) -> Iterator[str]:
    """The highest and the lowest point of each metric; of days also the direction and the weekday pattern."""
    dimension = subject.request.dimensions[0]
    for position, measure in enumerate(subject.measures):
        if dimension == "date":
            yield from _days(subject, position, measure)
        else:
            yield from _stretches(subject, position, measure)
    if dimension == "date" and any(moment >= subject.today for moment, _ in _points(subject, 0)):
        yield f"{day(subject.today)} is not over and is left out of the trend."
    if _cut_short(subject):
        yield f"The first or the last {_NOUNS[dimension]} is cut short by the dates asked for."


def _points(subject: Subject, position: int) -> list[Point]:
    """The metric day by day; a row like "(other)" is no day."""
    rows = subject.rows[0].items()
    return sorted((as_day(key[0]), values[position]) for key, values in rows if is_day(key[0]))


def _days(subject: Subject, position: int, measure: Measure) -> Iterator[str]:
    points = _points(subject, position)
    period = subject.periods[0]
    if isinstance(period, DateRange) and (measure.counted or measure.additive):
        points = every_day(points, period)
    points = [point for point in points if point[0] < subject.today]
    if not points:
        return
    named = [(f"{weekday(moment)} {day(moment)}", value) for moment, value in points]
    yield _extremes(measure, "on", named, lowest=True)
    if len(points) >= _SHORTEST:
        yield _direction(measure, points)
    if measure.additive:
        yield from _weekdays(points)


def _stretches(subject: Subject, position: int, measure: Measure) -> Iterator[str]:
    dimension = subject.request.dimensions[0]
    named = [(spoken(dimension, key[0]), values[position]) for key, values in sorted(subject.rows[0].items())]
    lowest_known = not _cut_short(subject) and not _hours_missing(subject)
    yield _extremes(measure, _PREPOSITIONS[dimension], named, lowest=lowest_known)


def _extremes(measure: Measure, preposition: str, points: Sequence[tuple[str, float]], *, lowest: bool) -> str:
    top = max(points, key=lambda point: point[1])
    bottom = min(points, key=lambda point: point[1])
    verb = "were" if measure.counted else "was"
    if top[1] == bottom[1]:
        return f"{at_start(measure.name)} {verb} {measure.figure(top[1])} throughout."
    highest = f"{at_start(measure.name)} {verb} highest {preposition} {top[0]} with {measure.figure(top[1])}"
    if not lowest:
        return f"{highest}."
    ties = sum(value == bottom[1] for _, value in points)
    if ties > 1:
        return f"{highest} and lowest with {measure.figure(bottom[1])} ({number(ties)} times)."
    return f"{highest} and lowest {preposition} {bottom[0]} with {measure.figure(bottom[1])}."


def _direction(measure: Measure, points: Sequence[Point]) -> str:
    """Sums of halves where sums mean something, else the two ends."""
    if not measure.additive:
        return f"The first day had {measure.figure(points[0][1])}, the last {measure.figure(points[-1][1])}."
    sums = halves(points)
    change = Change(sums.first, sums.second)
    aside = f"{measure.figure(sums.second)} against {measure.figure(sums.first)}"
    if sums.middle_left_out:
        aside += ", the day in the middle left out"
    if change.difference == 0:
        return f"The second half came to as much as the first ({aside})."
    direction = "more" if change.difference > 0 else "less"
    extent = "" if change.ratio is None else f"{percent(abs(change.ratio))} "
    return f"The second half came to {extent}{direction} than the first ({aside})."


def _weekdays(points: Sequence[Point]) -> Iterator[str]:
    top, bottom = highest_weekday(points), lowest_weekday(points)
    told = [
        f"{day_name[which]} was the {word}"
        for which, word in ((top, "strongest day"), (bottom, "weakest day"))
        if which is not None
    ]
    if told:
        yield f"In nearly every week {' and '.join(told)}."


def _cut_short(subject: Subject) -> bool:
    """Whether the dates asked for begin or end within a week, month or year, or the last one is not over."""
    period = subject.periods[0]
    if not isinstance(period, DateRange):
        return False
    start, end = period.start, period.end
    match _NOUNS.get(subject.request.dimensions[0]):
        case "week":
            whole = start.isoweekday() == 7 and end.isoweekday() == 6
        case "month":
            whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
        case "year":
            whole = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
        case _:
            return False
    return not whole or end >= subject.today


def _hours_missing(subject: Subject) -> bool:
    """Whether some hour has no row: it is either without figures or yet to come."""
    period = subject.periods[0]
    dimension = subject.request.dimensions[0]
    if not isinstance(period, DateRange) or dimension not in {"hour", "dateHour"}:
        return False
    return len(subject.rows[0]) < 24 * (days(period) if dimension == "dateHour" else 1)
