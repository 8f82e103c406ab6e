"""Passes over words for the days that the question named before: "top 3 countries in that quarter"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, meaning_behind
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period, Shifted
from services.orchestrator.understanding.reading.step import of_spans

_UNITS = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
_ANY = frozenset({"period", "time", "timeframe", "time frame", "time period", "stretch"})
_POINTING = frozenset({"that", "same"})
_IN = frozenset(map(Link, ("in", "for", "during", "over", "of", "on")))


@of_spans(_POINTING, {Period})
def read_same_days(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler where they can only mean the one period before them.

    What was set apart as framing names none.
    """
    read = list(spans)
    for at in range(2, len(spans)):
        word = spans[at].words
        if spans[at - 1].words not in _POINTING or not (word in _UNITS or word in _ANY):
            continue
        said = {span.meaning for span in spans[:at] if isinstance(span.meaning, Period)}
        link = before_filler(spans, at - 2)
        if len(said) != 1 or link < 0 or not _leads(spans[link]) or _is_of_others(spans, at + 1):
            continue
        unit = next(iter(said)).unit
        if word in _ANY or unit == _UNITS[word]:
            read[link : at + 1] = [span._replace(meaning=Sign.FILLER) for span in spans[link : at + 1]]
    return tuple(read)


def _is_of_others(spans: Sequence[Span], at: int) -> bool:
    """ "The same month of 2025", "that week and the next"."""
    behind = meaning_at(spans, at)
    return isinstance(behind, Period | Shifted) or (
        isinstance(behind, Link) and isinstance(meaning_behind(spans, at), Period | Shifted)
    )


def _leads(span: Span) -> bool:
    return span.meaning in _IN or span.words in {"over", "during"}
