"""The spans of time a report is over: date ranges of days, or minute ranges before now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from google.analytics.data_v1beta.types import DateRange, MinuteRange

from sandbox.ga4_emulator.refusals import invalid
from sandbox.ga4_emulator.reports.unattested import unattested
from sandbox.ga4_emulator.shop.people import day_number

_EARLIEST = date(2015, 8, 13)
_LATEST = date(3000, 1, 1)
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Moment:
    """Now on the property's clock: the day and the second within it."""

    today: date
    second: int

    @classmethod
    def of(cls, now: datetime, time_zone: ZoneInfo) -> Moment:
        local = now.astimezone(time_zone)
        return cls(local.date(), local.hour * 3600 + local.minute * 60 + local.second)

    @property
    def day(self) -> int:
        return day_number(self.today)

    @property
    def seconds(self) -> int:
        """Seconds of the property's clock since 1970-01-01."""
        return self.day * _DAY + self.second


@dataclass(frozen=True, slots=True)
class Period:
    """A named span of time: its days (both included, since 1970-01-01) and the SQL that picks rows within them.

    A cohort's period also has the days, both included, on which its people came first.
    """

    name: str
    first_day: int
    last_day: int
    within: str = "true"
    acquired: tuple[int, int] | None = None

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last_day - self.first_day + 1

    def where(self, earliest: int, days_before: int = 0) -> str:
        """The SQL that picks its rows and those of the days before it, none of a day before `earliest`."""
        first_day = max(self.first_day - days_before, earliest)
        return f"fact.day BETWEEN {first_day} AND {self.last_day} AND {self.within}"


def days_of(ranges: Sequence[DateRange], moment: Moment) -> list[Period]:
    """Date ranges as periods.

    Raises `Refused` for what GA4 refuses of date ranges.
    """
    if not ranges:
        raise invalid("A dateRange is required.")
    if len(ranges) > 4:
        raise invalid(f"Requests are limited to 4 dateRanges.\n  This request contains {len(ranges)} dateRanges.")
    return [period_of(span, _name(span.name, place), moment) for place, span in enumerate(ranges)]


def period_of(span: DateRange, name: str, moment: Moment) -> Period:
    """One date range as a period of that name. Raises `Refused` for days that GA4 does not accept."""
    first = _resolve("startDate", span.start_date, moment.today)
    last = _resolve("endDate", span.end_date, moment.today)
    if first > last:
        raise invalid(
            "start_date must be less than or equal to end_date."
            f" start_date = {span.start_date} and end_date = {span.end_date}"
        )
    if not _EARLIEST < first < _LATEST:
        raise invalid(f"start_date = {span.start_date} must be greater than {_EARLIEST} and less than {_LATEST}.")
    return Period(name, day_number(first), day_number(last))


def _resolve(field: str, text: str, today: date) -> date:
    if text == "today":
        return today
    if text == "yesterday":
        return today - timedelta(days=1)
    try:
        if ago := re.fullmatch(r"(\d+)daysAgo", text):
            return today - timedelta(days=int(ago[1]))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except (ValueError, OverflowError):
        pass
    raise invalid(f"Invalid {field} : {text}. {field} must be YYYY-MM-DD, NdaysAgo, yesterday, or today.")


def minutes_of(ranges: Sequence[MinuteRange], moment: Moment, most: int) -> list[Period]:
    """Minute ranges as periods; none is the last half hour.

    `most` is how many minutes it may. Raises `Refused` for what GA4 refuses of minute ranges.
    """
    if len(ranges) > 2:
        raise unattested("minute_ranges", count=len(ranges))
    return [
        _minutes(span, _name(span.name, place), moment, most) for place, span in enumerate(ranges or [MinuteRange()])
    ]


def _minutes(span: MinuteRange, name: str, moment: Moment, most: int) -> Period:
    start = span.start_minutes_ago if "start_minutes_ago" in span else 29
    end = span.end_minutes_ago if "end_minutes_ago" in span else 0
    if not 0 <= end <= start < most:
        raise unattested("minute_range", most=most - 1, start=start, end=end)
    earliest = moment.seconds - start * 60 - 59
    latest = moment.seconds - end * 60
    between = f"fact.day::BIGINT * {_DAY} + fact.at BETWEEN {earliest} AND {latest}"
    return Period(name, earliest // _DAY, latest // _DAY, between)


def _name(given: str, place: int) -> str:
    if given.startswith(("date_range_", "RESERVED_")):
        raise unattested("reserved_range_name", name=given)
    return given or f"date_range_{place}"
