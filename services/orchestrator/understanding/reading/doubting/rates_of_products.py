"""Finds rates of visits asked of products, which have rates of their own: "conversion rate by product"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Span
from services.orchestrator.understanding.reading.step import of_spans

_RATES = frozenset({"sessionKeyEventRate", "userKeyEventRate"})
_OF_VISITS = "key event"
_CHOICES = ("purchase to view rate", "cart to view rate", "session key event rate", "user key event rate")


@of_spans({Dimension}, _RATES)
def read_rates_of_products(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such rates as what is asked back where products are what rows are of. Linear in their number."""
    products = any(isinstance(span.meaning, Dimension) and span.meaning.name.startswith("item") for span in spans)
    return tuple(span._replace(meaning=Ambiguous(_CHOICES)) if products and _is_open(span) else span for span in spans)


def _is_open(span: Span) -> bool:
    is_rate = isinstance(span.meaning, Metric) and span.meaning.name in _RATES
    return is_rate and _OF_VISITS not in span.words
