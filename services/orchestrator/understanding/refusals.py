"""What is understood but not to be had: recognised by its words and shape, answered with what can be had instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, LiteralKind, Metric
from services.orchestrator.understanding.lexicon.other_languages import OtherLanguages
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Topic, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import ImpossiblePeriod
from services.orchestrator.understanding.planner import Refused
from services.orchestrator.understanding.reading.words import key_of
from services.orchestrator.understanding.saying.readings import readings
from services.orchestrator.understanding.shapes import Shapes

_OFF_SUBJECT = "off the subject"
_ANOTHER_LANGUAGE = "another language"
_AROUND = frozenset({Sign.FILLER, Sign.FRAMING, Sign.COMMA})


@dataclass(frozen=True, slots=True)
class _Topic:
    message: str
    suggestions: tuple[str, ...]
    shapes: Shapes
    cased: Shapes
    """Shapes with capitals of their own; the others are of words in lower case."""
    only_alone: bool
    anywhere: bool

    def is_in(self, said: str, lower: str) -> bool:
        return self.shapes.are_in(lower) or self.cased.are_in(said)

    def refused(self, spans: Sequence[Span]) -> Refused:
        return Refused(self.message, self.suggestions, readings(spans))


class Refusals:
    """The topics of `data/refusals.toml`, in their order."""

    def __init__(
        self,
        tables: Mapping[str, Any],
        dated: Sequence[str],
        field_words: Collection[str],
        languages: OtherLanguages,
    ) -> None:
        company = f"(?:{'|'.join(tables['companies'])})"
        site = rf"(?:\w+\.)?{company}(?:\.[a-z]{{2,3}}){{1,2}}(?![\w/])"
        named = {"<company>": f"(?:{site}|{company})", "<company site>": site}
        self._topics = {topic["name"]: _topic(topic, named, field_words) for topic in tables["topic"]}
        self._dated = tuple(dated)
        self._field_words = field_words
        self._languages = languages

    def refusal(self, spans: Sequence[Span]) -> Refused | None:
        """Why the question is refused, None where it is not."""
        request = [span for span in spans if span.meaning is not Sign.FRAMING]
        said = _said(spans)
        asked = said if len(request) == len(spans) else _said(request)
        texts = {True: (said, said.lower()), False: (asked, asked.lower())}
        touched = {span.meaning.name for span in spans if isinstance(span.meaning, Topic)}
        names_a_field = any(isinstance(span.meaning, Metric | Dimension | Either) for span in spans)
        for name, topic in self._topics.items():
            if name in touched and not (topic.only_alone and names_a_field):
                return topic.refused(spans)
            if topic.is_in(*texts[topic.anywhere]):
                return topic.refused(spans)
        for span in spans:
            if isinstance(span.meaning, ImpossiblePeriod) and span.meaning.refused:
                return self.without_data(span.meaning.why, spans)
        if self._languages.is_another(spans):
            return self._topics[_ANOTHER_LANGUAGE].refused(spans)
        if self._is_about_nothing_here(spans):
            return self._topics[_OFF_SUBJECT].refused(spans)
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


def without_topics(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of a question that is not refused: words of a topic are then words that are asked about."""
    return tuple(span._replace(meaning=Unknown()) if isinstance(span.meaning, Topic) else span for span in spans)


def _topic(table: Mapping[str, Any], named: Mapping[str, str], common: Collection[str]) -> _Topic:
    shapes = [_written_out(shape, named) for shape in table.get("shapes", ())]
    return _Topic(
        table["message"],
        tuple(table["suggestions"]),
        Shapes([shape for shape in shapes if "[A-Z]" not in shape], common),
        Shapes([shape for shape in shapes if "[A-Z]" in shape], common),
        table.get("only_alone", False),
        table.get("anywhere", False),
    )


def _written_out(shape: str, named: Mapping[str, str]) -> str:
    for name, pattern in named.items():
        shape = shape.replace(name, pattern)
    return shape


def _said(spans: Sequence[Span]) -> str:
    """The words behind what stands before the request, a space between any two spans; quoted text is left out.

    None stands around an "@" that touches both words: an address, and no handle.
    """
    first = next((at for at, span in enumerate(spans) if span.meaning not in _AROUND), len(spans))
    said = " ".join('""' if _is_quoted(span) else span.text for span in spans[first:])
    touches = any(
        one.end == at.start and at.end == other.start
        for one, at, other in zip(spans[first:], spans[first + 1 :], spans[first + 2 :], strict=False)
        if at.text == "@"
    )
    return said.replace(" @ ", "@") if touches else said


def _is_quoted(span: Span) -> bool:
    return isinstance(span.meaning, Literal) and span.meaning.kind is LiteralKind.QUOTED and span.text[:1] == '"'
