"""Whether rows are asked for by what stands behind their field: "pages under /blog by views"."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Awaits, Filling
from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds, Number, Ranking
from services.orchestrator.understanding.lexicon.vocabulary import MATCHING, Link, Sign
from services.orchestrator.understanding.periods.vocabulary_of_time import Period

_FILTERING = (Link, Value, Literal, Period, Bound)
_BETWEEN_VALUES = MATCHING | {Sign.AND, Sign.OR, Sign.COMMA, Sign.NOT}


def is_sorted_list(filling: Filling) -> bool:
    """ "Pages under /blog by views", "countries in Europe by sessions", "pages with /gift and their views"."""
    if filling.waiting or filling.draft.metrics or filling.draft.listed:
        return False
    ahead, filtered = 1, False
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
    return filtered and filling.next(ahead) in {Sign.BY, Sign.SORTED_BY} and isinstance(filling.next(ahead + 1), Metric)


def is_matched_list(filling: Filling) -> bool:
    """ "Which pages containing /hotels had the most views"."""
    asked = filling.waiting.get(Awaits.ASKED)
    return asked is not None and asked.words == "which" and filling.next() in MATCHING


def _bounds_rows(filling: Filling, ahead: int) -> bool:
    """ "With over 500 views", "with the most sessions"; not "under /blog"."""
    meaning = filling.next(ahead)
    if isinstance(meaning, Bound):
        return isinstance(filling.next(ahead + 1), Number)
    return isinstance(meaning, Bounds | Ranking)


def figure_follows(filling: Filling, ahead: int) -> bool:
    """ "Pages and their views", "pages with last week's views"."""
    while isinstance(filling.next(ahead), Period) or filling.next(ahead) is Sign.COUNT:
        ahead += 1
    return isinstance(filling.next(ahead), Metric)
