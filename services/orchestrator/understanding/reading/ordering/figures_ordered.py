"""Reads a figure and its order as one: "sort revenue desc", "revenue low to high", "by ascending revenue"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Either, Metric
from services.orchestrator.understanding.lexicon.filler import meaning_at, past_filler
from services.orchestrator.understanding.lexicon.orders_and_bounds import Direction, Sorted
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_OF_FIGURES = frozenset({Sorted.ROWS, Sorted.FIGURES})
_LEADS = frozenset({Sign.BY, Link("in")})
_SETS = frozenset({":", "="})
_ORDER = "order"


def figure_ordered(spans: Sequence[Span], at: int, *, told: bool) -> tuple[int, Direction] | None:
    """Where such words end that start here, and the order they mean; behind "sort" where one is `told`.

    Not told, the figure must have been named before: "sessions and revenue by campaign, revenue descending". A figure
    that is new there may be one more that is asked for.
    """
    if told and at < len(spans) and spans[at].text in _SETS:
        at += 1
    figure = _figure(spans, at)
    if figure is not None:
        ordered = past_filler(spans, at + 1)
        direction = _direction(spans, ordered)
        if direction is None or not (told or (_is_named_again(spans, at, figure) and _stands_apart(spans, at))):
            return None
        return ordered + 1, replace(direction, of=Sorted.FIGURES, metric=figure)
    return _turned(spans, at, told=told)


def _turned(spans: Sequence[Span], at: int, *, told: bool) -> tuple[int, Direction] | None:
    """ "By ascending revenue", "in ascending revenue order", "smallest to largest revenue"."""
    first = at + (meaning_at(spans, at) in _LEADS)
    direction, figure = _direction(spans, first), _figure(spans, first + 1)
    if direction is None or figure is None:
        return None
    end = first + 2
    if end < len(spans) and spans[end].words == _ORDER:
        end += 1
    closes = isinstance(meaning_at(spans, end), Period | Link | Sign | None)
    led = told or first > at or end > first + 2
    if not closes or not (led or _is_named_again(spans, at, figure)):
        return None
    return end, replace(direction, of=Sorted.FIGURES, metric=figure)


def _figure(spans: Sequence[Span], at: int) -> Metric | None:
    meaning = meaning_at(spans, at)
    return meaning.metric if isinstance(meaning, Either) else meaning if isinstance(meaning, Metric) else None


def _direction(spans: Sequence[Span], at: int) -> Direction | None:
    meaning = meaning_at(spans, at)
    plain = isinstance(meaning, Direction) and meaning.metric is None and meaning.of in _OF_FIGURES
    return meaning if plain and isinstance(meaning, Direction) else None


def _is_named_again(spans: Sequence[Span], at: int, figure: Metric) -> bool:
    return any(_figure(spans, before) == figure for before in range(at))


def _stands_apart(spans: Sequence[Span], at: int) -> bool:
    before = meaning_at(spans, at - 1)
    return before in {Sign.COMMA, Sign.FILLER} or isinstance(before, Period)
