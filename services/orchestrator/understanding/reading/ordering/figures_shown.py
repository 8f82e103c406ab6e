"""Reads words for what rows show as "with their": "campaigns by revenue, showing sessions", "show users too"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.filler import past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Direction, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.reading.step import of_spans

_SHOWING = frozenset({"showing", "displaying", "listing", "giving", "stating", "showing me", "giving me"})
_SHOW = frozenset({"show", "display", "include", "including", "list", "give", "show me", "give me", "state"})
_THEN = frozenset({"then", "and then", "followed by"})
_JOINTS = frozenset({Sign.AND, Sign.COMMA})
_BY = frozenset({Sign.BY, Sign.SORTED_BY})


@of_spans(_SHOWING | _SHOW | {"then", "followed"})
def read_figures_shown(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read so where rows are listed before them. Linear in their number."""
    read = list(spans)
    listed = ordered = False
    for at, span in enumerate(spans):
        shows = span.words in _SHOWING or (span.words in _SHOW and ordered and spans[at - 1].meaning in _JOINTS)
        if listed and shows and _is_figure(spans, at + 1):
            read[at] = span._replace(meaning=Link("their"))
            if spans[at - 1].meaning is Sign.AND:
                read[at - 1] = spans[at - 1]._replace(meaning=Sign.FILLER)
        elif ordered and span.words in _THEN and _joins_figures(spans, at):
            # "Sorted by sessions then revenue".
            read[at] = span._replace(meaning=Sign.AND)
        listed = listed or (isinstance(span.meaning, Dimension) and span.meaning.plural)
        ordered = ordered or isinstance(span.meaning, Direction | Ranking) or _sorts(spans, at)
    return tuple(read)


def _joins_figures(spans: Sequence[Span], at: int) -> bool:
    return all(isinstance(span.meaning, Metric) for span in spans[at - 1 : at + 2 : 2]) and at + 1 < len(spans)


def _is_figure(spans: Sequence[Span], at: int) -> bool:
    at = past_filler(spans, at)
    if at < len(spans) and (spans[at].meaning is Sign.COUNT or spans[at].meaning == Link("their")):
        at = past_filler(spans, at + 1)
    return at < len(spans) and isinstance(spans[at].meaning, Metric)


def _sorts(spans: Sequence[Span], at: int) -> bool:
    return any(
        by.meaning in _BY and isinstance(figure.meaning, Metric) for by, figure in pairwise(spans[at - 1 : at + 1])
    )
