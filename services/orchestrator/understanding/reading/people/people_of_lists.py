"""People who only say whose list of content is asked for: "top pages for mobile users" are not ranked by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import (
    before_filler,
    meaning_at,
    meaning_before,
    meaning_behind,
    past_filler,
)
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number, Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.reading.step import of_spans

_CONTENT = frozenset(
    {
        "pagePath",
        "pageTitle",
        "landingPage",
        "itemName",
        "itemCategory",
        "itemBrand",
        "fileName",
        "videoTitle",
        "searchTerm",
    }
)
_PEOPLE = Metric("activeUsers")
_NEW_PEOPLE = Metric("newUsers")
_COUNTED = (_PEOPLE, _NEW_PEOPLE)
_LEADING = frozenset({Link("for"), Link("of"), Link("via")})


@of_spans({Metric}, {Ranking})
def read_people_of_lists(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such people read as filler, new ones as values. Linear in their number."""
    people = [at for at, span in enumerate(spans) if isinstance(span.meaning, Metric) and span.meaning in _COUNTED]
    others = [at for at, span in enumerate(spans) if isinstance(span.meaning, Metric | Either) and at not in people]
    if len(people) != 1 or not all(_sorts(spans, at) for at in others):
        return tuple(spans)
    [at] = people
    first = at
    while (before := before_filler(spans, first - 1)) >= 0 and isinstance(spans[before].meaning, Value):
        first = before
    led = before >= 0 and spans[before].meaning in _LEADING
    leads_on = _leads_on(spans, past_filler(spans, at + 1))
    described = first < at or spans[at].meaning == _NEW_PEOPLE or leads_on
    fields = None if others else _CONTENT
    if not (led and described and any(_ranks(spans, place, fields) for place in range(before))):
        return tuple(spans)
    read = [_alone(span) if first <= place < at else span for place, span in enumerate(spans)]
    new = Value("newVsReturning", ("new",))
    read[at] = read[at]._replace(meaning=new if read[at].meaning == _NEW_PEOPLE else Sign.FILLER)
    if first == at and leads_on and read[at].meaning is Sign.FILLER:
        read[before] = read[before]._replace(meaning=Sign.FILLER)
    return tuple(read)


def _sorts(spans: Sequence[Span], at: int) -> bool:
    """ "By bounce rate"."""
    return meaning_before(spans, at) in {Sign.BY, Sign.SORTED_BY}


def _alone(span: Span) -> Span:
    """The value without need of what it describes."""
    value = span.meaning
    return span._replace(meaning=replace(value, adjective=False)) if isinstance(value, Value) else span


def _leads_on(spans: Sequence[Span], link: int) -> bool:
    """ "For visitors from Germany"."""
    return isinstance(meaning_at(spans, link), Link) and isinstance(meaning_behind(spans, link), Value | Literal)


def _ranks(spans: Sequence[Span], at: int, fields: frozenset[str] | None) -> bool:
    """Whether a list of these fields is ranked; of any field where there are none."""
    ranking = spans[at].meaning
    if not isinstance(ranking, Ranking) or ranking.style is Style.MOST:
        return False
    listed = past_filler(spans, at + 1)
    while listed < len(spans) and isinstance(spans[listed].meaning, Number | Value):
        listed = past_filler(spans, listed + 1)
    field = meaning_at(spans, listed)
    return isinstance(field, Dimension) and (fields is None or field.name in fields)
