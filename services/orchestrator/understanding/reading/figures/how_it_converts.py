"""Reads "how well does mobile convert" as the conversion rate: "mobile conversion rate"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans

_CONVERTING = frozenset({"convert", "converts", "converting", "converted"})
_HOW = frozenset({"how", "how do", "how does", "how did", "how are", "how is", "how have", "how has"})
_STOPS = frozenset({Sign.FRAMING, Sign.COMMA})
_RATE = Metric("sessionKeyEventRate")
_VISITS = Metric("sessions")


@of_spans(_CONVERTING)
def read_how_it_converts(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, the verb read as the rate of the visits before it. Linear in their number."""
    verb = next((at for at, span in enumerate(spans) if _is_verb(span)), len(spans))
    how = next((at for at, span in enumerate(spans[:verb]) if span.words in _HOW), verb)
    whose = [at for at in range(how + 1, verb) if not _is_passed_over(spans[at])]
    behind = meaning_at(spans, past_filler(spans, verb + 1))
    ends = isinstance(behind, Period | None) or behind in _STOPS
    if not whose or not ends or not (_are_visits(spans, whose) or _are_rows(spans, whose)):
        return tuple(spans)
    read = list(spans)
    for at in (*range(how, whose[0]), *(at for at in whose if spans[at].meaning == _VISITS)):
        read[at] = read[at]._replace(meaning=Sign.FILLER)
    if isinstance(spans[whose[0]].meaning, Dimension):
        read[how] = read[how]._replace(meaning=Sign.BY)
    read[verb] = read[verb]._replace(meaning=_RATE)
    return tuple(read)


def _is_verb(span: Span) -> bool:
    return span.words in _CONVERTING and isinstance(span.meaning, Deed | Unknown)


def _is_passed_over(span: Span) -> bool:
    return span.meaning is Sign.FILLER or span.words == "well"


def _are_visits(spans: Sequence[Span], places: Sequence[int]) -> bool:
    """ "Mobile", "mobile visits", "our traffic"; people may be counted each once."""
    *values, last = (spans[at].meaning for at in places)
    return all(isinstance(value, Value) for value in values) and (isinstance(last, Value) or last == _VISITS)


def _are_rows(spans: Sequence[Span], places: Sequence[int]) -> bool:
    """ "The channels", "each landing page"."""
    meanings = [spans[at].meaning for at in places]
    return isinstance(meanings[-1], Dimension) and all(meaning is Sign.EACH for meaning in meanings[:-1])
