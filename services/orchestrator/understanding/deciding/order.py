"""Decides how rows are sorted and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from services.orchestrator.understanding.composing.draft import Draft, Unclear
from services.orchestrator.understanding.deciding.scope_rules import ScopeRules
from services.orchestrator.understanding.deciding.subject import Subject
from services.orchestrator.understanding.plan import Order, OrderKind


@dataclass(frozen=True, slots=True)
class Rows:
    """Sort keys, and the number of rows wanted."""

    order_by: tuple[Order, ...]
    limit: int | None


def decide_rows(draft: Draft, subject: Subject, rules: ScopeRules) -> Rows:
    """Ranked rows go by the figure that ranks them, a trend by time, all others by the first figure, highest first."""
    ranking = draft.ranking
    if not subject.dimensions:
        if ranking is not None or draft.limit is not None or draft.sort_by:
            raise Unclear("What should be listed?", ("by country", "by page"))
        return Rows((), None)
    limit = _limit(draft)
    if limit is not None and draft.listed and len(subject.dimensions) > len(draft.listed):
        raise Unclear('The first rows within each, or of all together? Say what the rows are with one "by".')
    if ranking is None and not subject.sort_by:
        return Rows(_by_time(subject, rules), limit)
    sort_by = subject.sort_by or subject.metrics[:1]
    if ranking is not None and ranking.judges and any(metric.name in rules.lower_is_better for metric in sort_by):
        raise Unclear("Is more of it better, or less?", ("highest", "lowest"))
    descending = ranking is None or ranking.descending
    order_by = tuple(Order(metric.name, OrderKind.METRIC, descending) for metric in sort_by)
    return Rows(order_by, limit)


def _limit(draft: Draft) -> int | None:
    """ "The page with the most views" is one page, "the pages" are all of them."""
    asks_for_one = bool(draft.listed) and not any(entry.plural for entry in draft.listed)
    return 1 if draft.limit is None and draft.ranking is not None and asks_for_one else draft.limit


def _by_time(subject: Subject, rules: ScopeRules) -> tuple[Order, ...]:
    """By time where there is one, and then by the first figure; empty for the canonical order."""
    times = [name for name in sorted(subject.dimensions) if name in rules.time_dimensions]
    by_time = tuple(Order(name, OrderKind.ALPHANUMERIC) for name in times)
    if not by_time or len(by_time) == len(subject.dimensions):
        return by_time
    first = min(metric.name for metric in subject.metrics)
    return (*by_time, Order(first, OrderKind.METRIC, descending=True))
