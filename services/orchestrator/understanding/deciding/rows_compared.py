"""Has the rows of two years meet: "revenue by month, 2026 vs 2025" puts each month beside that of the other year."""

from __future__ import annotations

from dataclasses import replace

from services.orchestrator.understanding.deciding.periods import Times
from services.orchestrator.understanding.deciding.subject import Subject
from services.orchestrator.understanding.plan import DateRange

_MONTH_OF_A_YEAR, _MONTH = "yearMonth", "month"
_MONTHS = 12


def with_rows_that_meet(subject: Subject, times: Times) -> Subject:
    """The subject, its months without their year where the days compared are the same months of other years."""
    if len(times.days) < 2 or _MONTH_OF_A_YEAR not in subject.dimensions or _MONTH in subject.dimensions:
        return subject
    asked, compared = (_months(days) for days in times.days)
    are_named_once = max(len(asked), len(compared)) <= _MONTHS
    of_other_years = {month % _MONTHS for month in asked} & {month % _MONTHS for month in compared}
    if not are_named_once or set(asked) & set(compared) or not of_other_years:
        return subject
    return replace(
        subject,
        dimensions=tuple(_MONTH if name == _MONTH_OF_A_YEAR else name for name in subject.dimensions),
        renamed=subject.renamed | {_MONTH_OF_A_YEAR: _MONTH},
        assumptions=(*subject.assumptions, "Rows are months of the year, so that those of both years meet."),
    )


def _months(days: DateRange) -> range:
    return range(days.start.year * _MONTHS + days.start.month, days.end.year * _MONTHS + days.end.month + 1)
