"""Reads lists of pages that people looked at as lists of their views: "pages viewed by Germans"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.reading.people.nationals import is_national
from services.orchestrator.understanding.reading.step import of_spans

_SEEN = frozenset({"viewed", "visited", "seen", "read", "opened", "looked at"})
_PAGES = frozenset({"pagePath", "pageTitle"})
_PEOPLE = Metric("activeUsers")
_NEW_PEOPLE = Metric("newUsers")
_VIEWED = Ranking(descending=True, style=Style.TOP, metric=Metric("screenPageViews"), stands_behind=True)


@of_spans({"by"}, _SEEN, {Dimension})
def read_seen_by(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, the verb as the order of such a list. Linear in their number."""
    by = next((at for at, span in enumerate(spans) if span.words == "by" and _is_seen(spans, at)), 0)
    end = _end_of_people(spans, by + 1) if by else 0
    others = [span for at, span in enumerate(spans) if isinstance(span.meaning, Metric | Either) and at != end - 1]
    if not end or others:
        return tuple(spans)
    read = list(spans)
    verb = by - 1
    ranked = any(isinstance(span.meaning, Ranking) for span in spans[:verb])
    read[verb] = read[verb]._replace(meaning=Sign.FILLER if ranked else _VIEWED)
    for place in range(by + 1, end):
        read[place] = _as_described(read[place])
    led = end - by > 2 or read[end - 1].meaning is not Sign.FILLER
    read[by] = read[by]._replace(meaning=Link("for") if led else Sign.FILLER)
    return tuple(read)


def _is_seen(spans: Sequence[Span], by: int) -> bool:
    """ "Top 10 pages viewed by"."""
    verb = by - 1
    rows = meaning_at(spans, before_filler(spans, verb - 1))
    return (
        verb > 0 and spans[verb].words in _SEEN and isinstance(rows, Dimension) and rows.name in _PAGES and rows.plural
    )


def _end_of_people(spans: Sequence[Span], at: int) -> int:
    """Where "new users", "German visitors" or "Germans" ends; 0 where others stand there."""
    at = past_filler(spans, at)
    while at < len(spans) and isinstance(spans[at].meaning, Value):
        if is_national(spans[at]):
            return at + 1
        at += 1
    return at + 1 if meaning_at(spans, at) in {_PEOPLE, _NEW_PEOPLE} else 0


def _as_described(span: Span) -> Span:
    if isinstance(span.meaning, Value):
        return span._replace(meaning=replace(span.meaning, adjective=False))
    if span.meaning == _NEW_PEOPLE:
        return span._replace(meaning=Value("newVsReturning", ("new",)))
    return span._replace(meaning=Sign.FILLER)
