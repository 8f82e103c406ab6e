"""What words of time can be recognised as."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto

from services.orchestrator.understanding.plan import DateRange, MinuteRange


class CalendarUnit(StrEnum):
    """What a period is measured in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class YearSaid(Enum):
    """Whether a named day, month or quarter comes with its year."""

    NAMED = auto()
    LEFT_OPEN = auto()


@dataclass(frozen=True, slots=True)
class Period:
    """Days. `unit` is what they are said in.

    `back` is 1 for "last year" and its like, 2 for the one before; 0 where no single unit is counted back. `relative`
    is set by words like "previous", which can also mean the period before another; `opens` by a day that "from" can
    also make the first of many; `to_date` where the words say that it runs to today. `weekdays` are the only days
    meant, all where there are none. `year_before` holds what a year earlier are other dates than the same, as of a
    holiday. `recurs` is how often days of that name come: a weekend each week, a holiday each year. `whole` where the
    words say that all of it is meant. `assumption` is a sentence on what the words left open.
    """

    days: DateRange
    unit: CalendarUnit
    back: int = 0
    relative: bool = False
    opens: bool = False
    to_date: bool = False
    weekdays: tuple[str, ...] = ()
    year: YearSaid | None = None
    year_before: DateRange | None = None
    recurs: CalendarUnit | None = field(default=None, compare=False)
    whole: bool = field(default=False, compare=False)
    assumption: str = ""

    def __hash__(self) -> int:
        # Of one field of many: whatever a span means is looked up in sets of signs, time and again.
        return hash(self.days.start)


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two periods that are compared: "from September to October" of what changed."""

    period: Period
    baseline: Period


@dataclass(frozen=True, slots=True)
class Minutes:
    """The last minutes: a realtime report. `by_default` where the words only say that it is one: "right now"."""

    minutes: MinuteRange
    by_default: bool = False


class Shift(StrEnum):
    """A second period that is found from the first."""

    PERIOD_BEFORE = "the period before"
    ONE_BEFORE = "the one before"
    DAY_BEFORE = "a day earlier"
    WEEK_BEFORE = "a week earlier"
    MONTH_BEFORE = "a month earlier"
    QUARTER_BEFORE = "a quarter earlier"
    YEAR_BEFORE = "a year earlier"
    SAME_WEEK_YEAR_BEFORE = "364 days earlier"
    SAME_WEEKEND_YEAR_BEFORE = "the same weekend a year earlier"
    SAME_DATES_YEAR_BEFORE = "the same dates a year earlier"


@dataclass(frozen=True, slots=True)
class Earlier:
    """So many units earlier.

    `or_before` marks words that can also mean the units before: "7 days before"; `ago` those that count from today.
    """

    count: int
    unit: CalendarUnit
    or_before: bool = False
    ago: bool = field(default=False, compare=False)

    @property
    def value(self) -> str:
        """ "7 days earlier"."""
        return f"{self.count} {self.unit}{'s' if self.count > 1 else ''} earlier"


@dataclass(frozen=True, slots=True)
class InYear:
    """The same days of another year: "the same month of 2024"."""

    year: int

    @property
    def value(self) -> str:
        """ "The same days of 2024"."""
        return f"the same days of {self.year}"


@dataclass(frozen=True, slots=True)
class WeekdaysBefore:
    """ "The Friday before" a Friday, "the weekend before" a weekend; Monday is 0."""

    first: int
    last: int

    @property
    def value(self) -> str:
        """What it is called."""
        return "the same days of the week before"


@dataclass(frozen=True, slots=True)
class Shifted:
    """A comparison with a shifted period.

    `compares` is set where the words need no "compared with", `by_default` where they only ask for some comparison:
    "did it go up or down".
    """

    shift: Shift | Earlier | InYear | WeekdaysBefore
    compares: bool = False
    by_default: bool = False


@dataclass(frozen=True, slots=True)
class ImpossiblePeriod:
    """A period that GA4 cannot have (`refused`), or that names no days; `why` is a whole sentence."""

    why: str
    refused: bool
