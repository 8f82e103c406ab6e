"""Orders that are asked for by words around them: "which channels performed best", "rank the channels by revenue"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, meaning_behind, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Direction, Number, Ranking, Sorted, Style
from services.orchestrator.understanding.lexicon.vocabulary import Cause, Link, Meaning, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period, Shifted

_CONVERTING = Metric("sessionKeyEventRate")
_ITEMS = Dimension("itemName", plural=True)
_BOUGHT = Metric("itemsPurchased")
_SORTS = frozenset({Sign.BY, Sign.SORTED_BY})
_PEAK = "peak"
_TIMES = frozenset({"date", "dateHour", "hour", "dayOfWeekName", "yearWeek", "yearMonth"})
_FEW = 8
"""Spans that are looked at behind a word, filler among them."""


class OrdersInPhrases:
    """The lists of `sorting` and `[orders_in_phrases]` in `data/ordering.toml`."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        phrases = tables["orders_in_phrases"]
        self._asking = frozenset(phrases["asking"])
        self._performing = frozenset(phrases["performing"])
        self._happening = frozenset(phrases["happening"])
        self._converting = frozenset(phrases["converting"])
        self._often = frozenset(phrases["often"])
        self._rankings = frozenset(phrases["rankings"])
        self._ranks = self._rankings | {"rank"}
        self._sorting = self._rankings | frozenset(tables["sorting"])
        self._coming = frozenset(phrases["coming"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such phrases read as the orders they ask for. Linear in their number."""
        read = list(spans)
        before: Span | None = None
        for at, span in enumerate(spans):
            if span.meaning is Sign.WHICH and span.words in self._asking:
                self._read_predicate(read, at)
            elif self._is_place(read, at):
                _read_place(read, at)
            elif isinstance(span.meaning, Unknown) and span.words in self._sorting and _opens(before):
                self._read_rank(read, at)
            elif (
                isinstance(span.meaning, Unknown)
                and span.words in self._rankings
                and before
                and _is_list(before, read, at)
            ):
                read[at] = span._replace(meaning=Sign.FILLER)
            elif (
                isinstance(span.meaning, Cause) and span.words.removeprefix("the ") == _PEAK and _before_time(spans, at)
            ):
                read[at] = span._replace(meaning=Ranking(descending=True, style=Style.TOP))
            elif span.text == "(" and _ranks_in_brackets(spans, at):
                read[at] = span._replace(meaning=Sign.SORTED_BY)
            elif span.meaning is Sign.COUNT and before and before.meaning in _SORTS and "how" not in span.words:
                _read_number(read, at)
            if span.meaning is not Sign.FILLER:
                before = span
        return tuple(read)

    def _read_predicate(self, read: list[Span], which: int) -> None:
        """ "Which pages were most viewed": the order stands before what is listed."""
        listed = False
        for at in range(which + 1, min(which + _FEW, len(read))):
            meaning = read[at].meaning
            if isinstance(meaning, Ranking) and listed:
                happens = any(span.words in self._happening for span in read[which:at])
                if (happens or _stands_alone(meaning)) and not _goes_on(read, at + 1):
                    if any(span.words in self._converting for span in read[which:at]):
                        if not meaning.judges:
                            return
                        meaning = replace(meaning, metric=_CONVERTING)
                    if not _stands_alone(meaning):
                        meaning = replace(meaning, style=Style.TOP)
                    for said in range(which + 1, at + 1):
                        if said == at or read[said].words in self._performing | self._converting:
                            read[said] = read[said]._replace(meaning=Sign.FILLER)
                    self._pass_often(read, at + 1)
                    read[which] = read[which]._replace(meaning=meaning)
                return
            if isinstance(meaning, Dimension | Either):
                listed = True
            elif not (
                meaning is Sign.FILLER or isinstance(meaning, Value | Number) or self._performs(read[at], listed=listed)
            ):
                return

    def _pass_often(self, read: list[Span], at: int) -> None:
        """ "Most often"."""
        at = past_filler(read, at)
        if at < len(read) and isinstance(read[at].meaning, Unknown) and read[at].words in self._often:
            read[at] = read[at]._replace(meaning=Sign.FILLER)

    def _performs(self, span: Span, *, listed: bool) -> bool:
        return listed and span.words in self._performing | self._converting

    def _read_rank(self, read: list[Span], at: int) -> None:
        """ "Rank last month's channels by revenue", "a ranking of channels by views", "sort users by city, A to Z"."""
        listed = past_filler(read, at + 1)
        of = listed if read[at].words in self._rankings and _is(read, listed, Link("of")) else 0
        listed = past_filler(read, of + 1) if of else listed
        while listed < len(read) and isinstance(read[listed].meaning, Value | Period | Number):
            listed = past_filler(read, listed + 1)
        field = meaning_at(read, listed)
        if isinstance(field, Ranking) and read[at].words in self._ranks and _stands_alone(field):
            # "Rank the top 5 products by items purchased".
            read[at] = read[at]._replace(meaning=Sign.FILLER)
            return
        by = past_filler(read, listed + 1)
        on = meaning_at(read, by) == Link("on") and isinstance(meaning_at(read, past_filler(read, by + 1)), Metric)
        if isinstance(field, Dimension) and field.plural and (on or meaning_at(read, by) in _SORTS):
            read[at] = read[at]._replace(meaning=Sign.WHICH)
            if on:
                read[by] = read[by]._replace(meaning=Sign.SORTED_BY)
        elif isinstance(field, Metric | Either) and (order := self._order_told(read, at)):
            read[at] = read[at]._replace(meaning=order)
        else:
            return
        if of:
            read[of] = read[of]._replace(meaning=Sign.FILLER)

    def _order_told(self, read: Sequence[Span], at: int) -> Meaning | None:
        """ "Rank" puts the highest first, "sort sessions by country" could go by either; filler where more is said."""
        if any(isinstance(span.meaning, Direction) or span.meaning is Sign.SORTED_BY for span in read[at:]):
            return Sign.FILLER
        ranks = read[at].words.removeprefix("the ") in self._ranks
        return Direction(descending=True, of=Sorted.FIGURES) if ranks else None

    def _is_place(self, read: Sequence[Span], at: int) -> bool:
        """Whether "first" or "last" stands alone behind a verb of rows: "which channel came first by sessions"."""
        first = read[at].meaning is Sign.FIRST
        if at < 2 or not (first or (isinstance(read[at].meaning, Unknown) and read[at].words == "last")):
            return False
        behind = meaning_at(read, at + 1)
        return (
            read[at - 1].words in self._coming
            and isinstance(read[at - 2].meaning, Dimension)
            and not isinstance(behind, Number)
        )


def _before_time(spans: Sequence[Span], at: int) -> bool:
    """ "The peak hour for sessions"."""
    field = meaning_at(spans, at + 1)
    return isinstance(field, Dimension) and field.name in _TIMES


def _ranks_in_brackets(spans: Sequence[Span], at: int) -> bool:
    """ "Top 10 landing pages (sessions)", "(users, last month)"."""
    close = next((end for end in range(at + 1, len(spans)) if spans[end].text == ")"), 0)
    said = [span.meaning for span in spans[at + 1 : close] if span.meaning is not Sign.FILLER]
    times = said[2:] if said[1:2] == [Sign.COMMA] else said[1:]
    ranked = any(isinstance(span.meaning, Ranking) for span in spans[:at])
    listed = at > 0 and isinstance(spans[at - 1].meaning, Dimension)
    is_figure = isinstance(said[0] if said else None, Metric)
    return ranked and listed and is_figure and all(isinstance(meaning, Period) for meaning in times)


def _stands_alone(ranking: Ranking) -> bool:
    """Whether the words need no figure behind them; "the most" does."""
    return not ranking.stands_behind and (ranking.metric is not None or ranking.style is not Style.MOST)


def _goes_on(spans: Sequence[Span], at: int) -> bool:
    """ "Which page had the best bounce rate" ranks by what follows."""
    at = past_filler(spans, at)
    if at < len(spans) and spans[at].meaning is Sign.AND:
        # "Which channels have the highest and lowest conversion rate".
        at = past_filler(spans, at + 1)
        return at < len(spans) and isinstance(spans[at].meaning, Ranking)
    behind = meaning_at(spans, at)
    if isinstance(behind, Shifted):
        # "Which channel had the largest growth".
        return behind.by_default
    return isinstance(behind, Metric | Dimension | Either | Number | Value | Ranking | Cause)


def _read_place(read: list[Span], at: int) -> None:
    read[at - 1] = read[at - 1]._replace(meaning=Sign.FILLER)
    read[at] = read[at]._replace(meaning=Ranking(read[at].meaning is Sign.FIRST, Style.TOP))


def _is_list(before: Span, read: Sequence[Span], at: int) -> bool:
    """ "Channel ranking by revenue"."""
    return isinstance(before.meaning, Dimension) and meaning_behind(read, at) in _SORTS


def _read_number(read: list[Span], at: int) -> None:
    """ "Countries by number of users"."""
    counted = past_filler(read, at + 1)
    named = read[counted].meaning if counted < len(read) else None
    if isinstance(named, Metric):
        read[at] = read[at]._replace(meaning=Sign.FILLER)
    elif named == _ITEMS and any(isinstance(span.meaning, Ranking) and span.meaning.metric == _BOUGHT for span in read):
        # "Products purchased the most, by number of items"
        by = before_filler(read, at - 1)
        read[by : counted + 1] = [span._replace(meaning=Sign.FILLER) for span in read[by : counted + 1]]


def _is(spans: Sequence[Span], at: int, meaning: Meaning) -> bool:
    return at < len(spans) and spans[at].meaning == meaning


def _opens(before: Span | None) -> bool:
    return before is None or before.meaning in {Sign.COMMA, Sign.AND} or isinstance(before.meaning, Period)
