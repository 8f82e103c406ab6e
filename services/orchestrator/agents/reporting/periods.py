"""Stretches of time in words."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from babel.dates import format_date

from services.orchestrator.understanding.plan import DateRange, MinuteRange

_LOCALE = "en_GB"


def day(moment: date) -> str:
    """For example "8 November 2026"."""
    return format_date(moment, "d MMMM y", locale=_LOCALE)


def weekday(moment: date) -> str:
    """For example "Sunday"."""
    return format_date(moment, "EEEE", locale=_LOCALE)


def month(moment: date) -> str:
    """For example "November 2026"."""
    return format_date(moment, "MMMM y", locale=_LOCALE)


def named(period: DateRange | MinuteRange) -> str:
    """The period as a name, for example "8–14 November 2026", "October 2026" or "the last 30 minutes"."""
    if isinstance(period, MinuteRange):
        return _minutes(period)
    if whole := _whole(period):
        return whole
    if period.start == period.end:
        return day(period.end)
    between = "–" if _same_month(period) else " – "
    return f"{_start(period)}{between}{day(period.end)}"


def within(period: DateRange | MinuteRange) -> str:
    """When something was, for example "from 8 to 14 November 2026" or "on 8 November 2026"."""
    if isinstance(period, MinuteRange):
        return f"from {_minutes(period)}" if period.end_minutes_ago else f"in {_minutes(period)}"
    if whole := _whole(period):
        return f"in {whole}"
    if period.start == period.end:
        return f"on {day(period.end)}"
    return f"from {_start(period)} to {day(period.end)}"


def days(period: DateRange) -> int:
    """How many days it has."""
    return (period.end - period.start).days + 1


def _minutes(period: MinuteRange) -> str:
    if period.end_minutes_ago:
        return f"{period.start_minutes_ago} to {period.end_minutes_ago} minutes ago"
    count = period.start_minutes_ago + 1
    return "the last minute" if count == 1 else f"the last {count} minutes"


def _whole(period: DateRange) -> str | None:
    start, end = period.start, period.end
    if start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
        return None
    if _same_month(period):
        return month(start)
    return str(start.year) if start.year == end.year and (start.month, end.month) == (1, 12) else None


def _start(period: DateRange) -> str:
    if _same_month(period):
        return str(period.start.day)
    pattern = "d MMMM" if period.start.year == period.end.year else "d MMMM y"
    return format_date(period.start, pattern, locale=_LOCALE)


def _same_month(period: DateRange) -> bool:
    return (period.start.year, period.start.month) == (period.end.year, period.end.month)
