"""Which rows of a breakdown are worth a mention."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest, nsmallest

from services.orchestrator.agents.reporting.subject import Key, Subject, Values

_ALL_UP_TO = 5
_ASKED_FOR_UP_TO = 10
_ELSE = 3


@dataclass(frozen=True, slots=True)
class Leaders:
    """The first rows by the leading metric.

    `ascending` where the smallest were asked for. `certain` says whether no row that GA4 holds can rank higher;
    else they lead only among the rows returned.
    """

    rows: tuple[tuple[Key, Values], ...]
    ascending: bool
    certain: bool


def leaders(subject: Subject) -> Leaders:
    """Ranks the first period's rows; equal values keep GA4's order."""
    rows = subject.rows[0]
    lead = subject.lead
    order = subject.request.order_by[0] if subject.request.order_by else None
    by_lead = order is None or order.field == subject.measures[lead].api_name
    ascending = order is not None and by_lead and not order.descending
    pick = nsmallest if ascending else nlargest
    chosen = pick(_how_many(subject), rows.items(), key=lambda row: row[1][lead])
    return Leaders(tuple(chosen), ascending, certain=subject.complete or by_lead)


def _how_many(subject: Subject) -> int:
    limit = subject.request.limit
    if limit is not None and limit <= _ASKED_FOR_UP_TO:
        return limit
    return _ALL_UP_TO if len(subject.rows[0]) <= _ALL_UP_TO else _ELSE
