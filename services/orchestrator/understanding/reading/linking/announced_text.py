"""Passes over words that only announce a text: "containing the word webinar"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.vocabulary import Link, Meaning, Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans, word_by_word

_BEFORE_TEXT = frozenset({Link("with"), Sign.NOT, Sign.CONTAINS, Sign.STARTS_WITH, Sign.ENDS_WITH, Sign.EQUALS})
_TEXT = frozenset({"word", "words", "phrase", "term", "text", "string"})


@of_spans(_TEXT)
@word_by_word
def read_announced_text(spans: Sequence[Span], at: int) -> Meaning | None:
    """Such a word is filler."""
    said = spans[at].words in _TEXT and isinstance(spans[at].meaning, Unknown)
    return Sign.FILLER if said and _announces(spans, at) else None


def _announces(spans: Sequence[Span], at: int) -> bool:
    """Whether "the" stands before it behind what leads to a text, and a word behind it: "text mining" is a text."""
    before = at - 1
    articles = 0
    while before >= 0 and spans[before].meaning is Sign.FILLER:
        articles += spans[before].text.lower() == "the"
        before -= 1
    behind = next((span for span in spans[at + 1 :] if span.meaning is not Sign.FILLER), None)
    return bool(articles) and before >= 0 and spans[before].meaning in _BEFORE_TEXT and behind is not None
