"""Reads words with hyphens between them as one text where a text stands: "pages containing open-day"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.filler import meaning_at, meaning_before, past_filler
from services.orchestrator.understanding.lexicon.texts import become_text
from services.orchestrator.understanding.lexicon.vocabulary import MATCHING, Link, Span
from services.orchestrator.understanding.reading.step import of_text

_HYPHEN = "-"


@of_text()
def read_hyphenated_texts(question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words joined. Linear in their number."""
    if _HYPHEN not in question:
        return tuple(spans)
    read = list(spans)
    at = 0
    while at < len(read):
        last = at
        while last + 1 < len(read) and question[read[last].end : read[last + 1].start] == _HYPHEN:
            last += 1
        if last > at and _is_text(read, at, last):
            become_text(question, read, at, last)
        at += 1
    return tuple(read)


def _is_text(spans: Sequence[Span], first: int, last: int) -> bool:
    """ "Containing open-day", "with open-day in the path"."""
    led = meaning_before(spans, first)
    named_behind = meaning_at(spans, past_filler(spans, last + 1)) == Link("in")
    return led in MATCHING or (led == Link("with") and named_behind)
