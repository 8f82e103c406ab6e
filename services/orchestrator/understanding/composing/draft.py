"""What the composition rules make of the spans: the question's slots, filled, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Direction, Ranking, Unit
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period, Shifted
from services.orchestrator.understanding.plan import Comparison, Match


@dataclass(slots=True)
class Condition:
    """Values of one dimension that rows must have, or must not have.

    `compared` values are shown side by side. `scoped` is the dimension's, where words named it, and `named` whether
    they did. `led_by` is the preposition before them, and `each_led` where each has one of its own; they are `added`
    where "and" stands there, `joined_by` what stands between them, and `of_rows` where they are said behind the rows.
    `has_group` is whether one word names several: "the Nordics". What meets all of `also` besides is left out, no
    more: "excluding mobile Germany".
    """

    dimension: str
    values: list[str]
    match: Match = Match.EXACT
    negated: bool = False
    compared: bool = False
    scoped: bool = False
    led_by: str = ""
    named: bool = False
    added: bool = False
    joined_by: Sign | None = None
    each_led: bool = False
    has_group: bool = False
    of_rows: bool = False
    also: list[Condition] = field(default_factory=list)

    @property
    def dimensions(self) -> list[str]:
        """All that are looked at."""
        return [self.dimension, *(entry.dimension for entry in self.also)]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure that rows must reach or stay under."""

    metric: Metric
    comparison: Comparison
    number: float
    unit: Unit = Unit.NONE


@dataclass(slots=True)
class Share:
    """A share is asked for. How many conditions were said before that word, by the end of its figure, before the verb
    behind it, before the comma behind its rows or its part, and before "as a share of" the whole. `apart` where a
    comma stands before that word.
    """

    said_before: int
    said_within: int | None = None
    said_of: int | None = None
    said_with_rows: int | None = None
    said_ahead: int | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why part of the question fits nowhere. `words` are the question's, `why` a sentence that asks back."""

    words: str
    why: str
    choices: tuple[str, ...] = ()


class Unclear(Exception):
    """The question has no single meaning that GA4 can answer; `problems` say why."""

    def __init__(self, why: str, choices: tuple[str, ...] = (), others: tuple[Problem, ...] = ()) -> None:
        super().__init__(why)
        self.problems = others or (Problem("", why, choices),)


class NotToBeHad(Exception):
    """The question is clear, but GA4 has nothing to answer it with; the message says why."""


@dataclass(slots=True)
class Draft:
    """The slots. `listed` dimensions are what a list is of, `breakdown` those asked for with "by"."""

    metrics: list[Metric] = field(default_factory=list)
    listed: list[Dimension] = field(default_factory=list)
    breakdown: list[Dimension] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    thresholds: list[Threshold] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    baselines: list[Period] = field(default_factory=list)
    joined_periods: bool = False
    shifts: list[Shifted] = field(default_factory=list)
    minutes: list[Minutes] = field(default_factory=list)
    ranking: Ranking | None = None
    beside_ranked: Span | None = None
    beside_joined: bool = False
    sort_by: list[Metric] = field(default_factory=list)
    sort_names: list[Dimension] = field(default_factory=list)
    direction: Direction | None = None
    limit: int | None = None
    share: Share | None = None
    compares: bool = False
    so_far: bool = False
    overview: bool = False
    explains: bool = False
    change_named: bool = False
    assumptions: list[str] = field(default_factory=list)
