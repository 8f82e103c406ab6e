"""Passing over the words that mean nothing, to the next that does."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span

EMPTY_WORDS = frozenset({"please", "kindly", "thanks", "the", "a", "an", "our", "my", "we", "you", "me"})
"""Fillers that may stand between any words; of others something may be made."""


def past_filler(spans: Sequence[Span], at: int) -> int:
    """The first place from `at` on that is no filler; the number of spans where all of them are."""
    while at < len(spans) and spans[at].meaning is Sign.FILLER:
        at += 1
    return at


def before_filler(spans: Sequence[Span], at: int) -> int:
    """The last place up to `at` that is no filler; -1 where all of them are."""
    while at >= 0 and spans[at].meaning is Sign.FILLER:
        at -= 1
    return at
