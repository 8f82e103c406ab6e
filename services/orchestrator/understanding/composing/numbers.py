"""Rules for numbers, which count rows: "5 countries with the most users", "sessions by landing page, 10 rows"."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.composing.ranked_behind import is_sorted_behind_comma
from services.orchestrator.understanding.composing.sorted_lists import names_rows, sorts_filtered_rows
from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import (
    Bounds,
    Direction,
    Number,
    Ranking,
    Style,
)
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign

MOST_ROWS = 250_000
"""Rows that GA4 returns at most."""


def place_number(filling: Filling, number: Number) -> None:
    """A number limits rows."""
    if (
        filling.take(Awaits.LIMITED)
        or (filling.awaits(Awaits.RANKED) and filling.draft.limit is None)
        or _are_rows(filling)
    ):
        limit_rows(filling, number)
    elif _counts_rows_said_before(filling) or _counts_rows_that_follow(filling):
        filling.take(Awaits.LINKED)
        limit_rows(filling, number)
    else:
        filling.blame(filling.span, f"What {filling.span.quoted} counts is not clear.")


def _are_rows(filling: Filling) -> bool:
    """ "Sessions by landing page, 10 rows"."""
    listed = filling.draft.listed or filling.draft.breakdown
    if _describes_some(filling):
        return False
    return filling.next() is Sign.ROWS and bool(listed) and filling.draft.limit is None and not filling.waiting


def limit_rows(filling: Filling, meaning: object) -> None:
    number = meaning.value if isinstance(meaning, Number) else 0.0
    if not number.is_integer() or not 1 <= number <= MOST_ROWS:
        filling.blame(filling.span, f"A list has from 1 to {MOST_ROWS:,} rows.")
        return
    filling.draft.limit = int(number)


def _counts_rows_said_before(filling: Filling) -> bool:
    """ "Page titles, most views, 10 of them", "lowest revenue channel, just the one"."""
    draft = filling.draft
    before = filling.spans[filling.at - 1] if filling.at else None
    closes = (filling.next() is Sign.ROWS and not _describes_some(filling)) or (
        before is not None and before is filling.only
    )
    return (
        closes
        and bool(draft.ranking or draft.sort_by)
        and bool(draft.listed or draft.breakdown)
        and draft.limit is None
    )


def _describes_some(filling: Filling) -> bool:
    """ "Countries with over 100 users, 50 of them mobile"."""
    if filling.next() is not Sign.ROWS or not filling.spans[filling.at + 1].words.startswith("of "):
        return False
    ahead = 3 if isinstance(filling.next(2), Link) or filling.next(2) is Sign.NOT else 2
    return isinstance(filling.next(ahead), Value | Literal | Deed | Metric)


def _counts_rows_that_follow(filling: Filling) -> bool:
    counts = _counts_what_is_listed(filling) or _counts_what_is_asked_for(filling) or _is_ranked_before(filling)
    return counts and not filling.joins(OpenList.BREAKDOWN, Sign.AND)


def _counts_what_is_listed(filling: Filling) -> bool:
    """ "5 countries with the most users", "10 most viewed pages", "the 5 best mobile pages"."""
    following = filling.next()
    if isinstance(following, Ranking):
        return True
    ahead = 2 if _stands_before_rows(filling) or following is Sign.FIRST else 1
    return (
        filling.draft.limit is None
        and _names_rows(filling, ahead)
        and (_is_ranked_behind(filling, ahead + 1) or sorts_filtered_rows(filling, ahead + 1))
    )


def _is_ranked_before(filling: Filling) -> bool:
    """ "Highest engagement rate: 5 landing pages"."""
    draft, rows = filling.draft, filling.next()
    ranks = draft.ranking is not None and not (draft.listed or draft.breakdown or filling.waiting)
    return ranks and draft.limit is None and isinstance(rows, Dimension) and rows.plural


def _names_rows(filling: Filling, ahead: int) -> bool:
    """ "10 pages", "10 blog posts"."""
    behind = filling.spans[filling.at + ahead : filling.at + ahead + 1]
    return bool(behind) and (isinstance(behind[0].meaning, Dimension | Either) or names_rows(behind[0]))


def _stands_before_rows(filling: Filling) -> bool:
    """Whether a value stands between the number and what it counts: "10 European cities", "10 /guides/ pages"."""
    return isinstance(filling.next(), Value | Literal) and not _names_rows(filling, 1)


def _is_ranked_behind(filling: Filling, ahead: int) -> bool:
    """ "With the most users", "which had the most users", "5 pages, highest bounce rate", "10 pages by views"."""
    if filling.next(ahead) in {Sign.BY, Sign.SORTED_BY}:
        return isinstance(filling.next(ahead + 1), Metric)
    if is_sorted_behind_comma(filling, ahead):
        return True
    if filling.next(ahead) is Sign.COMMA:
        style = Style.TOP if not isinstance(ranking := filling.next(ahead + 1), Ranking) else ranking.style
        return style is not Style.TOP and isinstance(filling.next(ahead + 2), Metric)
    if isinstance(filling.next(ahead), Link) or filling.next(ahead) is Sign.WHICH:
        return isinstance(filling.next(ahead + 1), Ranking | Bounds)
    ranking = filling.next(ahead)
    if isinstance(ranking, Bounds | Direction):
        return True
    return isinstance(ranking, Ranking) and (ranking.stands_behind or ranking.style is not Style.TOP)


def _counts_what_is_asked_for(filling: Filling) -> bool:
    """ "Which 5 pages got the most views"."""
    ahead = 2 if _stands_before_rows(filling) else 1
    return (
        filling.awaits(Awaits.ASKED)
        and filling.draft.limit is None
        and _names_rows(filling, ahead)
        and any(isinstance(span.meaning, Ranking) for span in filling.spans[filling.at :])
    )
