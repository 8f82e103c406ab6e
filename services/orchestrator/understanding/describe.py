"""A plan in words: one sentence for each meaning, itself a question that is understood as that plan."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from services.orchestrator.understanding.plan import (
    AllOf,
    Comparison,
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
from services.orchestrator.understanding.say_dates import say_range

_BOUNDS = {
    Comparison.GREATER_THAN: "more than",
    Comparison.GREATER_THAN_OR_EQUAL: "at least",
    Comparison.LESS_THAN: "less than",
    Comparison.LESS_THAN_OR_EQUAL: "at most",
    Comparison.EQUAL: "exactly",
}
_MATCHES = {
    Match.EXACT: "",
    Match.CONTAINS: "containing ",
    Match.BEGINS_WITH: "starting with ",
    Match.ENDS_WITH: "ending with ",
    Match.FULL_REGEXP: "matching ",
    Match.PARTIAL_REGEXP: "partly matching ",
}
_EVENT_NAME = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Labels:
    """What fields are called, by API name, and values, by dimension and lower-case value.

    `values` are those that need no name of their field beside them.
    """

    fields: Mapping[str, str]
    values: Mapping[tuple[str, str], str]
    events: frozenset[str]


class Describer:
    """Says plans in words."""

    def __init__(self, labels: Labels, time_dimensions: Collection[str]) -> None:
        self._labels = labels
        self._time_dimensions = time_dimensions

    def describe(self, plan: Plan) -> str:
        """The plan's sentence, for example "Key events by country, mobile only, 15–21 November 2026".

        Expects a normalised plan whose requests differ in nothing but the event that they count.
        """
        request = plan.requests[0]
        if request.about_fields:
            return self._about_fields(request)
        if part := _part_of_a_share(plan):
            return self._share(part, plan)
        figures = [label for each in plan.requests for label in self._figures(each)]
        parts = [_listed(figures) + self._breakdown(request)]
        parts += self._order(request)
        parts += self._filters(request)
        parts += self._bounds(request)
        parts += _times(request)
        sentence = ", ".join(parts)
        return sentence if "_" in sentence.split()[0] else sentence[0].upper() + sentence[1:]

    def _about_fields(self, request: ReportRequest) -> str:
        fields = _listed(list(map(self._field, (*request.metrics, *request.dimensions))))
        listing = request.listing.value.capitalize() if request.listing else ""
        if request.method is Method.GET_METADATA:
            return listing or f"Definition of {fields}"
        return f"{listing} compatible with {fields}" if listing else f"Compatibility of {fields}"

    def _share(self, part: Filter, plan: Plan) -> str:
        """ "Mobile share of sessions, 15-21 November 2026"."""
        left_out = isinstance(part, Not)
        words, _ = self._condition(part.inner if isinstance(part, Not) else part, plan.requests[0])
        words = f"excluding {words}" if left_out else words
        whole = self.describe(Plan(plan.requests[1:]))
        words = words[0].upper() + words[1:] if words.split()[0].islower() else words
        return f"{words} share of {whole[0].lower()}{whole[1:]}"

    def _figures(self, request: ReportRequest) -> list[str]:
        return [self._figure(name, request) for name in request.metrics]

    def _figure(self, name: str, request: ReportRequest) -> str:
        event = self._event(request)
        return f"{event} events" if event else self._field(name)

    def _event(self, request: ReportRequest) -> str:
        """The event that a request is only about; empty where there is none."""
        if request.metrics != ("eventCount",):
            return ""
        for condition in _conditions(request.dimension_filter):
            match condition:
                case TextFilter("eventName", event, Match.EXACT) if _EVENT_NAME.fullmatch(event):
                    return event
                case TextFilter("eventName", event, Match.EXACT) if event in self._labels.events:
                    return event
        return ""

    def _breakdown(self, request: ReportRequest) -> str:
        return (
            f" by {_listed([self._dimension(name, request) for name in request.dimensions])}"
            if request.dimensions
            else ""
        )

    def _order(self, request: ReportRequest) -> Iterator[str]:
        by_figures = bool(request.order_by) and all(order.kind is OrderKind.METRIC for order in request.order_by)
        if by_figures and (request.limit is not None or not self._is_usual(request)):
            fields = _listed([self._figure(order.field, request) for order in request.order_by])
            descending = request.order_by[0].descending
            if request.limit is None:
                yield f"sorted by {'' if descending else 'lowest '}{fields}"
            else:
                yield f"{'top' if descending else 'bottom'} {request.limit} by {fields}"
            return
        yield from self._order_of_names(request)
        if request.limit is not None:
            yield f"limit {request.limit}"

    def _order_of_names(self, request: ReportRequest) -> Iterator[str]:
        first = request.order_by[0] if request.order_by else None
        if first is None or first.kind is OrderKind.METRIC:
            return
        if first.descending:
            yield f"sorted by {self._dimension(first.field, request)} descending"
        elif first.field not in self._time_dimensions:
            yield f"sorted by {self._dimension(first.field, request)}"

    def _is_usual(self, request: ReportRequest) -> bool:
        """Whether rows are sorted as they are where a question does not say how."""
        usual = (Order(request.metrics[0], OrderKind.METRIC, descending=True),)
        return request.order_by == usual and not any(name in self._time_dimensions for name in request.dimensions)

    def _filters(self, request: ReportRequest) -> list[str]:
        event = self._event(request)
        kept, left_out = [], []
        for condition in _conditions(request.dimension_filter):
            if isinstance(condition, TextFilter) and condition.field == "eventName" and condition.value == event:
                continue
            if isinstance(condition, Not):
                left_out.append(f"excluding {self._condition(condition.inner, request)[0]}")
            else:
                words, short = self._condition(condition, request)
                kept.append(f"{words} only" if short else words)
        return sorted(kept) + sorted(left_out)

    def _condition(self, condition: Filter, request: ReportRequest) -> tuple[str, bool]:
        """The condition's words, and whether they are values that need no name of their field."""
        match condition:
            case TextFilter(field, value, match):
                values = [value]
            case ListFilter(field, several):
                values, match = list(several), Match.EXACT
            case _:
                raise ValueError(f"no words for {condition}")
        short = [self._labels.values.get((field, value.lower()), "") for value in values]
        if all(short) and match is Match.EXACT:
            return " or ".join(short), True
        quoted = " or ".join(f'"{value}"' for value in values)
        return f"{self._dimension(field, request)} {_MATCHES[match]}{quoted}", False

    def _bounds(self, request: ReportRequest) -> list[str]:
        return sorted(
            f"{_BOUNDS[bound.comparison]} {bound.value:.15g} {self._figure(bound.field, request)}"
            for bound in _conditions(request.metric_filter)
            if isinstance(bound, NumberFilter)
        )

    def _dimension(self, name: str, request: ReportRequest) -> str:
        """Beside new users alone, a session's source has to be named as the session's."""
        return name if name.startswith("session") and request.metrics == ("newUsers",) else self._field(name)

    def _field(self, name: str) -> str:
        return self._labels.fields.get(name, name)


def _conditions(expression: Filter | None) -> tuple[Filter, ...]:
    if expression is None:
        return ()
    return expression.inner if isinstance(expression, AllOf) else (expression,)


def _part_of_a_share(plan: Plan) -> Filter | None:
    """The one condition that the first request has besides those of the second, where nothing else differs."""
    if len(plan.requests) != 2:
        return None
    part, whole = plan.requests
    if replace(part, dimension_filter=None) != replace(whole, dimension_filter=None):
        return None
    shared = _conditions(whole.dimension_filter)
    own = [condition for condition in _conditions(part.dimension_filter) if condition not in shared]
    return own[0] if len(own) == 1 and len(shared) + 1 == len(_conditions(part.dimension_filter)) else None


def _listed(words: list[str]) -> str:
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"


def _times(request: ReportRequest) -> list[str]:
    if request.method is Method.RUN_REALTIME_REPORT:
        return [f"last {minutes.start_minutes_ago + 1} minutes" for minutes in request.minute_ranges]
    first, *others = (say_range(days) for days in request.date_ranges)
    return [first, *(f"compared with {days}" for days in others)]
