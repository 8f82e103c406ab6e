"""What words of time can be recognised as."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.orchestrator.understanding.plan import DateRange, MinuteRange


class CalendarUnit(StrEnum):
    """What a period is measured in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """Days. `unit` is what they are said in.

    `counted_back` is set by "last year" and its like, `relative` by words like "previous", which can also mean the
    period before another; `opens` by a day that "from" can also make the first of many. `assumption` is a sentence
    on what the words left open.
    """

    days: DateRange
    unit: CalendarUnit
    counted_back: bool = False
    relative: bool = False
    opens: bool = False
    assumption: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """The last minutes: a realtime report."""

    minutes: MinuteRange


class Shift(StrEnum):
    """A second period that is found from the first."""

    PERIOD_BEFORE = "the period before"
    WEEK_BEFORE = "a week earlier"
    MONTH_BEFORE = "a month earlier"
    QUARTER_BEFORE = "a quarter earlier"
    YEAR_BEFORE = "a year earlier"
    SAME_WEEK_YEAR_BEFORE = "364 days earlier"


@dataclass(frozen=True, slots=True)
class Shifted:
    """A comparison with a shifted period. `compares` is set where the words need no "compared with"."""

    shift: Shift
    compares: bool = False


@dataclass(frozen=True, slots=True)
class ImpossiblePeriod:
    """A period that GA4 cannot have (`refused`), or that names no days; `why` is a whole sentence."""

    why: str
    refused: bool
