"""Whether a figure only says what a ranking is measured by: "best selling products by revenue"."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Awaits, Filling, OpenList
from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign

_LEADING = frozenset({Link("in"), Link("for")})


def is_measured_in(filling: Filling) -> bool:
    """ "Best selling, in revenue", "the busiest hour for purchases"."""
    return filling.waiting[Awaits.LINKED].meaning in _LEADING and filling.joiner in {None, Sign.COMMA}


def names_measure(filling: Filling, metric: Metric) -> bool:
    """ "Best selling products by revenue", "products bought most, in units"; said again, the figure is no other."""
    draft = filling.draft
    if draft.sort_by == [metric] and draft.ranking and draft.ranking.metric == metric:
        return True
    if draft.ranking is None or metric.name not in draft.ranking.measured_by or draft.sort_by != [draft.ranking.metric]:
        return False
    draft.sort_by[:] = [metric]
    filling.settle(OpenList.SORTING)
    return True
