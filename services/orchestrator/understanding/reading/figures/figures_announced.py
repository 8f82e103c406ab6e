"""Reads words that say how many figures follow: filler where so many do, "two numbers for last week: …"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.filler import meaning_before
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number
from services.orchestrator.understanding.lexicon.vocabulary import Announced, Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_NOUNS = frozenset(
    {"number", "numbers", "figure", "figures", "metric", "metrics", "kpi", "kpis", "value", "values", "stat", "stats"}
)
_OPENS = frozenset({None, Sign.COMMA, Sign.FRAMING, Sign.NEXT})


@of_spans({Number}, _NOUNS)
def read_figures_announced(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read so. Linear in their number."""
    counted = next((at for at, span in enumerate(spans) if isinstance(span.meaning, Number)), -1)
    if counted < 0 or not _announces(spans, counted):
        return tuple(spans)
    figures = {span.meaning for span in spans[counted + 2 :] if isinstance(span.meaning, Metric)}
    count = int(number.value) if isinstance(number := spans[counted].meaning, Number) else 0
    if count == 1 != len(figures):
        return tuple(spans)
    read = list(spans)
    read[counted + 1] = read[counted + 1]._replace(meaning=Sign.FILLER)
    read[counted] = read[counted]._replace(meaning=Sign.FILLER if count == len(figures) else Announced(count))
    return tuple(read)


def _announces(spans: Sequence[Span], at: int) -> bool:
    """Whether the number opens the request, and what it counts are figures."""
    if meaning_before(spans, at) not in _OPENS:
        return False
    noun = spans[at + 1] if at + 1 < len(spans) else None
    is_noun = noun is not None and (noun.meaning is Sign.FILLER or isinstance(noun.meaning, Unknown))
    return noun is not None and is_noun and noun.words.split()[0].rstrip(":") in _NOUNS
