"""Reads "-wise" behind a figure or a field, and "level" and "basis" behind a field: "how did we do revenue-wise"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Overview, Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_WISE = "wise"
_LEVELS = frozenset({"level", "basis"})


@of_spans({_WISE, *_LEVELS})
def read_wise(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans; such a figure ranks the rows or is the only one, "country-wise", "at country level" are by country."""
    read = list(spans)
    for at, span in enumerate(spans):
        is_level = span.words in _LEVELS
        if not at or not (is_level or (span.words == _WISE and isinstance(span.meaning, Unknown))):
            continue
        before = read[at - 1].meaning
        if isinstance(before, Dimension):
            read[at - 1] = read[at - 1]._replace(meaning=replace(before, breaks_down=True))
        elif is_level or not isinstance(before, Metric) or not _tells_in_what(spans):
            continue
        else:
            read = [each._replace(meaning=Sign.FILLER) if _asks_how(each) else each for each in read]
        read[at] = span._replace(meaning=Sign.FILLER)
    return tuple(read)


def _tells_in_what(spans: Sequence[Span]) -> bool:
    figures = sum(isinstance(span.meaning, Metric) for span in spans)
    return figures == 1 or any(isinstance(span.meaning, Ranking) for span in spans)


def _asks_how(span: Span) -> bool:
    return isinstance(span.meaning, Overview)
