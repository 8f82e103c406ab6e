"""The names of a catalogue's fields as words of questions: as GA4 writes them, and as people write GA4's names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.orchestrator.understanding.lexicon.catalogue import Catalogue, Field
from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.lexicon import Lexicon, plurals
from services.orchestrator.understanding.lexicon.vocabulary import Meaning

_WITHIN_A_NAME = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=[0-9])")


def add_catalogue(lexicon: Lexicon[Meaning], catalogue: Catalogue) -> None:
    """Adds every field by all its names; a name that already means something keeps its meaning."""
    for name, metric in catalogue.metrics.items():
        for phrase in names_of(metric):
            lexicon.add(phrase, Metric(name), yields=True)
        if metric.additive and not metric.ui_name.lower().startswith("total"):
            lexicon.add(f"total {metric.ui_name}", Metric(name), yields=True)
    for name, dimension in catalogue.dimensions.items():
        for phrase in names_of(dimension):
            # "Is key events compatible" names a figure, not "is key event".
            for form in (phrase,) if phrase.lower().startswith("is ") else plurals(phrase):
                lexicon.add(form, Dimension(name, scoped=says_scope(phrase), plural=form != phrase), yields=True)


def names_of(field: Field) -> Iterator[str]:
    """ "sessionSource", "Session source", "session_source", "session source", and the names GA4 gave up."""
    yield field.api_name
    yield field.ui_name
    yield from field.former_names
    parts = _WITHIN_A_NAME.sub(" ", field.api_name).lower()
    yield parts
    yield parts.replace(" ", "_")


def says_scope(phrase: str) -> bool:
    """Whether the words say whose traffic source is meant."""
    return phrase.lower().startswith(("session", "first", "event scoped", "event source"))
