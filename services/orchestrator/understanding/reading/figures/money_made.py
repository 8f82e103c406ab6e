"""Reads a question after what was earned as one for revenue: "how much did we make last week"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Overview, Sign, Span, Unknown
from services.orchestrator.understanding.reading.step import of_spans

_ASKING = frozenset({"how much", "what"})
_EARN = frozenset(
    {
        "make", "made", "earn", "earned", "bring in", "brought in", "take in", "took in", "rake in", "raked in", "take",
        "took", "taken", "gross", "grossed", "pull in", "pulled in",
    }
)  # fmt: skip
_HELPING = frozenset({"did", "do", "does", "have", "has", "had", "we", "we've"})
_PEOPLE = Metric("activeUsers")
_REVENUE = Metric("totalRevenue")
_ONE = frozenset({"user", "visitor", "person"})
_OF_ONE = Metric("averageRevenuePerUser")
""" "How much does a user spend"."""

_SPEND = frozenset({"spend", "spent"})
_ANOTHER = Metric | Either | Dimension | Ranking | Overview | Unknown


@of_spans(_ASKING, _EARN | _SPEND)
def read_money_made(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, "how much" read as revenue where no other figure is named. Looks at the first words."""
    asked = next((at for at, span in enumerate(spans) if span.meaning is not Sign.FILLER), None)
    if asked is None or spans[asked].text.lower() not in _ASKING:
        return tuple(spans)
    if spent := _spent(spans, asked):
        return spent
    verb = _earned(spans, asked + 1)
    others = (span for at, span in enumerate(spans) if at != verb)
    if not verb or any(isinstance(span.meaning, _ANOTHER) for span in others):
        return tuple(spans)
    read = list(spans)
    read[asked], read[verb] = spans[asked]._replace(meaning=_REVENUE), spans[verb]._replace(meaning=Sign.FILLER)
    return tuple(read)


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
    one = spans[before[-1]].words in _ONE
    read[asked] = read[asked]._replace(meaning=_OF_ONE if one else _REVENUE)
    for at in (*before, verb):
        read[at] = read[at]._replace(meaning=Sign.FILLER)
    return tuple(read)


def _earned(spans: Sequence[Span], at: int) -> int:
    """Where "make" stands in "(how much) did we make", "did email make us"; 0 where something else is asked."""
    helped = False
    for place in range(at, len(spans)):
        span = spans[place]
        if span.words in _EARN and (helped or span.meaning is Sign.FILLER):
            return place
        if span.meaning is not Sign.FILLER and not (helped and isinstance(span.meaning, Value)):
            return 0
        helped = helped or not _HELPING.isdisjoint(span.words.split())
    return 0
