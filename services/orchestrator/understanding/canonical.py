"""The one form that all plans of the same meaning share, and its hash.

Two steps. `normalise` makes equal meanings equal plans, and what it returns is what is fetched. `canonical_form`
writes such a plan as JSON text, in which alone the case of case-insensitive values is folded as well. The form is
documented field by field in `docs/canonical-form.md`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import replace

from services.orchestrator.understanding.normal_filter import fold_case, normal_filter
from services.orchestrator.understanding.plan import Order, OrderKind, Plan, ReportRequest
from services.orchestrator.understanding.rest import DEFAULT_LIMIT, to_rest

VERSION = 1
"""Raised whenever the same plan would give another form, or an answer of another shape."""

_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_RATIO = re.compile(r"Rate(?::|$)|Per[A-Z]|^average|Ratio")


def query_hash(plan: Plan) -> str:
    """The SHA-256 of the plan's canonical form, in lower-case hex."""
    return hashlib.sha256(canonical_form(plan).encode()).hexdigest()


def canonical_form(plan: Plan) -> str:
    """The plan as JSON text, equal for all plans of the same meaning: versioned, complete, keys sorted."""
    folded = normalise(Plan(tuple(_case_folded(request) for request in plan.requests)))
    requests = [_form(request) for request in folded.requests]
    return _WRITER.encode({"version": VERSION, "requests": requests})


def _form(request: ReportRequest) -> dict[str, object]:
    form: dict[str, object] = {"method": request.method.value, "request": to_rest(request)}
    if request.about_fields:
        form["fields"] = [*request.metrics, *request.dimensions]
        form["listing"] = request.listing.value if request.listing else ""
    return form


def normalise(plan: Plan) -> Plan:
    """The plan that stands for all plans of its meaning.

    "Users and sessions by country" and "sessions and users by country" ask for one thing, so one cached answer is
    shown for both. Columns therefore have one order, in what is fetched and not only in the key: dimensions that
    sort the rows first, the others and the metrics by name. Metrics that sort come from `order_by`, where the
    order is kept; so is the order of date ranges, and of requests.
    """
    return Plan(tuple(_normal_request(request) for request in plan.requests))


def joined(plans: Iterable[Plan]) -> Plan:
    """The plan of several things asked at once, in whatever order: each request once, what has no rows first.

    "Sessions last week. And users last week" asks for what "sessions and users last week" does: single figures of the
    same days are one request.
    """
    requests: list[ReportRequest] = []
    single: list[int] = []
    for plan in sorted(map(normalise, plans), key=_place):
        first = plan.requests[0]
        twin = next((at for at in single if _same_figures(first, requests[at])), None)
        if len(plan.requests) == 1 and twin is not None:
            requests[twin] = replace(first, metrics=(*requests[twin].metrics, *first.metrics))
            continue
        if len(plan.requests) == 1:
            single.append(len(requests))
        requests.extend(plan.requests)
    return normalise(Plan(tuple(dict.fromkeys(requests))))


def _place(plan: Plan) -> tuple[int, str]:
    return len(plan.requests[0].dimensions), canonical_form(plan)


def _same_figures(one: ReportRequest, other: ReportRequest) -> bool:
    return not (one.dimensions or one.about_fields) and replace(one, metrics=()) == replace(other, metrics=())


def _normal_request(request: ReportRequest) -> ReportRequest:
    metrics = tuple(sorted(dict.fromkeys(request.metrics)))
    order_by = _normal_order(request, metrics)
    sorting = [order.field for order in order_by]
    dimensions = tuple(
        sorted(
            dict.fromkeys(request.dimensions),
            key=lambda name: (sorting.index(name) if name in sorting else len(sorting), name),
        )
    )
    dimension_filter = request.dimension_filter and normal_filter(request.dimension_filter)
    metric_filter = request.metric_filter and normal_filter(request.metric_filter)
    # One row needs no limit, and the default limit is no limit of the question's.
    limit = request.limit if dimensions and request.limit != DEFAULT_LIMIT else None
    columns, kept = (metrics, dimensions, order_by), (dimension_filter, metric_filter, limit)
    if (request.metrics, request.dimensions, request.order_by) == columns and (
        (request.dimension_filter, request.metric_filter, request.limit) == kept
    ):
        return request
    return replace(
        request,
        metrics=metrics,
        dimensions=dimensions,
        dimension_filter=dimension_filter,
        metric_filter=metric_filter,
        order_by=order_by,
        limit=limit,
    )


def _normal_order(request: ReportRequest, metrics: tuple[str, ...]) -> tuple[Order, ...]:
    """Each field once; GA4's own default written out; nothing where there is one row."""
    if not request.dimensions or request.about_fields:
        return ()
    if request.order_by:
        first_named: dict[str, Order] = {}
        for order in request.order_by:
            first_named.setdefault(order.field, order)
        return tuple(first_named.values())
    return (Order(leading(metrics), OrderKind.METRIC, descending=True),) if metrics else ()


def leading(metrics: Iterable[str]) -> str:
    """The figure of several that sorts rows where a question names none: a count before a ratio, then by name.

    A country with one visit can have the highest rate of all.
    """
    return min(metrics, key=lambda name: (_RATIO.search(name) is not None, name))


def _case_folded(request: ReportRequest) -> ReportRequest:
    kept = request.dimension_filter
    folded = kept and fold_case(kept)
    return request if folded is kept else replace(request, dimension_filter=folded)
