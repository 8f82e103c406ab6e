"""Builds the plan's requests from what was decided."""

from __future__ import annotations

from services.orchestrator.understanding.composing.draft import Condition, Threshold, Unclear
from services.orchestrator.understanding.deciding.order import Rows
from services.orchestrator.understanding.deciding.periods import Times
from services.orchestrator.understanding.deciding.subject import Subject
from services.orchestrator.understanding.plan import (
    AllOf,
    AnyOf,
    Filter,
    ListFilter,
    Match,
    Method,
    Not,
    NumberFilter,
    Order,
    OrderKind,
    Plan,
    ReportRequest,
    TextFilter,
)


def build_plan(subject: Subject, times: Times, rows: Rows) -> Plan:
    """One request for all plain figures and one for each event counted, since a filter holds for a whole request."""
    events = sorted({metric.event for metric in subject.metrics})
    if len(events) > 1 and (rows.limit is not None or subject.thresholds or subject.sort_by):
        raise Unclear("Rows of several events cannot be ranked or bounded together; ask about one at a time.")
    if any(threshold.metric.event not in events for threshold in subject.thresholds):
        raise Unclear("A figure that bounds rows has to be one that is shown.")
    return Plan(tuple(_request(event, subject, times, rows) for event in events))


def _request(event: str, subject: Subject, times: Times, rows: Rows) -> ReportRequest:
    metrics = tuple(metric.name for metric in subject.metrics if metric.event == event)
    conditions = [_filter(condition) for condition in subject.conditions]
    if event:
        conditions.append(TextFilter("eventName", event))
    return ReportRequest(
        method=Method.RUN_REALTIME_REPORT if times.minutes else Method.RUN_REPORT,
        metrics=metrics,
        dimensions=subject.dimensions,
        date_ranges=times.days,
        minute_ranges=times.minutes,
        dimension_filter=AllOf(tuple(conditions)) if conditions else None,
        metric_filter=_thresholds(subject.thresholds),
        order_by=tuple(_own(order, metrics) for order in rows.order_by),
        limit=rows.limit,
    )


def _own(order: Order, metrics: tuple[str, ...]) -> Order:
    """Each request is sorted by a figure of its own."""
    if order.kind is not OrderKind.METRIC or order.field in metrics:
        return order
    return Order(min(metrics), OrderKind.METRIC, order.descending)


def _filter(condition: Condition) -> Filter:
    kept: Filter
    if condition.match is Match.EXACT:
        kept = ListFilter(condition.dimension, tuple(condition.values))
    else:
        kept = AnyOf(tuple(TextFilter(condition.dimension, value, condition.match) for value in condition.values))
    if condition.also:
        kept = AllOf((kept, *map(_filter, condition.also)))
    return Not(kept) if condition.negated else kept


def _thresholds(thresholds: tuple[Threshold, ...]) -> Filter | None:
    if not thresholds:
        return None
    return AllOf(tuple(NumberFilter(entry.metric.name, entry.comparison, entry.number) for entry in thresholds))
