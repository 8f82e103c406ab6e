"""A metric as the narrative speaks of it."""

from __future__ import annotations

from dataclasses import dataclass

from headrace.orchestrator.v1.answer_pb2 import Unit
from services.orchestrator.agents.reporting.numbers import quantity
from services.orchestrator.agents.reporting.wording import countable, singular, within_sentence


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric column. `additive` says whether the values of rows may be added up: those of users may not."""

    api_name: str
    label: str
    unit: Unit.ValueType
    additive: bool
    currency_code: str

    @property
    def name(self) -> str:
        """Its label within a sentence."""
        return within_sentence(self.label)

    @property
    def counted(self) -> bool:
        """Whether there are so many of it, as of sessions, rather than it being so much, as revenue is."""
        return self.unit in {Unit.UNIT_COUNT, Unit.UNIT_NUMBER} and countable(self.label)

    def figure(self, value: float) -> str:
        """The value alone, for example "1,234" or "45.2%"."""
        return quantity(value, self.unit, self.currency_code)

    def phrase(self, value: float) -> str:
        """The value with the metric's name, for example "1 session", "no sessions" or "engagement rate 45.2%"."""
        if not self.counted:
            return f"{self.name} {self.figure(value)}"
        if value == 0:
            return f"no {self.name}"
        return f"{self.figure(value)} {within_sentence(singular(self.label)) if value == 1 else self.name}"
