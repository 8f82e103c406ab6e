"""Reads a question after what was earned as one for revenue: "how much did we make last week"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Overview, Sign, Span, Unknown

_ASKING = frozenset({"how much", "what"})
_EARN = frozenset(
    {"make", "made", "earn", "earned", "bring in", "brought in", "take in", "took in", "rake in", "raked in"}
)
_ANOTHER = Metric | Either | Dimension | Ranking | Overview | Unknown


def read_money_made(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, "how much" read as revenue where no other figure is named. Looks at the first words."""
    asked = next((at for at, span in enumerate(spans) if span.meaning is not Sign.FILLER), None)
    if asked is None or spans[asked].text.lower() not in _ASKING:
        return tuple(spans)
    if any(isinstance(span.meaning, _ANOTHER) for span in spans) or not _earned(spans[asked + 1 :]):
        return tuple(spans)
    return (*spans[:asked], spans[asked]._replace(meaning=Metric("totalRevenue")), *spans[asked + 1 :])


def _earned(behind: Sequence[Span]) -> bool:
    """ "Did we make"."""
    words: list[str] = []
    for span in behind:
        if span.meaning is not Sign.FILLER:
            break
        words.append(span.text.lower())
    return bool(_EARN.intersection(words))
