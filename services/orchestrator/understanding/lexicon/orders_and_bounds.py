"""Words that order rows, and words that bound how many there are or how big their figures are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.plan import Comparison


class Style(Enum):
    """How a ranking word is used."""

    TOP = auto()
    """Before what is listed: "top 5 pages"."""
    MOST = auto()
    """Before what is counted: "the most users"."""
    SIZE = auto()
    """Before either: "the biggest countries", "the biggest traffic"."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """A word that orders rows. `judges` is set where it speaks of good and bad, not of more and less, `lasts` of time,
    `stands_behind` where it stands behind what it ranks: pages "viewed most", `measured_by` figures that
    can be named instead of its own: "best selling by revenue".
    """

    descending: bool
    style: Style
    metric: Metric | None = None
    judges: bool = False
    lasts: bool = False
    stands_behind: bool = False
    measured_by: tuple[str, ...] = ()


class Sorted(StrEnum):
    """What a word about the order of rows speaks of."""

    ROWS = "rows"
    """ "Descending" leaves it open."""
    FIGURES = "figures"
    NAMES = "names"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Direction:
    """Words for the order of all rows: "descending", "fewest views first", "alphabetically".

    `judges` is set where they speak of good and bad instead of more and less, `lasts` of time.
    """

    descending: bool
    of: Sorted
    metric: Metric | None = None
    judges: bool = False
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """ "more than" and its like.

    `also_links` marks "over", which can also lead to a period, `behind` what can stand behind its number: "or more",
    `before` what can stand before it.
    """

    comparison: Comparison
    also_links: bool = False
    behind: bool = False
    before: bool = True


OPPOSITE = {
    Comparison.GREATER_THAN: Comparison.LESS_THAN_OR_EQUAL,
    Comparison.GREATER_THAN_OR_EQUAL: Comparison.LESS_THAN,
    Comparison.LESS_THAN: Comparison.GREATER_THAN_OR_EQUAL,
    Comparison.LESS_THAN_OR_EQUAL: Comparison.GREATER_THAN,
}
"""What does not pass one bound passes the other."""


class Unit(Enum):
    """What the number of a bound is an amount of."""

    NONE = ""
    PERCENT = "percent"
    SECONDS = "seconds"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Bounds:
    """ "More than 100", "between 10 and 20": what a figure has to pass, each test of it. Percents are fractions."""

    tests: tuple[tuple[Comparison, float], ...]
    unit: Unit = Unit.NONE


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    value: float
