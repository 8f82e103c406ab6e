"""Days in words, in one way only."""

from __future__ import annotations

from datetime import date

from services.orchestrator.understanding.plan import DateRange

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def say_day(day: date) -> str:
    """ "15 November 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_range(days: DateRange, joined_by: str = "–") -> str:
    """ "15–21 November 2026", naming month and year once where both days share them."""
    start, end = days.start, days.end
    if start == end:
        return say_day(end)
    gap = joined_by if joined_by == "–" else f" {joined_by} "
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{gap}{say_day(end)}"
    if joined_by == "–":
        gap = " – "
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]}{gap}{say_day(end)}"
    return f"{say_day(start)}{gap}{say_day(end)}"
