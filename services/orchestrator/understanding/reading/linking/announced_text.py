"""Passes over words that only announce a text: "containing the word webinar"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_BEFORE_TEXT = frozenset({Link("with"), Sign.NOT, Sign.CONTAINS, Sign.STARTS_WITH, Sign.ENDS_WITH, Sign.EQUALS})
_TEXT = frozenset({"word", "words", "phrase", "term", "text", "string"})


@of_spans(_TEXT)
def read_announced_text(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.text.lower() in _TEXT and isinstance(span.meaning, Unknown) and _announces(spans, at):
            read[at] = span._replace(meaning=Sign.FILLER)
    return tuple(read)


def _announces(spans: Sequence[Span], at: int) -> bool:
    """Whether "the" stands before it behind what leads to a text, and a word behind it: "text mining" is a text."""
    before = at - 1
    articles = 0
    while before >= 0 and spans[before].meaning is Sign.FILLER:
        articles += spans[before].text.lower() == "the"
        before -= 1
    behind = next((span for span in spans[at + 1 :] if span.meaning is not Sign.FILLER), None)
    return bool(articles) and before >= 0 and spans[before].meaning in _BEFORE_TEXT and behind is not None
