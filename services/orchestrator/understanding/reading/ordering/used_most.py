"""Reads "most" behind what people use as the order of those rows: "which browsers do people use most"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans

_PEOPLE = Metric("activeUsers")
_ENDS = frozenset({None, Sign.COMMA, Sign.FRAMING})


@of_spans({Ranking}, {Sign.WHICH}, {"activeUsers"})
def read_used_most(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, the people as filler there. Linear in their number."""
    most = next((at for at, span in enumerate(spans) if _is_bare(span.meaning)), 0)
    people = before_filler(spans, most - 1)
    rows = before_filler(spans, people - 1)
    asked = before_filler(spans, rows - 1)
    behind = meaning_at(spans, past_filler(spans, most + 1))
    verb = people < most - 1
    if asked < 0 or not verb or spans[people].meaning != _PEOPLE or spans[asked].meaning is not Sign.WHICH:
        return tuple(spans)
    ends = behind in _ENDS or isinstance(behind, Period | Link)
    ranking = spans[most].meaning
    if not ends or not isinstance(spans[rows].meaning, Dimension) or not isinstance(ranking, Ranking):
        return tuple(spans)
    read = list(spans)
    read[people] = read[people]._replace(meaning=Sign.FILLER)
    used = replace(ranking, style=Style.TOP, metric=_PEOPLE, stands_behind=True)
    read[most] = read[most]._replace(meaning=used)
    return tuple(read)


def _is_bare(meaning: object) -> bool:
    return isinstance(meaning, Ranking) and meaning.style is Style.MOST and meaning.metric is None
