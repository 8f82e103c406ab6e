"""What stands at a place, and what stands beside it past the words that mean nothing."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.vocabulary import Meaning, Sign, Span

EMPTY_WORDS = frozenset(
    {"please", "pleas", "pls", "plz", "kindly", "thanks", "thank you", "thx"}
    | {"the", "a", "an", "our", "my", "we", "you", "me"}
)
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


def meaning_at(spans: Sequence[Span], at: int) -> Meaning | None:
    """What the span there means; None before the first and behind the last."""
    return spans[at].meaning if 0 <= at < len(spans) else None


def meaning_before(spans: Sequence[Span], at: int) -> Meaning | None:
    """What the last span before it means that is no filler."""
    return meaning_at(spans, before_filler(spans, at - 1))


def meaning_behind(spans: Sequence[Span], at: int) -> Meaning | None:
    """What the next span behind it means that is no filler."""
    return meaning_at(spans, past_filler(spans, at + 1))
