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
_STOPS = frozenset({None, Sign.COMMA, Sign.FRAMING})
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
        start = _start(spans, at - 1)
        if len(said) != 1 or start < 0 or _is_of_others(spans, at + 1):
            continue
        unit = next(iter(said)).unit
        if word in _ANY or unit == _UNITS[word]:
            read[start : at + 1] = [span._replace(meaning=Sign.FILLER) for span in spans[start : at + 1]]
    return tuple(read)


def _start(spans: Sequence[Span], pointing: int) -> int:
    """Where such words begin: "in that week", and "that week" before a stop; -1 where they are others."""
    link = before_filler(spans, pointing - 1)
    if link >= 0 and _leads(spans[link]):
        return link
    return pointing if spans[pointing].words == "that" and meaning_at(spans, pointing + 2) in _STOPS else -1


def _is_of_others(spans: Sequence[Span], at: int) -> bool:
    """ "The same month of 2025", "that week and the next"."""
    behind = meaning_at(spans, at)
    return isinstance(behind, Period | Shifted) or (
        isinstance(behind, Link) and isinstance(meaning_behind(spans, at), Period | Shifted)
    )


def _leads(span: Span) -> bool:
    return span.meaning in _IN or span.words in {"over", "during"}
