"""Reads a figure and "per user" apart from it as one: "how much revenue did we make per user"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Either, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.reading.step import of_spans

_USERS = frozenset({"user", "visitor"})
_SESSIONS = frozenset({"session", "visit"})
_PER = {
    "totalRevenue": {"averageRevenuePerUser": _USERS},
    "sessions": {"sessionsPerUser": _USERS},
    "screenPageViews": {"screenPageViewsPerUser": _USERS, "screenPageViewsPerSession": _SESSIONS},
    "eventCount": {"eventCountPerUser": _USERS, "eventsPerSession": _SESSIONS},
}
"""The figure that one of them makes with each of what it is counted for."""

_PER_WORDS = frozenset({"per", "for each", "for every", "from each"})


@of_spans({Sign.EACH})
def read_per_one(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such figures read as one. Linear in their number."""
    read = list(spans)
    figures = [at for at, span in enumerate(spans) if isinstance(span.meaning, Metric | Either)]
    for at in range(1, len(read) - 1):
        if read[at].meaning is not Sign.EACH or read[at].text.lower() not in _PER_WORDS:
            continue
        before = [figure for figure in figures if figure < at]
        if not before or (name := _made(read[before[-1]], read[at + 1].text.lower())) is None:
            continue
        read[before[-1]] = read[before[-1]]._replace(meaning=Metric(name))
        read[at : at + 2] = [said._replace(meaning=Sign.FILLER) for said in read[at : at + 2]]
    return tuple(read)


def _made(figure: Span, unit: str) -> str | None:
    meaning = figure.meaning.metric if isinstance(figure.meaning, Either) else figure.meaning
    if not isinstance(meaning, Metric) or meaning.event:
        return None
    return next((name for name, units in _PER.get(meaning.name, {}).items() if unit in units), None)
