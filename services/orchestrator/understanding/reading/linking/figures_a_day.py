"""Reads "a day" behind a figure as by day: "how many views a month came from Belgium"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.filler import meaning_at, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans

_GRAINS = frozenset({"hour", "day", "week", "month", "quarter", "year"})
_ARTICLES = frozenset({"a", "an"})


@of_spans(_ARTICLES, _GRAINS, {Dimension})
def read_figures_a_day(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such an article as "each". "A week before Easter" tells a time. Linear in their number."""
    read = list(spans)
    for at in range(2, len(spans)):
        article = spans[at - 1]
        if (
            article.words in _ARTICLES
            and spans[at].words in _GRAINS
            and isinstance(spans[at].meaning, Dimension)
            and isinstance(spans[at - 2].meaning, Metric)
            and not _leads_to_a_time(spans, at + 1)
        ):
            read[at - 1] = article._replace(meaning=Sign.EACH)
    return tuple(read)


def _leads_to_a_time(spans: Sequence[Span], at: int) -> bool:
    """ "(A week) from today", "(a month) before Christmas"."""
    behind = meaning_at(spans, past_filler(spans, at))
    if behind == Link("from"):
        return isinstance(meaning_at(spans, past_filler(spans, past_filler(spans, at) + 1)), Period)
    return isinstance(behind, Unknown)
