"""Reads customers of whom it is said that they buy as people: "how many customers bought something"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Deed, Metric
from services.orchestrator.understanding.lexicon.filler import past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Span
from services.orchestrator.understanding.reading.step import of_spans

_CUSTOMERS = frozenset({"customers", "customer"})
_BUYING = "purchase"


@of_spans(_CUSTOMERS, {Deed})
def read_customers(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, so read: those who buy are the same whether customers are all users or all buyers."""
    read = list(spans)
    for at, span in enumerate(spans):
        if not isinstance(span.meaning, Ambiguous) or span.words not in _CUSTOMERS:
            continue
        behind = past_filler(spans, at + 1)
        done = spans[behind].meaning if behind < len(spans) else None
        if isinstance(done, Deed) and done.value == _BUYING:
            read[at] = span._replace(meaning=Metric("activeUsers"))
    return tuple(read)
