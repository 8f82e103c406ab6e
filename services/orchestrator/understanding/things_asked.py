"""Which requests of a plan answer one thing together: figures, a share, or where a change lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.orchestrator.understanding.plan import AllOf, Filter, Plan, ReportRequest, TextFilter


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures that differ in nothing but the event counted: one request for each, or one alone."""

    requests: tuple[ReportRequest, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A part and its whole.

    `condition` is what the part has to meet besides the whole; None where each row of the part is a share.
    """

    part: ReportRequest
    whole: ReportRequest
    condition: Filter | None

    @property
    def requests(self) -> tuple[ReportRequest, ...]:
        return self.part, self.whole


@dataclass(frozen=True, slots=True)
class Moves:
    """The same two periods by one dimension after another; `of` is their figure without a breakdown."""

    requests: tuple[ReportRequest, ...]
    of: ReportRequest


Thing = Figures | Share | Moves


def counts_people(metric: str) -> bool:
    """Whether a metric counts people: no sum of rows, for one can be in several, but with shares of the whole."""
    return metric.endswith(("Users", "Purchasers"))


def things_asked(plan: Plan) -> Iterator[Thing]:
    """The things that a normalised plan answers, in its order; together they hold all its requests."""
    requests = plan.requests
    while requests:
        thing = _moves(requests) or _share(requests) or _figures(requests)
        yield thing
        requests = requests[len(thing.requests) :]


def conditions_of(expression: Filter | None) -> tuple[Filter, ...]:
    """What rows have to meet all together."""
    if expression is None:
        return ()
    return expression.inner if isinstance(expression, AllOf) else (expression,)


def _moves(requests: tuple[ReportRequest, ...]) -> Moves | None:
    if len(requests) == 1:
        return None
    alike = [request for request in requests if _without_breakdown(request) == _without_breakdown(requests[0])]
    together = requests[: len(alike)]
    moves = tuple(alike) == together and all(
        len(request.dimensions) == 1 and len(request.date_ranges) == 2 and request.limit is None for request in together
    )
    return Moves(together, _without_breakdown(together[0])) if moves and len(together) > 1 else None


def _without_breakdown(request: ReportRequest) -> ReportRequest:
    return replace(request, dimensions=(), order_by=())


def _share(requests: tuple[ReportRequest, ...]) -> Share | None:
    if len(requests) < 2:
        return None
    part, whole = requests[:2]
    if len(part.metrics) != 1 or part.metric_filter or part.limit is not None:
        return None
    if part.dimensions and _without_breakdown(part) == whole:
        return Share(part, whole, None)
    if replace(part, dimension_filter=None) != replace(whole, dimension_filter=None):
        return None
    shared = conditions_of(whole.dimension_filter)
    own = [condition for condition in conditions_of(part.dimension_filter) if condition not in shared]
    adds_one = len(own) == 1 and len(shared) + 1 == len(conditions_of(part.dimension_filter))
    return Share(part, whole, own[0]) if adds_one and not _event(own[0]) else None


def _figures(requests: tuple[ReportRequest, ...]) -> Figures:
    """Plain figures first, then events by their names; another order is that of several things."""
    together = [requests[0]]
    for request in requests[1:]:
        alike = request.limit is None and _but_for_event(request) == _but_for_event(requests[0])
        if not alike or _counted(request) <= _counted(together[-1]):
            break
        together.append(request)
    return Figures(tuple(together))


def _but_for_event(request: ReportRequest) -> ReportRequest:
    """Rows that are sorted by a figure are sorted by each request's own."""
    event = _counted(request)
    others = tuple(
        condition for condition in conditions_of(request.dimension_filter) if not event or _event(condition) != event
    )
    order_by = tuple(
        replace(order, field="") if order.field in request.metrics else order for order in request.order_by
    )
    return replace(request, metrics=(), order_by=order_by, dimension_filter=AllOf(others))


def _counted(request: ReportRequest) -> str:
    """The event that a request counts; empty for plain figures."""
    events = [_event(condition) for condition in conditions_of(request.dimension_filter)]
    return next(filter(None, events), "") if request.metrics == ("eventCount",) else ""


def _event(condition: Filter) -> str:
    return condition.value if isinstance(condition, TextFilter) and condition.field == "eventName" else ""
