"""Asks what "in it" and "from here" point at where the question names nothing that they could."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Value
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans

_POINTING = frozenset({"it", "here", "there"})
_LEADING = frozenset(map(Link, ("in", "from", "on", "to", "via", "for", "of", "with")))
_BEHIND = frozenset({Sign.COMMA, Sign.BY, Sign.EACH, Sign.NEXT, Sign.FRAMING, Sign.AND})


@of_spans(_POINTING)
def read_words_that_point(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such a word as one that is not known. Linear in their number."""
    at = next((at for at in range(1, len(spans)) if _points(spans, at)), -1)
    if at < 0 or any(_can_be_pointed_at(span) for span in spans[: at - 1]):
        return tuple(spans)
    return (*spans[:at], spans[at]._replace(meaning=Unknown()), *spans[at + 1 :])


def _points(spans: Sequence[Span], at: int) -> bool:
    if (
        spans[at].meaning is not Sign.FILLER
        or spans[at].words not in _POINTING
        or spans[at - 1].meaning not in _LEADING
    ):
        return False
    behind = spans[at + 1].meaning if at + 1 < len(spans) else Sign.COMMA
    return isinstance(behind, Period | Link) or behind in _BEHIND or spans[at + 1].text in {"?", "!"}


def _can_be_pointed_at(span: Span) -> bool:
    """A value, a field, or a word of which only an aside could make sense."""
    return isinstance(span.meaning, Value | Literal | Dimension | Unknown) or "site" in span.words
