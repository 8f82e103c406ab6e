"""Reads customers of whom it is said that they buy as people: "how many customers bought something"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Deed, Metric
from services.orchestrator.understanding.lexicon.filler import meaning_behind
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Span
from services.orchestrator.understanding.reading.step import of_spans, word_by_word

_CUSTOMERS = frozenset({"customers", "customer"})
_BUYING = "purchase"


@of_spans(_CUSTOMERS, {Deed})
@word_by_word
def read_customers(spans: Sequence[Span], at: int) -> Metric | None:
    """So read: those who buy are the same whether customers are all users or all buyers."""
    if not isinstance(spans[at].meaning, Ambiguous) or spans[at].words not in _CUSTOMERS:
        return None
    done = meaning_behind(spans, at)
    return Metric("activeUsers") if isinstance(done, Deed) and done.value == _BUYING else None
