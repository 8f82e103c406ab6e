"""Decides how rows are sorted and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.orchestrator.understanding.canonical import leading
from services.orchestrator.understanding.composing.draft import Draft, Unclear
from services.orchestrator.understanding.deciding.scope_rules import ScopeRules
from services.orchestrator.understanding.deciding.subject import Subject
from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Direction, Sorted
from services.orchestrator.understanding.plan import Order, OrderKind


@dataclass(frozen=True, slots=True)
class Rows:
    """Sort keys, the number of rows wanted, and what was assumed of them."""

    order_by: tuple[Order, ...]
    limit: int | None
    assumptions: tuple[str, ...] = ()


def decide_rows(draft: Draft, subject: Subject, rules: ScopeRules) -> Rows:
    """Ranked rows go by the figure that ranks them, a trend by time, all others by the first figure, highest first."""
    ranking = draft.ranking
    if not subject.dimensions:
        if ranking is not None or draft.limit is not None or draft.sort_by or draft.direction or draft.sort_names:
            raise Unclear("What should be listed?", ("by country", "by page"))
        return Rows((), None)
    if draft.sort_names or (draft.direction and draft.direction.of is not Sorted.FIGURES):
        return _sorted_rows(draft, subject, rules)
    limit = _limit(draft)
    if limit is not None and _has_lists_within(draft, subject, rules):
        raise Unclear('The first rows within each, or of all together? Say what the rows are with one "by".')
    if ranking is None and not subject.sort_by and draft.direction is None:
        return Rows(_by_time(subject, rules) or _by_bounded(subject), limit)
    sort_by = subject.sort_by or subject.metrics[:1]
    ways = [way for way in (ranking, draft.direction) if way]
    if any(way.lasts for way in ways) and not rules.durations.issuperset(metric.name for metric in sort_by):
        raise Unclear("Which length of time is meant?", ("average session duration", "user engagement duration"))
    less_is_better = any(way.judges for way in ways) and _less_is_better(sort_by, rules)
    downwards = {way.descending is not (less_is_better and way.judges) for way in ways} or {True}
    if len(downwards) > 1:
        raise Unclear("Rows can be sorted in one way at a time.")
    [descending] = downwards
    order_by = tuple(Order(metric.name, OrderKind.METRIC, descending) for metric in sort_by)
    return Rows(order_by, limit, ("Less was taken to be better.",) if less_is_better else ())


def _has_lists_within(draft: Draft, subject: Subject, rules: ScopeRules) -> bool:
    """ "Top 5 pages per country", "by country by month, top 3"."""
    if draft.listed:
        return len(subject.dimensions) > len(draft.listed)
    if len(subject.dimensions) > 1 and any(entry.compared for entry in draft.conditions):
        # "By page, mobile vs desktop, top 5".
        return True
    return len(subject.dimensions) > 1 and not rules.time_dimensions.isdisjoint(subject.dimensions)


def _less_is_better(judged: Sequence[Metric], rules: ScopeRules) -> bool:
    """Whether the best rows have the lowest figures. Raises Unclear where nothing or no one thing is better."""
    less = {metric.name in rules.lower_is_better for metric in judged}
    if len(less) > 1 or any(metric.name in rules.neither_is_better for metric in judged):
        raise Unclear("Is more of it better, or less?", ("highest", "lowest"))
    return True in less


def _sorted_rows(draft: Draft, subject: Subject, rules: ScopeRules) -> Rows:
    """Rows by name or by time, or in a direction that the words leave open."""
    direction = draft.direction or Direction(descending=False, of=Sorted.ROWS)
    named = [subject.renamed.get(entry.name, entry.name) for entry in draft.sort_names]
    times = [name for name in subject.dimensions if name in rules.time_dimensions]
    if direction.of is Sorted.ROWS and not named:
        if times and not subject.sort_by:
            raise Unclear("Sorted by what?", ("highest first", "lowest first", "newest first", "oldest first"))
        figures = replace(draft, direction=replace(direction, of=Sorted.FIGURES))
        return decide_rows(figures, subject, rules)
    if subject.sort_by or draft.ranking or (named and direction.of is Sorted.TIME):
        raise Unclear("Rows can be sorted in one way at a time.")
    named = named or (times if direction.of is Sorted.TIME else list(subject.dimensions))
    if len(named) != 1 or named[0] not in subject.dimensions:
        raise Unclear("Sorted by which of the fields that are shown?")
    if named == times and not direction.descending:
        return Rows(_by_time(subject, rules), draft.limit)
    return Rows((Order(named[0], OrderKind.ALPHANUMERIC, direction.descending),), draft.limit)


def _limit(draft: Draft) -> int | None:
    """ "The page with the most views" is one page, "the pages" are all of them."""
    asks_for_one = bool(draft.listed) and not any(entry.plural for entry in draft.listed)
    return 1 if draft.limit is None and draft.ranking is not None and asks_for_one else draft.limit


def _by_bounded(subject: Subject) -> tuple[Order, ...]:
    """Of several figures, the one that rows are kept by sorts them; empty for the canonical order."""
    bounded = {entry.metric for entry in subject.thresholds} & set(subject.metrics)
    if len(subject.metrics) == 1 or len(bounded) != 1:
        return ()
    return tuple(Order(metric.name, OrderKind.METRIC, descending=True) for metric in bounded)


def _by_time(subject: Subject, rules: ScopeRules) -> tuple[Order, ...]:
    """By time where there is one, and then by the first figure; empty for the canonical order."""
    times = [name for name in sorted(subject.dimensions) if name in rules.time_dimensions]
    by_time = tuple(Order(name, OrderKind.ALPHANUMERIC) for name in times)
    if not by_time or len(by_time) == len(subject.dimensions):
        return by_time
    first = leading(metric.name for metric in subject.metrics)
    return (*by_time, Order(first, OrderKind.METRIC, descending=True))
