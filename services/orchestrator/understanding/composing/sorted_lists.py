"""Whether rows are asked for by what stands behind their field: "pages under /blog by views"."""

from __future__ import annotations

from services.orchestrator.understanding.composing.bare_lists import is_bare_list
from services.orchestrator.understanding.composing.filling import Awaits, Filling
from services.orchestrator.understanding.composing.ranked_behind import bounds_figure_behind, ranks_what_it_follows
from services.orchestrator.understanding.lexicon.field_scopes import WITHIN, is_version_of
from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import MATCHING, Doubtful, Link, Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.plan import Match

_FILTERING = (Link, Value, Literal, Period, Bound)
_OF_DEVICES = {"deviceCategory": frozenset({"browser", "operatingSystem", "screenResolution"})}
_ENTRIES = ("posts", "articles")
_BETWEEN_VALUES = MATCHING | {Sign.AND, Sign.OR, Sign.COMMA, Sign.NOT}


def is_sorted_list(filling: Filling) -> bool:
    """ "Pages under /blog by views", "countries in Europe by sessions", "pages with /gift and their views"."""
    if filling.waiting or filling.draft.metrics or filling.draft.listed:
        return False
    return sorts_filtered_rows(filling) or is_bare_list(filling.spans)


def sorts_filtered_rows(filling: Filling, ahead: int = 1) -> bool:
    """Whether filters stand there, and behind them what sorts or bounds the rows that they keep."""
    filtered = False
    while (
        isinstance(filling.next(ahead), _FILTERING)
        or filling.next(ahead) in _BETWEEN_VALUES
        or (isinstance(filling.next(ahead), Dimension) and isinstance(filling.next(ahead - 1), Link))
    ):
        filtered = filtered or isinstance(filling.next(ahead), Value | Literal)
        if isinstance(filling.next(ahead), Link) and _bounds_rows(filling, ahead + 1):
            return filtered
        if filling.next(ahead) == Link("their") and figure_follows(filling, ahead + 1):
            return filtered
        ahead += 1
    following, behind = filling.next(ahead), filling.next(ahead + 1)
    by_figure = following in {Sign.BY, Sign.SORTED_BY} or isinstance(following, Bounds)
    return filtered and by_figure and isinstance(behind, Metric)


def is_asked_list(filling: Filling) -> bool:
    """ "Which pages containing /hotels had the most views", "what pages in the blog got over 500 views"."""
    asked = filling.waiting.get(Awaits.ASKED)
    if asked is None or (asked.words == "what" and filling.span.start in filling.behind_deeds):
        # "What did pages in the blog bring us".
        return False
    return _leads_to_part(filling) or (asked.words == "which" and filling.next() in MATCHING)


def is_list_of_values(filling: Filling) -> bool:
    """ "Most viewed blog posts", "blog posts with over 500 views", "Nordic countries by users"."""
    if not names_rows(filling.span):
        return False
    if filling.awaits(Awaits.RANKED, Awaits.ASKED):
        return True
    by_figure = filling.next() in {Sign.BY, Sign.SORTED_BY} and isinstance(filling.next(2), Metric)
    return not (filling.draft.metrics or filling.waiting) and (
        by_figure or ranks_what_it_follows(filling) or bounds_figure_behind(filling)
    )


def is_of_what_divides(filling: Filling, value: Value) -> bool:
    """ "By iOS version", "by US state", "top pages by mobile users"; not "top pages and views by those"."""
    following, draft = filling.next(), filling.draft
    if filling.awaits(Awaits.BREAKDOWN) and is_version_of(following, value):
        return True
    if filling.awaits(Awaits.BREAKDOWN) and isinstance(following, Dimension) and not following.breaks_down:
        return following.name in WITHIN.get(value.dimension, ()) or following.name in _OF_DEVICES.get(
            value.dimension, ()
        )
    ranks = isinstance(following, Metric) and not draft.metrics and bool(draft.listed or draft.ranking)
    return ranks and filling.awaits(Awaits.BREAKDOWN, Awaits.SORTING)


def names_rows(span: Span) -> bool:
    """Whether the words for a value name what its rows are too: "blog posts", "Nordic countries"."""
    value = span.meaning
    if not isinstance(value, Value) or value.adjective:
        return False
    entries = value.match is Match.BEGINS_WITH and span.words.endswith(_ENTRIES)
    return entries or (len(value.values) > 1 and span.words.endswith("countries"))


def _leads_to_part(filling: Filling) -> bool:
    """ "In the blog", "under /docs", "except /pricing": the part has several pages."""
    link, part = filling.next(), filling.next(2)
    if link is Sign.NOT:
        return isinstance(part, Value | Literal)
    if isinstance(part, Value):
        return isinstance(link, Link) and part.match is not Match.EXACT
    is_path = isinstance(part, Literal) and part.kind is LiteralKind.PATH
    return is_path and (isinstance(link, Bound) or link == Link("in") or filling.spans[filling.at + 2].text[-1] == "*")


def _bounds_rows(filling: Filling, ahead: int) -> bool:
    """ "With over 500 views", "with the most sessions"; not "under /blog"."""
    meaning = filling.next(ahead)
    if isinstance(meaning, Bound):
        return isinstance(filling.next(ahead + 1), Number)
    return isinstance(meaning, Bounds | Ranking)


def figure_follows(filling: Filling, ahead: int) -> bool:
    """ "Pages and their views", "pages with last week's views"."""
    while isinstance(filling.next(ahead), Period | Doubtful) or filling.next(ahead) is Sign.COUNT:
        ahead += 1
    return isinstance(filling.next(ahead), Metric)
