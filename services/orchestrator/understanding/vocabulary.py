"""What a stretch of a question can be recognised as."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import NamedTuple

from services.orchestrator.understanding.plan import Comparison, Listing, Match
from services.orchestrator.understanding.vocabulary_of_time import Contrast, ImpossiblePeriod, Minutes, Period, Shifted


@dataclass(frozen=True, slots=True)
class Metric:
    """A GA4 metric. With `event` it is `eventCount` of that event; `listed_by` is what a top list of it lists."""

    name: str
    event: str = ""
    listed_by: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A GA4 dimension.

    `breaks_down` is set where the words alone ask for a breakdown ("daily", "new vs returning"), `scoped` where they
    say whose traffic source is meant ("session source"), `open_grain` where they want a trend of any grain, `plural`
    where they are in the plural: "the page with the most views" is one, "the pages" are all.
    `described_by` are the values kept where the word stands right before a figure: "weekday sessions".
    """

    name: str
    breaks_down: bool = False
    scoped: bool = False
    open_grain: bool = False
    plural: bool = field(default=False, compare=False)
    described_by: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_own(self) -> bool:
        """Whether a property has defined it, with values that nobody else knows."""
        return ":" in self.name


@dataclass(frozen=True, slots=True)
class Either:
    """A word that counts or breaks down, as its neighbours say ("events")."""

    metric: Metric
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Value:
    """One or more values of a dimension. An adjective ("German") stands only before what it describes.

    `assumption` is a sentence on what the words left open.
    """

    dimension: str
    values: tuple[str, ...]
    match: Match = Match.EXACT
    adjective: bool = False
    assumption: str = ""


class LiteralKind(Enum):
    """What a word that stands for itself looks like."""

    QUOTED = auto()
    PATH = auto()
    DOMAIN = auto()
    IDENTIFIER = auto()


@dataclass(frozen=True, slots=True)
class Literal:
    """A word that stands for itself, in lower case: GA4 compares without regard to case."""

    kind: LiteralKind
    text: str


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
    """A word that orders rows. `judges` is set where it speaks of good and bad instead of more and less."""

    descending: bool
    style: Style
    metric: Metric | None = None
    judges: bool = False


class Sorted(StrEnum):
    """What a word about the order of rows speaks of."""

    ROWS = "rows"
    """ "Descending" leaves it open."""
    FIGURES = "figures"
    NAMES = "names"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Direction:
    """Words for the order of all rows: "descending", "highest first", "alphabetically"."""

    descending: bool
    of: Sorted


@dataclass(frozen=True, slots=True)
class Bound:
    """ "more than" and its like.

    `also_links` marks "over", which can also lead to a period, `behind` what stands behind its number: "or more".
    """

    comparison: Comparison
    also_links: bool = False
    behind: bool = False


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


@dataclass(frozen=True, slots=True)
class Link:
    """A preposition: "from", "in", "on"."""

    word: str


class Sign(StrEnum):
    """Words that say how others hang together."""

    BY = "breakdown"
    EACH = "breakdown by each"
    SLASH = "slash between fields"
    BREAKDOWN = "breakdown that follows"
    BY_THOSE = "breakdown by fields named before"
    SORTED_BY = "order by"
    NOT = "negation"
    AND = "and"
    OR = "or"
    COMMA = "comma"
    VERSUS = "comparison"
    COMPARE = "comparison that opens"
    WHICH = "which"
    COUNT = "count"
    ONLY = "only"
    CONTAINS = "contains"
    STARTS_WITH = "starts with"
    ENDS_WITH = "ends with"
    LIMIT = "limit"
    SHARE = "share"
    SHARE_BEHIND = "share, behind its figure"
    TOTAL = "total"
    FIRST = "first rows"
    ROWS = "rows"
    SO_FAR = "up to today"
    EQUALS = "equals"
    FILLER = "filler"
    FRAMING = "framing"


@dataclass(frozen=True, slots=True)
class Overview:
    """Words that ask how things go, and name no figure: these are shown."""

    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Words that mean several things; each of `choices` can be said instead."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Words of something that is not to be had."""

    name: str


class Cause(Enum):
    """Words of questions about where a change comes from."""

    WHY = auto()
    """ "What caused"."""
    HAPPENED = auto()
    """ "What happened to": asks, and says that something changed."""
    MOVED = auto()
    """ "Dropped", "spike"."""
    CHANGE = auto()
    """ "The spike": can stand without a figure."""


class AboutFields(Enum):
    """What is asked of fields themselves."""

    DEFINITION = auto()
    """ "Definition of"."""
    DEFINED = auto()
    """ "… mean", behind the field."""
    COMPATIBLE = auto()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that nothing is known of."""


Meaning = (
    Metric
    | Dimension
    | Either
    | Value
    | Literal
    | Period
    | Contrast
    | Minutes
    | Shifted
    | ImpossiblePeriod
    | Ranking
    | Direction
    | Bound
    | Bounds
    | Number
    | Link
    | Sign
    | Overview
    | Ambiguous
    | Topic
    | Cause
    | AboutFields
    | Listing
    | Unknown
)


_LONGEST_QUOTED = 30


class Span(NamedTuple):
    """A stretch of the cleaned question and what it was recognised as.

    `slips` are words that were read as others: as they are written, and as they were read.
    """

    text: str
    meaning: Meaning
    start: int = 0
    end: int = 0
    slips: tuple[tuple[str, str], ...] = ()

    @property
    def quoted(self) -> str:
        """The words in quotes, cut where they are long."""
        text = self.text.strip('"')
        return f'"{text}"' if len(text) <= _LONGEST_QUOTED else f'"{text[:_LONGEST_QUOTED]}…"'
