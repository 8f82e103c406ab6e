"""Chooses the words that a plan is said in: such as the lexicon reads back as the very same field or value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.lexicon.vocabulary import Meaning
from services.orchestrator.understanding.reading.words import clean, split
from services.orchestrator.understanding.saying.fields import Labels


def choose_labels(
    lexicon: Lexicon[Meaning],
    phrases: Iterable[tuple[str, Meaning]],
    catalogue: Catalogue,
    dimension_words: dict[str, list[str]],
) -> Labels:
    """Labels for all fields of the catalogue and all single values of the lexicon, whose `phrases` are given."""
    fields: dict[str, str] = {}
    for name, metric in catalogue.metrics.items():
        fields[name] = _first_read_as(lexicon, Metric(name), (_sentence_case(metric.ui_name), name))
    for name, dimension in catalogue.dimensions.items():
        said = (*dimension_words.get(name, ())[:1], _sentence_case(dimension.ui_name), name)
        fields[name] = _first_read_as(lexicon, Dimension(name), said)
    values = {
        (meaning.dimension, meaning.values[0].lower()): meaning.values[0]
        for meaning in {meaning for _, meaning in phrases if isinstance(meaning, Value) and not meaning.adjective}
        if len(meaning.values) == 1 and _read(lexicon, meaning.values[0]) == meaning
    }
    events = frozenset(meaning.event for _, meaning in phrases if isinstance(meaning, Metric) and meaning.event)
    return Labels(fields, values, events)


def known_spellings(phrases: Iterable[tuple[str, Meaning]]) -> dict[tuple[str, str], str]:
    """GA4's spelling of all values of the lexicon, by dimension and lower-case value."""
    return {
        (meaning.dimension, value.lower()): value
        for _, meaning in phrases
        if isinstance(meaning, Value)
        for value in meaning.values
    }


def _first_read_as(lexicon: Lexicon[Meaning], wanted: Metric | Dimension, phrases: tuple[str, ...]) -> str:
    for phrase in phrases:
        meaning = _read(lexicon, phrase)
        if isinstance(meaning, type(wanted)) and meaning.name == wanted.name and not getattr(meaning, "event", ""):
            return phrase
    return phrases[-1]


def _read(lexicon: Lexicon[Meaning], phrase: str) -> Any:
    words = split(clean(phrase))
    found = lexicon.longest(words, 0)
    return found[1] if found and found[0] == len(words) else None


def _sentence_case(name: str) -> str:
    """GA4's name within a sentence: "Active users" is "active users", "ARPU" stays."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name
