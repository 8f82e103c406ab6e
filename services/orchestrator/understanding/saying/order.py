"""How rows are sorted and how many there are, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from services.orchestrator.understanding.canonical import leading
from services.orchestrator.understanding.plan import NumberFilter, Order, OrderKind, ReportRequest
from services.orchestrator.understanding.saying.fields import Labels, listed
from services.orchestrator.understanding.things_asked import conditions_of


def say_order(request: ReportRequest, labels: Labels, times: Collection[str]) -> Iterator[str]:
    """ "Top 5 by views"; nothing where rows are sorted as they are when no order is named. `times` are dimensions."""
    by_figures = bool(request.order_by) and all(order.kind is OrderKind.METRIC for order in request.order_by)
    if by_figures and (request.limit is not None or not _is_usual(request, times)):
        fields = listed([labels.figure(order.field, request) for order in request.order_by])
        descending = request.order_by[0].descending
        if request.limit is None:
            yield f"sorted by {'' if descending else 'lowest '}{fields}"
        else:
            yield f"{'top' if descending else 'bottom'} {request.limit} by {fields}"
        return
    yield from _order_of_names(request, labels, times)
    if request.limit is not None:
        yield f"limit {request.limit}"


def _order_of_names(request: ReportRequest, labels: Labels, times: Collection[str]) -> Iterator[str]:
    first = request.order_by[0] if request.order_by else None
    if first is None or first.kind is OrderKind.METRIC:
        return
    if first.descending:
        yield f"sorted by {labels.dimension(first.field, request)} descending"
    elif first.field not in times:
        yield f"sorted by {labels.dimension(first.field, request)}"


def _is_usual(request: ReportRequest, times: Collection[str]) -> bool:
    """Whether rows are sorted as they are where a question does not say how."""
    bounds = conditions_of(request.metric_filter)
    bounded = {bound.field for bound in bounds if isinstance(bound, NumberFilter)} & set(request.metrics)
    first = bounded.pop() if len(bounded) == 1 else leading(request.metrics)
    usual = (Order(first, OrderKind.METRIC, descending=True),)
    return request.order_by == usual and not any(name in times for name in request.dimensions)
