"""What a stretch of a question can be recognised as."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import NamedTuple

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Direction, Number, Ranking
from services.orchestrator.understanding.periods.vocabulary_of_time import (
    Contrast,
    ImpossiblePeriod,
    Minutes,
    Period,
    Shifted,
)
from services.orchestrator.understanding.plan import Listing


class Link(NamedTuple):
    """A preposition: "from", "in", "on"."""

    word: str


class Sign(StrEnum):
    """Words that say how others hang together."""

    # Signs are looked up in sets for every span, and the hash of an Enum is computed in Python.
    __hash__ = str.__hash__

    BY = "breakdown"
    EACH = "breakdown by each"
    SLASH = "slash between fields"
    BREAKDOWN = "breakdown that follows"
    BY_THOSE = "breakdown by fields named before"
    SORTED_BY = "order by"
    NOT = "negation"
    LEFT_OUT = "negation behind its value"
    ITSELF = "that page alone"
    BELOW = "the pages under it too"
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
    UNDIVIDED = "one figure, no rows"
    NEXT = "next request"
    FIRST = "first rows"
    ROWS = "rows"
    SO_FAR = "up to today"
    EQUALS = "equals"
    FILLER = "filler"
    FRAMING = "framing"


MATCHING = frozenset({Sign.CONTAINS, Sign.STARTS_WITH, Sign.ENDS_WITH})
"""How a text is to be found in values that hold more."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Words that ask how things go, and name no figure: these are shown."""

    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Words that mean several things; each of `choices` can be said instead."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Words that are known, but that here ask for what no plan says; `why` asks back."""

    why: str


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
class Announced:
    """ "Two tables": how many things are asked for; 0 where that is left open."""

    count: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that nothing is known of."""


Meaning = (
    Metric
    | Dimension
    | Either
    | Deed
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
    | Doubtful
    | Topic
    | Cause
    | AboutFields
    | Listing
    | Announced
    | Unknown
)


_LONGEST_QUOTED = 30


class Span(NamedTuple):
    """A stretch of the question, its slips mended, and what it was recognised as.

    `slips` are words that were read as others: as they were written, and as they are read.
    """

    text: str
    meaning: Meaning
    start: int = 0
    end: int = 0
    slips: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """The words in lower case."""
        return self.text.lower()

    @property
    def written(self) -> str:
        """The words with their slips."""
        text = self.text
        for written, read in self.slips:
            if found := re.search(rf"(?<!\w){re.escape(read)}(?!\w)", text):
                text = f"{text[: found.start()]}{written}{text[found.end() :]}"
        return text

    @property
    def quoted(self) -> str:
        """The words in quotes, cut where they are long."""
        text = self.written.strip('"')
        return f'"{text}"' if len(text) <= _LONGEST_QUOTED else f'"{text[:_LONGEST_QUOTED]}…"'


def span_over(question: str, spans: Sequence[Span], meaning: Meaning) -> Span:
    """One span for all that the question says from the first of them to the last, their slips with it."""
    start, end = spans[0].start, spans[-1].end
    return Span(question[start:end], meaning, start, end, tuple(slip for span in spans for slip in span.slips))
