"""Reads what stands beside the order of all rows: by what they are sorted, and which figures they show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.orders_and_bounds import Direction, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_ROWS = frozenset({Sign.BY, Sign.EACH, Sign.WHICH, Sign.BREAKDOWN})
_ROW_WORDS = (Ranking, Value, Literal)
_PASSED = frozenset({Sign.FILLER, Sign.FRAMING, Sign.COMMA})


def read_beside_orders(read: list[Span], verbs: Collection[str]) -> None:
    """ "In descending order of views", "pages with views, fewest first", "sort the pages from A to Z and ..."."""
    _break_down_before_figures(read)
    for at, span in enumerate(read):
        before = meaning_at(read, at - 1)
        if isinstance(before, Direction) and before.metric is None and _names_what_sorts(read, at):
            read[at] = span._replace(meaning=Sign.SORTED_BY)
        elif span.meaning == Link("with") and isinstance(before, Dimension | Direction) and _shows(read, at + 1):
            read[at] = span._replace(meaning=Link("their"))
        elif isinstance(before, Dimension) and before.plural and isinstance(span.meaning, Direction):
            _read_sorted_list(read, at, verbs)


def _break_down_before_figures(read: list[Span]) -> None:
    """ "Campaign sessions and revenue, lowest sessions first": only rows have an order."""
    fields = [at for at, span in enumerate(read) if isinstance(span.meaning, Dimension)]
    if len(fields) != 1 or any(span.meaning in _ROWS or isinstance(span.meaning, _ROW_WORDS) for span in read):
        return
    [at] = fields
    field = read[at].meaning
    opens = all(_is_passed(span) or isinstance(span.meaning, Link) for span in read[:at])
    behind = next((read[to].meaning for to in range(at + 1, len(read)) if not _is_passed_over(read, to)), None)
    if opens and isinstance(field, Dimension) and isinstance(behind, Metric):
        read[at] = read[at]._replace(meaning=replace(field, breaks_down=True))


def _is_passed_over(read: Sequence[Span], at: int) -> bool:
    leads = isinstance(read[at].meaning, Link) and isinstance(meaning_at(read, at + 1), Period)
    return leads or _is_passed(read[at])


def _is_passed(span: Span) -> bool:
    return isinstance(span.meaning, Period) or span.meaning in _PASSED


def _names_what_sorts(read: Sequence[Span], at: int) -> bool:
    behind = meaning_at(read, at + 1)
    figure = isinstance(behind, Metric | Either) or behind is Sign.COUNT
    if read[at].meaning == Link("of"):
        return figure or isinstance(behind, Dimension)
    return figure and (read[at].meaning == Link("on") or (read[at].meaning is Sign.BY and read[at].words == "by"))


def _shows(read: Sequence[Span], at: int) -> bool:
    """A figure, asked for by "how many" or beside its period; not one that is bounded."""
    while at < len(read) and (
        read[at].meaning is Sign.COUNT or isinstance(read[at].meaning, Period) or _is_s(read[at])
    ):
        at += 1
    return at < len(read) and isinstance(read[at].meaning, Metric)


def _is_s(span: Span) -> bool:
    return span.meaning is Sign.FILLER and span.text in {"'s", "’s", "'"}


def _read_sorted_list(read: list[Span], at: int, verbs: Collection[str]) -> None:
    told = at - 2
    if told < 0 or read[told].words not in verbs:
        return
    read[told] = read[told]._replace(meaning=Sign.WHICH)
    if at + 1 < len(read) and read[at + 1].meaning is Sign.AND:
        read[at + 1] = read[at + 1]._replace(meaning=Sign.COMMA)
