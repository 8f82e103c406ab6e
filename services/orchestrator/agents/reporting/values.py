"""Values of dimensions in words."""

from __future__ import annotations

from calendar import day_name, month_name
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from services.orchestrator.agents.reporting import periods

NOT_SET = "(not set)"
OTHER = "(other)"

_LONGEST = 100


def spoken(dimension: str, value: str) -> str:
    """A value as it stands in a sentence: `date` "20261108" is "8 November 2026". Long ones are cut."""
    say = _SPOKEN.get(dimension, str)
    try:
        words = say(value)
    except (ValueError, IndexError):
        words = value
    return (words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…") or "(empty)"


def spoken_key(dimensions: Sequence[str], key: Sequence[str]) -> str:
    """The values of one row, for example "mobile / Germany"."""
    return " / ".join(spoken(dimension, value) for dimension, value in zip(dimensions, key, strict=True))


def is_day(value: str) -> bool:
    """Whether a value of GA4's `date` is a day, which "(other)" is not."""
    try:
        as_day(value)
    except ValueError:
        return False
    return True


def as_day(value: str) -> date:
    """The day that GA4's `date` means. Raises ValueError."""
    return date.fromisoformat(value)


def _hour(value: str) -> str:
    return f"{int(value):02}:00"


def _date_hour(value: str) -> str:
    return f"{_hour(value[8:])} on {periods.day(as_day(value[:8]))}"


def _year_month(value: str) -> str:
    return periods.month(date(int(value[:4]), int(value[4:]), 1))


def _day_of_week(value: str) -> str:
    # GA4 counts from Sunday, Python's calendar from Monday.
    return day_name[(int(value) - 1) % 7]


def _month(value: str) -> str:
    return month_name[int(value)]


def _week(value: str) -> str:
    return f"week {int(value)}"


def _minutes_ago(value: str) -> str:
    count = int(value)
    return f"{count} minute{'' if count == 1 else 's'} ago"


def _date(value: str) -> str:
    return periods.day(as_day(value))


def _year_week(value: str) -> str:
    return f"week {int(value[4:])} of {value[:4]}"


_SPOKEN: Mapping[str, Callable[[str], str]] = {
    "date": _date,
    "dateHour": _date_hour,
    "dayOfWeek": _day_of_week,
    "hour": _hour,
    "minutesAgo": _minutes_ago,
    "month": _month,
    "week": _week,
    "yearMonth": _year_month,
    "yearWeek": _year_week,
}
