"""Reads what is done most to items as what ranks them: "which items were added to cart the most"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number, Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span

_ITEMS = frozenset({"items", "products"})
_OFTEN = frozenset({"often", "frequently"})


def read_most_done(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such figures read as a top list of what they are of. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        counted = _counted_items(span)
        asked = _asked(spans, at) if counted else None
        most = _most(spans, at + 1) if counted else None
        if counted is None or asked is None or most is None:
            continue
        descending, end = most
        read[asked] = spans[asked]._replace(meaning=Ranking(descending, Style.TOP))
        read[at] = span._replace(meaning=replace(counted, listed_by="itemName"))
        read[at + 1 : end] = [said._replace(meaning=Sign.FILLER) for said in spans[at + 1 : end]]
    return tuple(read)


def _counted_items(span: Span) -> Metric | None:
    items = isinstance(span.meaning, Metric) and " " in span.text and span.text.lower().split()[0] in _ITEMS
    return span.meaning if items and isinstance(span.meaning, Metric) else None


def _asked(before: Sequence[Span], at: int) -> int | None:
    """Where "which" stands: "which 5 items"."""
    at -= 1
    while at >= 0 and (before[at].meaning is Sign.FILLER or isinstance(before[at].meaning, Number)):
        at -= 1
    return at if at >= 0 and before[at].meaning is Sign.WHICH else None


def _most(spans: Sequence[Span], at: int) -> tuple[bool, int] | None:
    """Whether the degree that stands there descends, and where it ends: "the most", "least often"."""
    if at >= len(spans) or not isinstance(most := spans[at].meaning, Ranking):
        return None
    if most.style is not Style.MOST or most.metric:
        return None
    at += 1
    if at < len(spans) and spans[at].text.lower() in _OFTEN:
        return most.descending, at + 1
    return None if at < len(spans) and isinstance(spans[at].meaning, Metric | Dimension) else (most.descending, at)
