"""GA4's REST form of a request: what a caller is shown, what the cache keeps beside an answer, what the hash covers."""

from __future__ import annotations

from typing import Any

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
    ReportRequest,
    TextFilter,
)

DEFAULT_LIMIT = 10_000
"""Rows that GA4 returns where a request names no limit."""


def to_rest(request: ReportRequest) -> dict[str, Any]:
    """The request in GA4's REST form (camelCase), without `property`, with GA4's defaults written out.

    `google.protobuf.json_format.ParseDict` reads it into the message of the request's method. Totals are always asked
    for: GA4's own, since distinct counts cannot be summed.
    """
    if request.method is Method.GET_METADATA:
        return {}
    if request.method is Method.CHECK_COMPATIBILITY:
        return _compatibility(request)
    rest: dict[str, Any] = {
        "metrics": [{"name": name} for name in request.metrics],
        "dimensions": [{"name": name} for name in request.dimensions],
        "orderBys": [_order(order) for order in request.order_by],
        "limit": str(DEFAULT_LIMIT if request.limit is None else request.limit),
        "metricAggregations": ["TOTAL"],
    }
    if request.method is Method.RUN_REALTIME_REPORT:
        rest["minuteRanges"] = [
            {"startMinutesAgo": minutes.start_minutes_ago, "endMinutesAgo": minutes.end_minutes_ago}
            for minutes in request.minute_ranges
        ]
    else:
        rest["dateRanges"] = [
            {"startDate": days.start.isoformat(), "endDate": days.end.isoformat()} for days in request.date_ranges
        ]
        rest["keepEmptyRows"] = False
    if request.dimension_filter is not None:
        rest["dimensionFilter"] = filter_to_rest(request.dimension_filter)
    if request.metric_filter is not None:
        rest["metricFilter"] = filter_to_rest(request.metric_filter)
    return rest


def asked_beside(request: ReportRequest) -> str:
    """Of two fields whose compatibility is asked, the one that is looked for among those that go with the other.

    GA4 fails where the fields of a request do not go together, so it is asked about the other alone.
    """
    return request.dimensions[-1] if request.dimensions and request.listing is None else request.metrics[-1]


def _compatibility(request: ReportRequest) -> dict[str, Any]:
    looked_for = None if request.listing else asked_beside(request)
    return {
        "metrics": [{"name": name} for name in request.metrics if name != looked_for],
        "dimensions": [{"name": name} for name in request.dimensions if name != looked_for],
    }


def filter_to_rest(expression: Filter) -> dict[str, Any]:
    """GA4's `FilterExpression`."""
    match expression:
        case TextFilter(field, value, match, case_sensitive):
            return _filter(field, "stringFilter", _text(value, match, case_sensitive))
        case ListFilter(field, values, case_sensitive):
            return _filter(field, "inListFilter", {"values": list(values), "caseSensitive": case_sensitive})
        case NumberFilter(field, comparison, number):
            return _filter(field, "numericFilter", {"operation": comparison.value, "value": _number(number)})
        case Not(inner):
            return {"notExpression": filter_to_rest(inner)}
        case AllOf(members):
            return {"andGroup": {"expressions": [filter_to_rest(member) for member in members]}}
        case AnyOf(members):
            return {"orGroup": {"expressions": [filter_to_rest(member) for member in members]}}


def _filter(field: str, kind: str, test: dict[str, Any]) -> dict[str, Any]:
    return {"filter": {"fieldName": field, kind: test}}


def _text(value: str, match: Match, case_sensitive: bool) -> dict[str, Any]:
    return {"matchType": match.value, "value": value, "caseSensitive": case_sensitive}


def _number(number: float) -> dict[str, Any]:
    return {"int64Value": str(int(number))} if float(number).is_integer() else {"doubleValue": number}


def _order(order: Order) -> dict[str, Any]:
    if order.kind is OrderKind.METRIC:
        return {"metric": {"metricName": order.field}, "desc": order.descending}
    return {"dimension": {"dimensionName": order.field, "orderType": order.kind.value}, "desc": order.descending}
