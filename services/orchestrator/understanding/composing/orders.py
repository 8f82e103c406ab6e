"""Rules for order and number of rows."""

from __future__ import annotations

from dataclasses import replace

from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Direction, Number, Ranking, Sorted, Style
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

MOST_ROWS = 250_000
"""Rows that GA4 returns at most."""


def place_ranking(filling: Filling, ranking: Ranking) -> None:
    """ "Top", "most", "top 10 most viewed": waits for what it ranks; a figure that it names sorts and is shown."""
    if ranking.style is Style.SIZE:
        ranking = replace(ranking, style=Style.TOP if _stands_before_a_list(filling) else Style.MOST)
        filling.read_span_as(ranking)
    if _only_limits(filling, ranking):
        filling.at += 1
        _limit(filling, filling.span.meaning)
        return
    before = filling.take_as(Awaits.RANKED, Ranking)
    if filling.draft.ranking is not None or (before and not _is_named_by(ranking, before)):
        filling.blame(filling.span, "Rows can be ranked in one way at a time.")
        return
    filling.take(Awaits.LINKED)
    if number := filling.take(Awaits.NUMBERED):
        _limit(filling, number.meaning)
    if ranking.metric:
        filling.draft.sort_by.append(ranking.metric)
    filling.wait(Awaits.RANKED)


def place_direction(filling: Filling, direction: Direction) -> None:
    """ "Highest first", "in alphabetical order by browser": how all rows are sorted."""
    filling.take(Awaits.LINKED)
    if filling.draft.direction not in {None, direction}:
        filling.blame(filling.span, "Rows can be sorted in one way at a time.")
        return
    filling.draft.direction = direction
    if direction.of is Sorted.NAMES and filling.next() is Sign.BY:
        filling.at += 1
        filling.wait(Awaits.SORTING)


def place_first(filling: Filling) -> None:
    """ "First 5 rows"."""
    if isinstance(filling.next(), Number) and filling.next(2) is Sign.ROWS:
        filling.wait(Awaits.LIMITED)
    else:
        filling.blame(filling.span, f"What {filling.span.quoted} belongs to is not clear.")


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


def place_number(filling: Filling, number: Number) -> None:
    """A number limits rows."""
    if filling.take(Awaits.LIMITED) or (filling.awaits(Awaits.RANKED) and filling.draft.limit is None):
        _limit(filling, number)
    elif _counts_rows_said_before(filling) or _counts_rows_that_follow(filling):
        filling.take(Awaits.LINKED)
        _limit(filling, number)
    else:
        filling.blame(filling.span, f"What {filling.span.quoted} counts is not clear.")


def _only_limits(filling: Filling, ranking: Ranking) -> bool:
    """ "Campaigns with the most key events, top 10"."""
    before, draft = filling.draft.ranking, filling.draft
    if before is None or draft.limit is not None or filling.waiting or filling.joiner not in {None, Sign.COMMA}:
        return False
    alike = ranking.style is Style.TOP and ranking.metric is None and ranking.descending is before.descending
    ends = isinstance(filling.next(2), Unknown | Period) or filling.next(2) in {Sign.COMMA, Sign.ROWS}
    return alike and bool(draft.listed) and isinstance(filling.next(), Number) and ends


def _is_named_by(ranking: Ranking, before: Ranking) -> bool:
    """ "Top 10 most viewed" says one thing, "top 10 least viewed" two."""
    return ranking.metric is not None and before.metric is None and ranking.descending is before.descending


def _limit(filling: Filling, meaning: object) -> None:
    number = meaning.value if isinstance(meaning, Number) else 0.0
    if not number.is_integer() or not 1 <= number <= MOST_ROWS:
        filling.blame(filling.span, f"A list has from 1 to {MOST_ROWS:,} rows.")
        return
    filling.draft.limit = int(number)


def _counts_rows_said_before(filling: Filling) -> bool:
    """ "Page titles, most views, 10 of them", "lowest revenue channel, just the one"."""
    draft = filling.draft
    before = filling.spans[filling.at - 1] if filling.at else None
    closes = filling.next() is Sign.ROWS or (before is not None and before is filling.only)
    return (
        closes
        and bool(draft.ranking or draft.sort_by)
        and bool(draft.listed or draft.breakdown)
        and draft.limit is None
    )


def _counts_rows_that_follow(filling: Filling) -> bool:
    counts = _counts_what_is_listed(filling) or _counts_what_is_asked_for(filling)
    return counts and not filling.joins(OpenList.BREAKDOWN, Sign.AND)


def _counts_what_is_listed(filling: Filling) -> bool:
    """ "5 countries with the most users", "10 most viewed pages", "the 5 best mobile pages"."""
    following = filling.next()
    if isinstance(following, Ranking):
        return True
    ahead = 2 if isinstance(following, Value) else 1
    return (
        filling.draft.limit is None
        and isinstance(filling.next(ahead), Dimension | Either)
        and _is_ranked_behind(filling, ahead + 1)
    )


def _is_ranked_behind(filling: Filling, ahead: int) -> bool:
    """ "With the most users", "that had the most users", "which had the most users"."""
    if isinstance(filling.next(ahead), Link) or filling.next(ahead) is Sign.WHICH:
        return isinstance(filling.next(ahead + 1), Ranking)
    ranking = filling.next(ahead)
    return isinstance(ranking, Ranking) and ranking.style is not Style.TOP


def _counts_what_is_asked_for(filling: Filling) -> bool:
    """ "Which 5 pages got the most views"."""
    ahead = 2 if isinstance(filling.next(), Value) else 1
    return (
        filling.awaits(Awaits.ASKED)
        and filling.draft.limit is None
        and isinstance(filling.next(ahead), Dimension | Either)
        and any(isinstance(span.meaning, Ranking) for span in filling.spans[filling.at :])
    )


def _stands_before_a_list(filling: Filling) -> bool:
    ahead = 1
    while isinstance(filling.next(ahead), Number | Value):
        ahead += 1
    return isinstance(filling.next(ahead), Dimension)
