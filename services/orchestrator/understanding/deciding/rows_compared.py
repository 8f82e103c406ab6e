"""Has the rows of two years meet: "revenue by month, 2026 vs 2025" puts each month beside that of the other year."""

from __future__ import annotations

from dataclasses import replace

from services.orchestrator.understanding.deciding.periods import Times
from services.orchestrator.understanding.deciding.subject import Subject
from services.orchestrator.understanding.plan import DateRange

_MONTH_OF_A_YEAR, _MONTH = "yearMonth", "month"
_WEEK_OF_A_YEAR, _WEEK = "yearWeek", "week"
_MONTHS = 12


def with_rows_that_meet(subject: Subject, times: Times) -> Subject:
    """The subject, its months without their year where the days compared are the same months of other years."""
    if len(times.days) < 2:
        return subject
    if _WEEK_OF_A_YEAR in subject.dimensions and _are_of_two_years(times.days):
        return _without_year(subject, _WEEK_OF_A_YEAR, _WEEK)
    if _MONTH_OF_A_YEAR not in subject.dimensions or _MONTH in subject.dimensions:
        return subject
    asked, compared = (_months(days) for days in times.days)
    are_named_once = max(len(asked), len(compared)) <= _MONTHS
    begin_alike = asked.start % _MONTHS == compared.start % _MONTHS
    if not are_named_once or set(asked) & set(compared) or not begin_alike:
        return subject
    return _without_year(subject, _MONTH_OF_A_YEAR, _MONTH)


def _without_year(subject: Subject, of_a_year: str, name: str) -> Subject:
    return replace(
        subject,
        dimensions=tuple(name if each == of_a_year else each for each in subject.dimensions),
        renamed=subject.renamed | {of_a_year: name},
        assumptions=(*subject.assumptions, f"Rows are {name}s of the year, so that those of both years meet."),
    )


def _are_of_two_years(days: tuple[DateRange, ...]) -> bool:
    """Whether both begin on the same day, each of its own year, and neither goes beyond it."""
    years = [each.start.year for each in days]
    starts = {(each.start.month, each.start.day) for each in days}
    return len(starts) == 1 and len(set(years)) > 1 and years == [each.end.year for each in days]


def _months(days: DateRange) -> range:
    return range(days.start.year * _MONTHS + days.start.month, days.end.year * _MONTHS + days.end.month + 1)
