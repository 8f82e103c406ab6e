"""Figures in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from services.orchestrator.understanding.plan import DateRange

Point = tuple[date, float]

_SOUND_WEEKS = 4
_SOUND_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Halves:
    """The sums of the first and the second half; of an odd number of days the middle one is in neither."""

    first: float
    second: float
    middle_left_out: bool


def every_day(points: Sequence[Point], period: DateRange) -> list[Point]:
    """The points of every day of the period, those that are missing as zero."""
    known = dict(points)
    count = (period.end - period.start).days + 1
    return [(day, known.get(day, 0.0)) for day in (period.start + timedelta(offset) for offset in range(count))]


def halves(points: Sequence[Point]) -> Halves:
    """Sums both halves. Only for figures that may be added up."""
    half = len(points) // 2
    values = [value for _, value in points]
    return Halves(fsum(values[:half]), fsum(values[len(values) - half :]), middle_left_out=len(values) % 2 == 1)


def highest_weekday(points: Sequence[Point]) -> int | None:
    """The weekday (Monday is 0) that leads in nearly every whole week; None where none does or weeks are too few.

    With at least four weeks and four in five of them led by one weekday, chance alone does it about once in a
    hundred series.
    """
    weeks = [points[end - 7 : end] for end in range(len(points), 6, -7)]
    if len(weeks) < _SOUND_WEEKS:
        return None
    led = [0] * 7
    for week in weeks:
        top = max(value for _, value in week)
        first = [day.weekday() for day, value in week if value == top]
        if len(first) == 1:
            led[first[0]] += 1
    best = max(range(7), key=led.__getitem__)
    return best if led[best] >= _SOUND_SHARE * len(weeks) else None


def lowest_weekday(points: Sequence[Point]) -> int | None:
    """The weekday that trails in nearly every whole week; see `highest_weekday`."""
    return highest_weekday([(day, -value) for day, value in points])
