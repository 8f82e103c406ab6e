"""Passes over the words that join some rows to all of them: "of all products, which three had the highest revenue"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.step import of_spans

_OF = Link("of")


@of_spans({Number}, {Dimension}, {Ranking})
def read_chosen_from_all(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as filler where a number says how many of the rows are asked for."""
    at = next((at for at, span in enumerate(spans) if _are_rows(span)), -1)
    if at < 0 or not any(isinstance(span.meaning, Ranking) for span in spans[at:]):
        return tuple(spans)
    of = before_filler(spans, at - 1)
    if meaning_at(spans, of) != _OF:
        return tuple(spans)
    if isinstance(meaning_at(spans, before_filler(spans, of - 1)), Number):
        return _passed_over(spans, (of,))
    chosen = _behind(spans, at)
    return _passed_over(spans, (of, *range(at + 1, chosen))) if chosen and _opens(spans, of) else tuple(spans)


def _are_rows(span: Span) -> bool:
    return isinstance(span.meaning, Dimension) and span.meaning.plural


def _opens(spans: Sequence[Span], of: int) -> bool:
    """Whether only a period stands before."""
    said = [span.meaning for span in spans[:of] if span.meaning not in {Sign.FILLER, Sign.COMMA}]
    return all(isinstance(meaning, Period | Link) for meaning in said)


def _behind(spans: Sequence[Span], at: int) -> int:
    """Where the number of them stands: "(products), which three", "(pages), the three"; 0 where none does."""
    number = past_filler(spans, at + 1)
    for joining in (Sign.COMMA, Sign.WHICH):
        if meaning_at(spans, number) is joining:
            number = past_filler(spans, number + 1)
    return number if isinstance(meaning_at(spans, number), Number) else 0


def _passed_over(spans: Sequence[Span], places: Sequence[int]) -> tuple[Span, ...]:
    return tuple(span._replace(meaning=Sign.FILLER) if at in places else span for at, span in enumerate(spans))
