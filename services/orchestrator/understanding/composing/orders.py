"""Rules for order and number of rows."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.vocabulary import Bound, Dimension, Either, Link, Number, Ranking, Sign, Value

MOST_ROWS = 250_000
"""Rows that GA4 returns at most."""


def place_ranking(filling: Filling, ranking: Ranking) -> None:
    """ "Top", "most", "top 10 most viewed": waits for what it ranks; a figure that it names sorts and is shown."""
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


def place_number(filling: Filling, number: Number) -> None:
    """A number limits rows or bounds a figure."""
    following = filling.next()
    if filling.awaits(Awaits.BOUNDED):
        filling.wait(Awaits.NUMBERED)
    elif isinstance(following, Bound) and following.behind:
        filling.take(Awaits.LINKED)
        filling.wait(Awaits.NUMBERED)
        filling.at += 1
        filling.wait(Awaits.BOUNDED)
    elif filling.take(Awaits.LIMITED) or (filling.awaits(Awaits.RANKED) and filling.draft.limit is None):
        _limit(filling, number)
    elif _counts_what_is_listed(filling) and not filling.joins(OpenList.BREAKDOWN, Sign.AND):
        filling.take(Awaits.LINKED)
        _limit(filling, number)
    else:
        filling.blame(filling.span, f"What {filling.span.quoted} counts is not clear.")


def place_bound(filling: Filling, bound: Bound) -> None:
    """ "More than" waits for a number and a figure."""
    if bound.behind:
        filling.blame(filling.span, f"No number stands before {filling.span.quoted}.")
        return
    filling.take(Awaits.LINKED)
    filling.wait(Awaits.BOUNDED)


def _is_named_by(ranking: Ranking, before: Ranking) -> bool:
    """ "Top 10 most viewed" says one thing, "top 10 least viewed" two."""
    return ranking.metric is not None and before.metric is None and ranking.descending is before.descending


def _limit(filling: Filling, meaning: object) -> None:
    number = meaning.value if isinstance(meaning, Number) else 0.0
    if not number.is_integer() or not 1 <= number <= MOST_ROWS:
        filling.blame(filling.span, f"A list has from 1 to {MOST_ROWS:,} rows.")
        return
    filling.draft.limit = int(number)


def _counts_what_is_listed(filling: Filling) -> bool:
    """ "5 countries with the most users", "10 most viewed pages", "the 5 best mobile pages"."""
    following = filling.next()
    if isinstance(following, Ranking):
        return True
    ahead = 2 if isinstance(following, Value) else 1
    return (
        filling.draft.limit is None
        and isinstance(filling.next(ahead), Dimension | Either)
        and isinstance(filling.next(ahead + 1), Link)
        and isinstance(filling.next(ahead + 2), Ranking)
    )
