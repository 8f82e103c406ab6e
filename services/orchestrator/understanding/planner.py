"""The seam between a question and its plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.orchestrator.understanding.lexicon.definitions import NO_DEFINITIONS, Definitions
from services.orchestrator.understanding.plan import Plan


@dataclass(frozen=True, slots=True)
class QuestionContext:
    """What a question's meaning depends on besides its words."""

    today: date
    """Today in the property's time zone."""

    definitions: Definitions = NO_DEFINITIONS
    """What the property has defined itself, by whose display names questions may ask."""

    realtime_minutes: int = 30
    """How far back the property's realtime reports reach."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one stretch of the question was read.

    `slot` is a short word for the part of the plan ("metric", "period", "filler"), `meaning` what the words were
    taken for, in GA4's names and absolute dates.
    """

    words: str
    slot: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Understood:
    """The question has exactly one meaning.

    `canonical_question` says the plan in words and is equal for equal plans; `assumptions` are whole sentences.
    """

    plan: Plan
    query_hash: str
    canonical_question: str
    assumptions: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedsClarification:
    """Part of the question was not understood; `message` names the part and asks back."""

    message: str
    suggestions: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Understood, but not to be had; `message` says why, `suggestions` what can be had instead."""

    message: str
    suggestions: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()


Understanding = Understood | NeedsClarification | Refused


class Planner(Protocol):
    """Turns a question into a plan. Pure: no I/O, no clock, equal results for equal arguments."""

    def understand(self, question: str, context: QuestionContext) -> Understanding:
        """Reads any text of up to 2,000 characters in bounded time. Never raises."""
        ...
