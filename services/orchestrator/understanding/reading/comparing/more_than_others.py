"""Reads "more users than any other country" as "the most users"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span

_MORE = frozenset({"more", "higher", "bigger", "larger", "greater"})
_LESS = frozenset({"fewer", "less", "lower", "smaller"})
_OTHERS = (("any", "other"), ("all", "other"), ("all", "others"), ("others",), ("rest",), ("anything", "else"))
_FEW = 6
"""Spans between both."""


def read_more_than_others(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as a ranking and filler. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if isinstance(span.meaning, Bound) and (end := _others(spans, at + 1, ())):
            if any(isinstance(said.meaning, Dimension | Either) for said in spans[:at]):
                more = span.words.split()[0] in _MORE
                read[at] = span._replace(meaning=Ranking(more, Style.MOST))
                read[at + 1 : end] = [said._replace(meaning=Sign.FILLER) for said in spans[at + 1 : end]]
        elif span.words == "than" and (end := _others(spans, at)):
            degrees = [place for place in range(max(at - _FEW, 0), at) if spans[place].words in _MORE | _LESS]
            rows = [said.meaning for said in spans[:at] if isinstance(said.meaning, Dimension | Either)]
            if len(degrees) == 1 and rows and _is_of(spans, degrees[0], at):
                end += end < len(spans) and spans[end].meaning in rows
                read[at:end] = [said._replace(meaning=Sign.FILLER) for said in spans[at:end]]
                degree = read[degrees[0]]
                read[degrees[0]] = degree._replace(meaning=Ranking(degree.words in _MORE, Style.MOST))
    return tuple(read)


def _others(spans: Sequence[Span], at: int, before: tuple[str, ...] = ("than",)) -> int:
    """Where "than any other" ends that starts there; 0 where it does not."""
    for others in _OTHERS:
        phrase = (*before, *others)
        if tuple(span.words for span in spans[at : at + len(phrase)]) == phrase:
            return at + len(phrase)
    return 0


def _is_of(spans: Sequence[Span], degree: int, than: int) -> bool:
    """Whether a figure stands between both, as in "more users than"; behind a verb, "read more than", none needs to."""
    between = [span.meaning for span in spans[degree + 1 : than] if span.meaning is not Sign.FILLER]
    return all(isinstance(meaning, Metric | Either) for meaning in between) and len(between) <= 1
