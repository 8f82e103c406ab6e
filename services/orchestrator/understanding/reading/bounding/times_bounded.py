"""Reads how many times something was done as a figure that is bounded: "pages viewed over 5,000 times"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span, Unknown

_VIEWS = Metric("screenPageViews")
_PEOPLE = frozenset({"activeUsers", "totalUsers", "newUsers"})
_FEW = 8
"""Spans of a bound."""


class TimesBounded:
    """The lists of `[times_bounded]` in `data/bounding.toml`."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._seen = frozenset(tables["seen"])
        self._counted_by = {
            (rows, done): Metric(entry["metric"], entry.get("event", ""))
            for entry in tables["counted_by"]
            for rows in entry["rows"]
            for done in entry["done"]
        }

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, "times" read as the figure and the verb as "with", or as filler where it leads to no rows.

        Linear in their number.
        """
        read = list(spans)
        for at, span in enumerate(spans):
            if _by_so_many(spans, at) and not self._seen.isdisjoint(span.words.split()[-1:]):
                # "Pages viewed by more than 200 people".
                read[at], read[at + 1] = span._replace(meaning=Sign.FILLER), read[at + 1]._replace(meaning=Link("with"))
            if span.text.lower() != "times" or (done := self._verb(read, at)) < 0:
                continue
            verb = read[done]
            if figure := self._counted_by.get((_rows(read, done - 1), verb.words.removeprefix("that "))):
                read[done] = verb._replace(meaning=Link("with"))
                _pass_which(read, done)
                read[at] = span._replace(meaning=figure)
            elif verb.text.lower() in self._seen and isinstance(verb.meaning, Link | Unknown):
                read[done] = verb._replace(meaning=Sign.FILLER)
                read[at] = span._replace(meaning=_VIEWS)
        return tuple(read)

    def _verb(self, read: Sequence[Span], times: int) -> int:
        """Where the word before the bound stands; -1 where no number is bounded between it and "times"."""
        at = times - 1
        numbers, bounds = 0, sum(isinstance(span.meaning, Bound) for span in read[times + 1 : times + 2])
        while at >= 0 and at > times - _FEW and self._is_of_bound(read[at]):
            numbers += isinstance(read[at].meaning, Number)
            bounds += isinstance(read[at].meaning, Bound) or read[at].text.lower() == "between"
            at -= 1
        return at if numbers and bounds else -1

    def _is_of_bound(self, span: Span) -> bool:
        if isinstance(span.meaning, Number | Bound) or span.text.lower() == "between":
            return True
        return span.meaning is Sign.AND or (span.meaning is Sign.FILLER and span.text.lower() not in self._seen)


def _rows(read: Sequence[Span], at: int) -> str:
    """The field that is listed before the verb: "pages were", "events that have", "pages which were"."""
    at = before_filler(read, at)
    if meaning_at(read, at) is Sign.WHICH:
        at = before_filler(read, at - 1)
    meaning = meaning_at(read, at)
    if isinstance(meaning, Either):
        meaning = meaning.dimension
    return meaning.name if isinstance(meaning, Dimension) else ""


def _pass_which(read: list[Span], done: int) -> None:
    """ "Pages which were viewed …"."""
    which = before_filler(read, done - 1)
    if meaning_at(read, which) is Sign.WHICH:
        read[which] = read[which]._replace(meaning=Sign.FILLER)


def _by_so_many(spans: Sequence[Span], at: int) -> bool:
    if meaning_at(spans, at + 1) is not Sign.BY:
        return False
    rows = before_filler(spans, at - 1)
    bounded = [span.meaning for span in spans[at + 2 : at + 6]]
    return (
        isinstance(meaning_at(spans, rows), Dimension | Either)
        and any(isinstance(meaning, Bound) for meaning in bounded[:2])
        and any(isinstance(meaning, Metric) and meaning.name in _PEOPLE for meaning in bounded)
    )
