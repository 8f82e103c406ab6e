"""Rules for figures that are named again, or first, to say by which of several the rows are sorted."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Filling, OpenList
from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Direction
from services.orchestrator.understanding.lexicon.vocabulary import Sign


def sorts_as_well(filling: Filling) -> bool:
    """ "Sorted by revenue, users"; not "sorted by revenue: users"."""
    before = filling.before()
    is_led = before is not None and before.text == ":" and not filling.draft.metrics
    return filling.joins(OpenList.SORTING, Sign.AND, Sign.COMMA) and not is_led


def sort_by_figure_before(filling: Filling, direction: Direction) -> bool:
    """ "Users and revenue by channel, revenue descending": sorts by it; whether it is clear which figure sorts."""
    draft, figure = filling.draft, filling.next(-1)
    is_alone = isinstance(figure, Metric) and filling.next(-2) is Sign.COMMA
    if not is_alone or direction.metric:
        return True
    if draft.sort_by:
        return draft.sort_by == [figure]
    if isinstance(figure, Metric) and draft.metrics.count(figure) > 1:
        draft.sort_by.append(figure)
        return True
    return len(draft.metrics) == 1
