"""Whether a figure is one more column of rows that have one: "top pages by sessions with their bounce rate"."""

from __future__ import annotations

from services.orchestrator.understanding.composing.filling import Awaits, Filling
from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign

_HAD = frozenset(
    {"keyEvents", "ecommercePurchases", "transactions", "addToCarts", "checkouts", "eventCount", "totalPurchasers"}
)
"""Figures that "with" may only say something has any of."""


def is_shown_beside(filling: Filling, metric: Metric) -> bool:
    """ "Top pages by sessions with bounce rate": a column; "users with conversions" may be only those that had some."""
    draft = filling.draft
    link = filling.waiting.get(Awaits.LINKED)
    if metric in draft.metrics:
        return False
    for_each = filling.next() is Sign.BY_THOSE or filling.next(-1) is Sign.BY_THOSE
    if for_each and (draft.metrics or draft.sort_by) and not filling.waiting.keys() - {Awaits.COUNTED}:
        # "Sessions by country, and users for each", "top 5 countries by users, and for each its sessions".
        return filling.joiner in {None, Sign.COMMA, Sign.AND}
    if link is None or filling.waiting.keys() - {Awaits.LINKED} or filling.joiner not in {None, Sign.COMMA}:
        return False
    if link.meaning == Link("their"):
        of_what = draft.breakdown or draft.listed or draft.conditions
        return bool(draft.sort_by) or (bool(draft.metrics) and bool(of_what))
    if not draft.sort_by:
        return False
    shows = link.meaning == Link("with") and link.words in filling.words.showing
    return shows and not metric.event and metric.name not in _HAD
