"""Where the composition stands between two spans: what has been said that still waits for what it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeVar

from services.orchestrator.understanding.composing.draft import Draft, Problem
from services.orchestrator.understanding.composing.words import ComposingWords
from services.orchestrator.understanding.lexicon.fields import Dimension
from services.orchestrator.understanding.lexicon.vocabulary import Meaning, Sign, Span, Unknown

M = TypeVar("M")

_NOTHING = Unknown()


class OpenList(Enum):
    """The kind of list that "and" goes on with."""

    NONE = auto()
    METRICS = auto()
    SORTING = auto()
    BREAKDOWN = auto()
    LISTED = auto()
    VALUES = auto()
    PERIODS = auto()


class Awaits(Enum):
    """What kind of word waits for the one that it belongs to."""

    # It is looked up for every span, and the hash of an Enum is computed in Python.
    __hash__ = object.__hash__

    BREAKDOWN = auto()
    SORTING = auto()
    NEGATED = auto()
    LINKED = auto()
    RANKED = auto()
    NUMBERED = auto()
    BOUNDED = auto()
    LIMITED = auto()
    COUNTED = auto()
    ASKED = auto()
    MATCHED = auto()


@dataclass(slots=True)
class Filling:
    """The state of one composition. `spans` are those that mean something; `at` is the one being placed.

    `stop` is the colon, the semicolon or the point behind what was said: "mobile: desktop sessions" is no list.
    `behind_verbs` is where the spans start that a verb stands right before; `behind_deeds` is the same for any word
    that carries nothing but is no article.
    """

    spans: list[Span]
    words: ComposingWords
    behind_verbs: frozenset[int] = frozenset()
    behind_deeds: frozenset[int] = frozenset()
    at: int = 0
    draft: Draft = field(default_factory=Draft)
    waiting: dict[Awaits, Span] = field(default_factory=dict)
    joiner: Sign | None = None
    stop: str = ""
    open_list: OpenList = OpenList.NONE
    field_named: Dimension | None = None
    value_was_linked: bool = False
    only: Span | None = None
    comparing: Span | None = None
    breakdown_asked: Span | None = None
    totalled: Span | None = None
    undivided: Span | None = None
    changes: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """The span being placed."""
        return self.spans[self.at]

    def read_span_as(self, meaning: Meaning) -> None:
        """The span being placed means this, as its neighbours say."""
        self.spans[self.at] = self.span._replace(meaning=meaning)

    def next(self, ahead: int = 1) -> Meaning:
        """What follows, without placing it; what stands before, where the number is below zero."""
        at = self.at + ahead
        return self.spans[at].meaning if 0 <= at < len(self.spans) else _NOTHING

    def before(self, back: int = 1) -> Span | None:
        """The span that stands so far before."""
        return self.spans[self.at - back] if self.at >= back else None

    def take(self, *kinds: Awaits) -> Span | None:
        """The waiting word of the first such kind, which waits no more."""
        if self.waiting:
            for kind in kinds:
                if kind in self.waiting:
                    return self.waiting.pop(kind)
        return None

    def take_as(self, kind: Awaits, meaning: type[M]) -> M | None:
        """What the waiting word of that kind means; it waits no more."""
        span = self.take(kind)
        return span.meaning if span and isinstance(span.meaning, meaning) else None

    def awaits(self, *kinds: Awaits) -> bool:
        """Whether a word of one of these kinds waits."""
        return bool(self.waiting) and any(kind in self.waiting for kind in kinds)

    def wait(self, kind: Awaits) -> None:
        """Lets the span wait for what it belongs to. Two of a kind cannot wait at once."""
        if kind in self.waiting:
            self.blame(self.waiting[kind], f"{self.waiting[kind].quoted} belongs to nothing that follows it.")
        self.waiting[kind] = self.span

    def joins(self, kind: OpenList, *signs: Sign) -> bool:
        """Whether the span goes on with a list of that kind, joined to it by one of the signs."""
        return self.open_list is kind and self.joiner in signs

    def settle(self, kind: OpenList) -> None:
        """The span has found its place; a list of that kind is open now.

        A rule that goes by "or" or "versus" clears the joiner itself: nothing else may pass over them.
        """
        if self.joiner in {Sign.OR, Sign.VERSUS}:
            self.blame(self.span, f"What {self.span.quoted} is an alternative to is not clear.")
        self.open_list = kind
        self.joiner, self.stop = None, ""

    def blame(self, span: Span, why: str, choices: tuple[str, ...] = ()) -> None:
        """Notes that a span fits nowhere; the sentence names it, or it is set before the sentence."""
        named = why if span.quoted in why else f"{span.quoted}: {why}"
        self.problems.append(Problem(span.text, named, choices))
