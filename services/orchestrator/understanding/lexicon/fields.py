"""GA4's fields and their values, as words name them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from services.orchestrator.understanding.plan import Match


class Metric(NamedTuple):
    """A GA4 metric. With `event` it is `eventCount` of that event; `listed_by` is what a top list of it lists."""

    # Metrics and links are the most frequent words, and compared most often: tuples are hashed and compared in C.

    name: str
    event: str = ""
    listed_by: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A GA4 dimension.

    `breaks_down` is set where the words alone ask for a breakdown ("daily", "new vs returning"), `scoped` where they
    say whose traffic source is meant ("session source"), `open_grain` where they want a trend of any grain, `plural`
    where they are in the plural: "the page with the most views" is one, "the pages" are all.
    `leads` where the words stand only before a value: "pages titled".
    `described_by` are the values kept where the word stands right before a figure: "weekday sessions".
    """

    name: str
    breaks_down: bool = False
    scoped: bool = False
    open_grain: bool = False
    plural: bool = field(default=False, compare=False)
    leads: bool = field(default=False, compare=False)
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


@dataclass(frozen=True, slots=True)
class Deed:
    """What people did: "signed up". Behind people or visits it keeps those with such an event.

    `dimension` and `value` tell the event from others. `metric` is GA4's own figure of the people who did it, `of` the
    dimension that names what it was done to, `rates` are its shares of the people and of the visits that have it.
    """

    dimension: str
    value: str
    metric: str = ""
    of: str = ""
    rates: tuple[str, ...] = ()


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


def is_path(meaning: object) -> bool:
    """Whether a word is a path, "/pricing"."""
    return isinstance(meaning, Literal) and meaning.kind is LiteralKind.PATH


FILTERS = (Value, Literal)
"""What keeps rows or leaves them out."""
