"""Tells words that point at one of several, "the last campaign", from the name that one has."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.vocabulary import Span

_POINTING = frozenset(
    {
        "last", "latter", "former", "next", "previous", "prior", "past", "earlier", "later", "recent", "current",
        "present", "ongoing", "running", "upcoming", "coming", "new", "newer", "old", "older", "same", "other",
        "another", "different", "main", "usual", "original", "biggest", "best", "worst", "worse", "better",
        "bigger", "smaller", "failed", "failing", "successful", "unsuccessful", "expensive", "cheap", "cheaper",
        "big", "small", "great", "good", "bad", "live", "paused", "finished", "ended", "planned", "following",
        "mentioned", "most", "recently", "newly", "launched", "started", "second", "third", "latest", "newest",
        "oldest", "earliest", "largest", "smallest", "cheapest", "priciest", "costliest", "highest", "lowest",
        "strongest", "weakest", "longest", "shortest", "richest", "poorest", "busiest", "quietest",
        "fastest", "slowest",
    }
)  # fmt: skip
"""Words by which one of several is told that has a name besides."""


def points_at_one(said: Sequence[Span]) -> bool:
    """ "The last (campaign)", "the cheapest": which one the asker knows; not "the new year", a name."""
    words = [word for span in said for word in span.words.split()]
    return all(word in _POINTING for word in words)
