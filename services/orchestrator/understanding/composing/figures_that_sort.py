"""Rules for figures that are named again, or first, to say which of several is meant."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.lexicon.fields import Dimension, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Direction, Number, Ranking, Style
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period

_RANKING_BY = frozenset({Link("on"), Link("for")})


def sorts_as_well(filling: Filling) -> bool:
    """ "Sorted by revenue, users"; not "sorted by revenue: users", "by revenue, lowest first, users"."""
    before = filling.before()
    is_led = before is not None and before.text == ":" and not filling.draft.metrics
    behind_order = filling.next(-1) is Sign.COMMA and isinstance(filling.next(-2), Direction)
    shows = behind_order and not isinstance(filling.next(), Direction)
    return filling.joins(OpenList.SORTING, Sign.AND, Sign.COMMA) and not (is_led or shows)


def says_more_of_itself(filling: Filling) -> bool:
    """ "Users and revenue, revenue top 5", "…, revenue only": not what the whole list is, but which figure is meant."""
    behind = filling.next()
    tells = isinstance(behind, Ranking | Period | Minutes) or behind is Sign.ONLY
    return filling.joins(OpenList.METRICS, Sign.COMMA) and filling.span.meaning in filling.draft.metrics and tells


def knows_what_sorts(filling: Filling, direction: Direction) -> bool:
    """Whether it is clear what sorts: not in "by channel, users, revenue descending", where one more is shown."""
    draft, figure = filling.draft, filling.next(-1)
    if direction.metric or not isinstance(figure, Metric) or filling.next(-2) is not Sign.COMMA:
        return True
    return draft.sort_by == [figure] if draft.sort_by else len(draft.metrics) == 1


def ranks_what_was_listed(filling: Filling) -> bool:
    """ "Landing pages, top 10 on sessions": a figure named before as well would leave open what the rows are."""
    draft = filling.draft
    link = filling.waiting.get(Awaits.LINKED)
    is_led = link is not None and link.meaning in _RANKING_BY
    return bool(draft.listed) and draft.limit is not None and (is_led or not draft.metrics)


def sorts_what_is_shown(filling: Filling, metric: Metric) -> bool:
    """ "Campaigns, sessions and revenue, last month, by revenue"."""
    return bool(filling.draft.breakdown) and metric in filling.draft.metrics


def ranks_what_follows(filling: Filling) -> bool:
    """ "By sessions, the top three pages", "by revenue, our three best channels"."""
    if filling.draft.metrics or filling.draft.breakdown:
        return False
    rankings = [at for at, span in enumerate(filling.spans) if at > filling.at and isinstance(span.meaning, Ranking)]
    if len(rankings) != 1:
        return False
    ranking, listed = filling.spans[rankings[0]].meaning, rankings[0] + 1
    while listed < len(filling.spans) and isinstance(filling.spans[listed].meaning, Number | Value):
        listed += 1
    before_rows = listed < len(filling.spans) and isinstance(filling.spans[listed].meaning, Dimension)
    style = ranking.style if isinstance(ranking, Ranking) and ranking.metric is None else Style.MOST
    return style is Style.TOP or (style is Style.SIZE and before_rows)
