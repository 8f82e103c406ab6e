"""Rules for order and number of rows."""

from __future__ import annotations

from dataclasses import replace

from services.orchestrator.understanding.composing.figures_that_sort import knows_what_sorts
from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.composing.numbers import limit_rows
from services.orchestrator.understanding.composing.ranked_behind import (
    numbers_what_stands_before,
)
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import (
    Direction,
    Number,
    Ranking,
    Sorted,
    Style,
)
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign
from services.orchestrator.understanding.periods.vocabulary_of_time import Shifted

_RANKED = Dimension | Either | Metric | Value
_RANKED_SIGNS = frozenset({Sign.COUNT, Sign.ROWS})


def place_ranking(filling: Filling, ranking: Ranking) -> None:
    """ "Top", "most", "top 10 most viewed": waits for what it ranks; a figure that it names sorts and is shown."""
    if ranking.stands_behind:
        if not isinstance(filling.next(), Metric | Either):
            _rank_what_stands_before(filling, ranking)
            return
        # "Which countries fired the most sign_up events".
        ranking = Ranking(ranking.descending, Style.MOST)
        filling.read_span_as(ranking)
    elif _says_what_rows_are(filling, ranking):
        filling.draft.ranking = replace(ranking, style=Style.TOP)
        filling.settle(OpenList.LISTED)
        return
    elif _says_how_many(filling, ranking):
        filling.take(Awaits.LINKED)
        filling.at += 1
        limit_rows(filling, filling.span.meaning)
        filling.settle(OpenList.SORTING)
        return
    if ranking.style is Style.SIZE:
        ranks_rows = (
            _stands_before_a_list(filling) or numbers_what_stands_before(filling, ranking) or _is_numbered(filling)
        )
        ranking = replace(ranking, style=Style.TOP if ranks_rows else Style.MOST)
        filling.read_span_as(ranking)
    before = filling.take_as(Awaits.RANKED, Ranking)
    if _says_which_are_top(filling, ranking):
        filling.draft.ranking = None
    if filling.draft.ranking is not None or (before and not _is_named_by(ranking, before)):
        filling.blame(filling.span, "Rows can be ranked in one way at a time.")
        return
    filling.take(Awaits.LINKED)
    if number := filling.take(Awaits.NUMBERED):
        limit_rows(filling, number.meaning)
    if ranking.metric:
        filling.draft.sort_by.append(ranking.metric)
    filling.wait(Awaits.RANKED)


def _says_which_are_top(filling: Filling, ranking: Ranking) -> bool:
    """ "Top 10 cities by lowest bounce rate": "top" alone leaves open whether more is better."""
    top = filling.draft.ranking
    is_open = top is not None and top == Ranking(descending=True, style=Style.TOP)
    sorts = filling.awaits(Awaits.BREAKDOWN, Awaits.SORTING) and isinstance(filling.next(), Metric)
    return is_open and sorts and ranking.metric is None and not ranking.judges


def _rank_what_stands_before(filling: Filling, ranking: Ranking) -> None:
    """ "Which pages were viewed most", "the five events that fired most often"."""
    draft = filling.draft
    if isinstance(filling.next(), Dimension) or not draft.listed or draft.sort_by or draft.ranking or filling.waiting:
        filling.blame(filling.span, f"What {filling.span.quoted} ranks is not clear.")
        return
    draft.ranking = ranking
    if ranking.metric:
        draft.sort_by.append(ranking.metric)
    filling.settle(OpenList.SORTING)


def _says_what_rows_are(filling: Filling, ranking: Ranking) -> bool:
    """ "Which browsers are most popular", "which channels were best for revenue"."""
    draft = filling.draft
    behind = filling.next()
    if ranking.style is Style.MOST or ranking.metric or isinstance(behind, _RANKED | Number | Ranking):
        return False
    if isinstance(behind, Shifted) and behind.by_default:
        # "Which channel had the largest growth".
        return False
    named = draft.metrics or draft.sort_by or draft.ranking or draft.limit
    return bool(draft.listed) and not named and not filling.waiting and filling.next() not in _RANKED_SIGNS


def _says_how_many(filling: Filling, ranking: Ranking) -> bool:
    """ "Campaigns with the most key events, top 10", "rank campaigns by revenue and give me the top ten"."""
    draft = filling.draft
    told = (draft.sort_by and draft.listed) or (draft.direction and draft.breakdown)
    sorted_already = draft.ranking or (told and filling.joiner is Sign.AND)
    if not sorted_already or draft.limit is not None or not numbers_what_stands_before(filling, ranking):
        return False
    said = draft.ranking or draft.direction
    descending = said.descending if said else True
    return descending is ranking.descending and filling.joiner in {None, Sign.COMMA, Sign.AND}


