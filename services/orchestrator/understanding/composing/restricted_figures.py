"""Finds values that restrict one figure of several: a plan restricts them all, so these are asked back."""

from __future__ import annotations

from collections.abc import Iterator

from services.orchestrator.understanding.composing.filling import Filling
from services.orchestrator.understanding.lexicon.fields import FILTERS, Either, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Bounds
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign

_FIGURES = (Metric, Either)


def restricts_shown_beside(filling: Filling, link: object) -> bool:
    """ "Countries by users with their mobile sessions": whether the value belongs to one more figure only."""
    draft = filling.draft
    if not (draft.metrics or draft.sort_by):
        return False
    if link == Link("their"):
        return True
    if link != Link("with") or filling.spans[filling.at - 1].words not in filling.words.showing:
        return False
    ahead = 1
    while isinstance(filling.next(ahead), FILTERS) or filling.next(ahead) in {Sign.AND, Sign.OR}:
        ahead += 1
    figure = filling.next(ahead)
    left_out = filling.next(ahead + 1) is Sign.LEFT_OUT
    return isinstance(figure, Metric) and figure not in (*draft.metrics, *draft.sort_by) and not left_out


def restricts_bounded(filling: Filling, metric: Metric, metric_at: int) -> bool:
    """ "Countries by users with at least 10 mobile sessions", "… with over 100 sessions on mobile"."""
    if all(other == metric for other in _figures(filling)):
        return False
    before = filling.spans[metric_at - 1].meaning if metric_at else None
    return isinstance(before, FILTERS) or restricted_behind(filling)


def restricted_behind(filling: Filling) -> bool:
    """Whether a value is linked to the figure right before it: "with their bounce rate on mobile"."""
    return isinstance(filling.next(), Link) and isinstance(filling.next(2), FILTERS)


def goes_on_from_bound(filling: Filling) -> bool:
    """ "Channels with over 100 users and sessions": the second figure may be bounded too, or shown."""
    if filling.joiner is not Sign.AND or filling.draft.metrics or not filling.draft.thresholds or filling.at < 2:
        return False
    figure = filling.next(-2)
    return filling.next(-1) is Sign.AND and isinstance(figure, _FIGURES)


def _figures(filling: Filling) -> Iterator[object]:
    """All figures that are asked for or sort rows: those without a bound of their own."""
    spans = filling.spans
    bounded = False
    for at, span in enumerate(spans):
        if isinstance(span.meaning, Bound | Bounds):
            bounded = True
        elif isinstance(span.meaning, _FIGURES):
            behind = at + 1 < len(spans) and isinstance(spans[at + 1].meaning, Bounds)
            if not bounded and not behind:
                yield span.meaning
            bounded = False
