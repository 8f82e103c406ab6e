"""Tells words that count what people do, and not the people: "how often"."""

from __future__ import annotations

from services.orchestrator.understanding.lexicon.vocabulary import Span

_TIMES = ("how often", "how frequently", "how many times", "number of times")


def counts_times(span: Span) -> bool:
    """Whether the words are such."""
    return span.words.endswith(_TIMES)
