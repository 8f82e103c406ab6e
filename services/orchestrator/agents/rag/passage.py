"""What notes are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.understanding.plan import DateRange


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a note under one heading. `fields` are the GA4 API names that it explains."""

    title: str
    text: str
    source: str
    fields: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """Title and text, as they are placed in the space of meanings."""
        return f"{self.title}. {self.text}"

    def as_note(self) -> answer_pb2.Note:
        """The passage as it stands in an answer."""
        return answer_pb2.Note(title=self.title, text=self.text, source=self.source)


@dataclass(frozen=True, slots=True)
class Annotation:
    """What happened to a property from `start` to `end`, both included."""

    start: date
    end: date
    passage: Passage

    def touches(self, period: DateRange) -> bool:
        """Whether it shares a day with the period."""
        return self.start <= period.end and period.start <= self.end