def place_direction(filling: Filling, direction: Direction) -> None:
    """ "Highest first", "in alphabetical order by browser": how all rows are sorted."""
    filling.take(Awaits.LINKED)
    if filling.draft.direction not in {None, direction}:
        filling.blame(filling.span, "Rows can be sorted in one way at a time.")
        return
    if direction.metric and filling.draft.sort_by not in ([], [direction.metric]):
        filling.blame(filling.span, "Rows can be sorted in one way at a time.")
        return
    if _is_of_names(filling, direction):
        if direction.of is not Sorted.NAMES:
            filling.blame(filling.span, "Should the names of the rows be in that order, or their figures?")
            return
        # "Sessions by channel, channels in alphabetical order".
        filling.draft.sort_names.append(filling.draft.breakdown.pop())
    if not knows_what_sorts(filling, direction):
        filling.blame(filling.span, f"Which figure should be {filling.span.quoted}?")
        return
    filling.draft.direction = direction
    if direction.metric and not filling.draft.sort_by:
        filling.draft.sort_by.append(direction.metric)
    if direction.of is Sorted.NAMES and filling.next() is Sign.BY:
        filling.at += 1
        filling.wait(Awaits.SORTING)


def _is_of_names(filling: Filling, direction: Direction) -> bool:
    """ "Users by country, country descending"."""
    field = filling.next(-1)
    is_again = (
        isinstance(field, Dimension) and filling.next(-2) is Sign.COMMA and filling.draft.breakdown.count(field) > 1
    )
    return is_again and direction.metric is None


def place_first(filling: Filling) -> None:
    """ "First 5 rows"; "the five first pages with most views" are the top five."""
    if isinstance(filling.next(), Number) and (filling.next(2) is Sign.ROWS or _says_first_rows(filling)):
        filling.wait(Awaits.LIMITED)
    elif not _counts_ranked_rows(filling):
        filling.blame(filling.span, f"What {filling.span.quoted} belongs to is not clear.")


def _says_first_rows(filling: Filling) -> bool:
    """ "Pages ranked by views, first 10", "sessions by country, just the first five"."""
    draft = filling.draft
    sorted_already = draft.sort_by or draft.ranking or (draft.metrics and (draft.listed or draft.breakdown))
    return bool(sorted_already) and draft.limit is None and not isinstance(filling.next(2), _RANKED)


def _counts_ranked_rows(filling: Filling) -> bool:
    """Whether a number beside "first" counts rows that are sorted by what stands behind them."""
    counted = isinstance(filling.next(), Number)
    numbered = isinstance(filling.next(-1), Number)
    if counted is numbered:
        return False
    rows = 2 if counted else 1
    leads, behind = filling.next(rows + 1), filling.next(rows + 2)
    ranked = isinstance(leads, Link) and isinstance(behind, Ranking)
    sorted_behind = isinstance(leads, Direction) or (leads in {Sign.BY, Sign.SORTED_BY} and isinstance(behind, Metric))
    return isinstance(filling.next(rows), Dimension | Either) and (ranked or sorted_behind)


def place_rows(filling: Filling) -> None:
    """ "Top 10 results"."""
    if not filling.at or not isinstance(filling.spans[filling.at - 1].meaning, Number):
        filling.blame(filling.span, f"How many {filling.span.quoted}?")


def rank_rows(filling: Filling) -> None:
    """ "Sessions by country, top 5": the rows named before are what is ranked."""
    span = filling.waiting.get(Awaits.RANKED)
    draft = filling.draft
    if span is None or draft.limit is None or not (draft.listed or draft.breakdown):
        return
    if isinstance(span.meaning, Ranking) and span.meaning.style is Style.TOP and span.meaning.metric is None:
        filling.take(Awaits.RANKED)
        draft.ranking = span.meaning


def _is_named_by(ranking: Ranking, before: Ranking) -> bool:
    """ "Top 10 most viewed" says one thing, "top 10 least viewed" two."""
    return ranking.metric is not None and before.metric is None and ranking.descending is before.descending


def _is_numbered(filling: Filling) -> bool:
    """ "Pages by views, the ten highest": nothing follows that they could be of."""
    numbered = isinstance(filling.next(-1), Number)
    listed = filling.draft.listed or filling.draft.breakdown
    return numbered and bool(listed) and not isinstance(filling.next(), _RANKED) and filling.next() not in _RANKED_SIGNS


def _stands_before_a_list(filling: Filling) -> bool:
    ahead = 1
    while isinstance(filling.next(ahead), Number | Value):
        ahead += 1
    return isinstance(filling.next(ahead), Dimension)
