"""Reads words of movement beside a comparison that is said as filler: "is revenue up year on year"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.vocabulary import Cause, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period, Shifted
from services.orchestrator.understanding.reading.comparing.two_sides import asks_for_rows

_ASKS_WHY = frozenset({Cause.WHY, Cause.HAPPENED, Cause.CHANGE})


def read_moves(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read so. Linear in their number."""
    meanings = [span.meaning for span in spans]
    if Cause.MOVED not in meanings or not _ASKS_WHY.isdisjoint(meanings) or asks_for_rows(spans):
        return tuple(spans)
    if not _is_compared(spans):
        return tuple(spans)
    return tuple(span._replace(meaning=Sign.FILLER) if span.meaning is Cause.MOVED else span for span in spans)


def _is_compared(spans: Sequence[Span]) -> bool:
    """ "Week on week", "vs September"."""
    versus = any(span.meaning in {Sign.VERSUS, Sign.COMPARE} for span in spans)
    times = sum(isinstance(span.meaning, Period | Shifted) for span in spans)
    said = (span.meaning for span in spans if isinstance(span.meaning, Shifted))
    return (versus and times > 1) or any(shifted.compares and not shifted.by_default for shifted in said)
