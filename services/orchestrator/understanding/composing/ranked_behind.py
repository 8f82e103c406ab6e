"""Whether what stands behind a field makes rows of it: "pages, top ten by views", "events with the most users"."""

from __future__ import annotations

from itertools import pairwise

from services.orchestrator.understanding.composing.bounding import bound_behind
from services.orchestrator.understanding.composing.filling import Awaits, Filling
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bounds, Direction, Number, Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_RANKED = Dimension | Either | Metric | Value
_OTHER_ROWS = (Sign.BY, Sign.EACH, Sign.WHICH)


def ranks_what_it_follows(filling: Filling) -> bool:
    """Whether words behind the span rank it: "events with the most users", "events, top 10 by users"."""
    ahead = 2 if filling.next() is Sign.COMMA else 1
    ranking, behind = filling.next(ahead), filling.next(ahead + 1)
    if ranking == Link("with"):
        return isinstance(behind, Ranking | Bounds) and not filling.awaits(Awaits.COUNTED)
    if filling.waiting or filling.draft.listed:
        return False
    if filling.next() in {Sign.BY, Sign.SORTED_BY}:
        # "Events by count".
        return filling.next(2) == Metric("eventCount") and not filling.draft.metrics
    return isinstance(ranking, Ranking) and _ranks_from_behind(filling, ranking, ahead)


def _ranks_from_behind(filling: Filling, ranking: Ranking, ahead: int) -> bool:
    """ "Pages viewed most", "landing pages, lowest bounce rate", "pages, top 10 by views"."""
    behind = filling.next(ahead + 1)
    if ranking.stands_behind:
        return not isinstance(behind, _RANKED)
    if ranking.style is not Style.TOP:
        return ahead > 1 and isinstance(behind, Metric)
    return numbers_what_stands_before(filling, ranking, ahead + 1)


def numbers_what_stands_before(filling: Filling, ranking: Ranking, ahead: int = 1) -> bool:
    """Whether "top" or "highest" has its number behind it and nothing that it could rank."""
    if ranking.style is Style.MOST or ranking.metric or not isinstance(filling.next(ahead), Number):
        return False
    ahead += 2 if filling.next(ahead + 1) is Sign.ROWS else 1
    return not isinstance(filling.next(ahead), _RANKED)


def heads_list(filling: Filling, dimension: Dimension) -> bool:
    """Whether the field opens a part of a question whose end ranks, numbers or bounds it, figures between.

    "Pages, top ten on pageviews", "October, landing pages, sessions, top 20", "October pages, views > 5k".
    """
    if not dimension.plural and filling.next() is not Sign.COMMA:
        return False
    before = filling.spans[filling.at - 1].meaning if filling.at else Sign.COMMA
    if filling.waiting or filling.draft.breakdown or not (before is Sign.COMMA or isinstance(before, Period)):
        return False
    behind = [span.meaning for span in filling.spans[filling.at + 1 :]]
    others = (isinstance(meaning, Dimension | Either) or meaning in _OTHER_ROWS for meaning in behind)
    by_figure = (meaning is Sign.BY and isinstance(after, Metric) for meaning, after in pairwise([*behind, Sign.COMMA]))
    if any(other and not by for other, by in zip(others, by_figure, strict=True)):
        return False
    if bounds_figure_behind(filling):
        return True
    rankings = [at for at, meaning in enumerate(behind) if isinstance(meaning, Ranking)]
    return len(rankings) == 1 and any(isinstance(meaning, Number) for meaning in behind)


def is_sorted_behind_comma(filling: Filling, ahead: int = 1) -> bool:
    """ "Products, highest revenue first", "channels last month, ordered from the lowest bounce rate"."""
    while isinstance(filling.next(ahead), Period):
        ahead += 1
    direction = filling.next(ahead + 1)
    sorts = filling.next(ahead) is Sign.COMMA and isinstance(direction, Direction) and direction.metric is not None
    return sorts and not (filling.draft.metrics or filling.draft.breakdown or filling.waiting)


def bounds_figure_behind(filling: Filling) -> bool:
    """ "Landing pages last month, sessions > 100", "landing pages sessions > 500", "pages, over 500 views"."""
    ahead = 1
    while filling.next(ahead) is Sign.COMMA or isinstance(filling.next(ahead), Period):
        ahead += 1
    if isinstance(filling.next(ahead), Bounds):
        return isinstance(filling.next(ahead + 1), Metric)
    return isinstance(filling.next(ahead), Metric) and bound_behind(filling, ahead) > 0


def are_rows_already(filling: Filling, dimension: Dimension) -> bool:
    """ "Sessions by country, top 5 countries"; "…, top countries by revenue" may be another list."""
    again = any(row.name == dimension.name for row in filling.draft.breakdown) and dimension.plural
    return again and filling.awaits(Awaits.RANKED) and filling.next() not in {Sign.BY, Sign.SORTED_BY}
