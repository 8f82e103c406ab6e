"""Both ends of one list as a request each: "the best and worst channels", "top and bottom 5 pages by views"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number, Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.reading.several.parts import Part, Parts


def both_ends(spans: Sequence[Span]) -> Iterator[Parts]:
    """The one way to ask for both ends apart, where a question asks for both of one list."""
    joiners = [at for at, span in enumerate(spans) if span.meaning is Sign.AND and _is_between_ends(spans, at)]
    if len(joiners) != 1:
        return
    [joiner] = joiners
    first, second, start, end = _ends(spans, joiner)
    of_first, of_second = spans[first].meaning, spans[second].meaning
    if not isinstance(of_first, Ranking) or not isinstance(of_second, Ranking):
        return
    if of_first.style is Style.MOST and of_second.style is not Style.MOST:
        # "The most and least viewed pages".
        of_first = replace(of_second, descending=of_first.descending)
    top = (*spans[start:first], spans[first]._replace(meaning=of_first))
    bottom = spans[joiner + 1 : end]
    before, behind = spans[:start], spans[end:]
    yield (
        Part((*before, *top, *behind), tuple(spans[: joiner + 1])),
        Part((*before, *bottom, *behind), tuple(spans[joiner + 1 :])),
    )


def _is_between_ends(spans: Sequence[Span], joiner: int) -> bool:
    first, second, start, _ = _ends(spans, joiner)
    if first < 0 or second >= len(spans):
        return False
    one, other = spans[first].meaning, spans[second].meaning
    if not isinstance(one, Ranking) or not isinstance(other, Ranking) or one.descending is other.descending:
        return False
    numbers = [
        any(isinstance(span.meaning, Number) for span in part) for part in (spans[start:first], spans[joiner:second])
    ]
    same_figure = one.metric is None or one.metric == other.metric
    # "The 5 best and worst pages": of five in all, or of each?
    same_sense = one.judges is other.judges and one.lasts is other.lasts
    return same_sense and same_figure and len(set(numbers)) == 1


def _ends(spans: Sequence[Span], joiner: int) -> tuple[int, int, int, int]:
    """Where the two rankings stand around the word that joins them, where the first starts and the second ends."""
    first = before_filler(spans, joiner - 1)
    numbered = before_filler(spans, first - 1)
    start = numbered if numbered >= 0 and isinstance(spans[numbered].meaning, Number) else max(first, 0)
    second = past_filler(spans, joiner + 1)
    if second < len(spans) and isinstance(spans[second].meaning, Number):
        second = past_filler(spans, second + 1)
    return first, second, start, second + 1
