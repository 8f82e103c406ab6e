"""What is understood but not to be had: recognised by its words, answered with what can be had instead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from services.orchestrator.understanding.planner import Refused
from services.orchestrator.understanding.readings import readings
from services.orchestrator.understanding.vocabulary import Sign, Span, Topic, Unknown
from services.orchestrator.understanding.vocabulary_of_time import ImpossiblePeriod
from services.orchestrator.understanding.words import key_of

_OFF_SUBJECT = "off the subject"


@dataclass(frozen=True, slots=True)
class _Reply:
    message: str
    suggestions: tuple[str, ...]


class Refusals:
    """The topics of `data/refusals.toml`, in their order."""

    def __init__(self, topics: Sequence[dict[str, Any]], dated: Sequence[str], field_words: Collection[str]) -> None:
        self._replies = {topic["name"]: _Reply(topic["message"], tuple(topic["suggestions"])) for topic in topics}
        self._dated = tuple(dated)
        self._field_words = field_words

    def refusal(self, spans: Sequence[Span]) -> Refused | None:
        """Why the question is refused, None where it is not."""
        touched = {span.meaning.name for span in spans if isinstance(span.meaning, Topic)}
        for name, reply in self._replies.items():
            if name in touched:
                return Refused(reply.message, reply.suggestions, readings(spans))
        for span in spans:
            if isinstance(span.meaning, ImpossiblePeriod) and span.meaning.refused:
                return self.without_data(span.meaning.why, spans)
        if self._is_about_nothing_here(spans):
            reply = self._replies[_OFF_SUBJECT]
            return Refused(reply.message, reply.suggestions, readings(spans))
        return None

    def without_data(self, why: str, spans: Sequence[Span]) -> Refused:
        """The refusal of a period that GA4 has no data of."""
        return Refused(why, self._dated, readings(spans))

    def _is_about_nothing_here(self, spans: Sequence[Span]) -> bool:
        """Whether several words are unknown and none stands in any name of the field."""
        said = [span for span in spans if not isinstance(span.meaning, Sign)]
        return len(said) > 1 and all(
            isinstance(span.meaning, Unknown) and key_of(span.text) not in self._field_words for span in said
        )
