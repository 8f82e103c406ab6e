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
_PEOPLE = Metric("activeUsers")
_REVENUE = Metric("totalRevenue")
_SPEND = frozenset({"spend", "spent"})
_ANOTHER = Metric | Either | Dimension | Ranking | Overview | Unknown


def read_money_made(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, "how much" read as revenue where no other figure is named. Looks at the first words."""
    asked = next((at for at, span in enumerate(spans) if span.meaning is not Sign.FILLER), None)
    if asked is None or spans[asked].text.lower() not in _ASKING:
        return tuple(spans)
    if spent := _spent(spans, asked):
        return spent
    if any(isinstance(span.meaning, _ANOTHER) for span in spans) or not _earned(spans[asked + 1 :]):
        return tuple(spans)
    return (*spans[:asked], spans[asked]._replace(meaning=_REVENUE), *spans[asked + 1 :])


def _spent(spans: Sequence[Span], asked: int) -> tuple[Span, ...]:
    """ "How much did mobile users spend", "how much money did visitors from Spain spend"; none where another asks."""
    verb = next((at for at, span in enumerate(spans) if span.words in _SPEND and isinstance(span.meaning, Unknown)), -1)
    before = [at for at in range(asked + 1, verb) if isinstance(spans[at].meaning, _ANOTHER)]
    money = before[:1] if before and spans[before[0]].words == "money" else []
    others = (span for span in spans[verb + 1 :] if isinstance(span.meaning, Metric | Either | Unknown))
    if (
        spans[asked].words != "how much"
        or [spans[at].meaning for at in before[len(money) :]] != [_PEOPLE]
        or any(others)
    ):
        return ()
    read = list(spans)
    read[asked] = read[asked]._replace(meaning=_REVENUE)
    for at in (*before, verb):
        read[at] = read[at]._replace(meaning=Sign.FILLER)
    return tuple(read)


def _earned(behind: Sequence[Span]) -> bool:
    """ "Did we make"."""
    words: list[str] = []
    for span in behind:
        if span.meaning is not Sign.FILLER:
            break
        words.append(span.text.lower())
    return bool(_EARN.intersection(words))
