"""Whether GA4 takes a plan: its limits, its realtime fields, its compatible fields."""

from __future__ import annotations

from collections.abc import Iterator

from services.orchestrator.understanding.composing.draft import NotToBeHad, Unclear
from services.orchestrator.understanding.deciding.compatibility import Compatibility
from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.plan import (
    AllOf,
    AnyOf,
    Filter,
    ListFilter,
    Method,
    Not,
    NumberFilter,
    Plan,
    ReportRequest,
    TextFilter,
)

_MOST_DIMENSIONS = 9
_MOST_METRICS = 10
_MOST_REQUESTS = 5


class Checks:
    """Finds what GA4 would refuse in a plan."""

    def __init__(self, catalogue: Catalogue, compatibility: Compatibility) -> None:
        self._catalogue = catalogue
        self._compatibility = compatibility

    def check(self, plan: Plan, realtime_minutes: int) -> None:
        """Raises Unclear where GA4 would refuse the plan, and NotToBeHad for minutes further back than it reports."""
        if len(plan.requests) > _MOST_REQUESTS:
            raise Unclear(f"At most {_MOST_REQUESTS} events can be asked about at a time.")
        if len({request.method for request in plan.requests}) > 1:
            raise Unclear("Realtime and days cannot be asked about at once; name one of them.")
        for request in plan.requests:
            dimensions = list(dict.fromkeys((*request.dimensions, *fields_of(request.dimension_filter))))
            _check_sizes(request, dimensions)
            _check_minutes(request, realtime_minutes)
            self._check_fields(request, dimensions)

    def _check_fields(self, request: ReportRequest, dimensions: list[str]) -> None:
        realtime = request.method is Method.RUN_REALTIME_REPORT
        for name in (*request.metrics, *dimensions):
            field = self._catalogue.field(name)
            if realtime and not field.realtime:
                raise Unclear(f"{field.ui_name} is not in realtime reports, which have {self._realtime()}.", ("today",))
            if not realtime and not field.core:
                raise Unclear(f"{field.ui_name} is only in realtime reports.", ("right now",))
        pair = None if realtime else self._compatibility.clash(request.metrics, dimensions)
        if pair and pair.other:
            one, other = self._label(pair.one), self._label(pair.other).lower()
            raise Unclear(f"{one} and {other} cannot stand in one report; name one of them.")
        if pair:
            raise Unclear(f"{self._label(pair.one)} belongs to cohort reports, which are not made here.")

    def _realtime(self) -> str:
        """The figures of realtime reports, in words."""
        *others, last = sorted(field.ui_name.lower() for field in self._catalogue.metrics.values() if field.realtime)
        return f"{', '.join(others)} and {last}"

    def _label(self, name: str) -> str:
        return self._catalogue.field(name).ui_name


def _check_sizes(request: ReportRequest, dimensions: list[str]) -> None:
    if len(dimensions) > _MOST_DIMENSIONS:
        raise Unclear(f"At most {_MOST_DIMENSIONS} dimensions, filters included, go into one report.")
    if len(request.metrics) > _MOST_METRICS:
        raise Unclear(f"At most {_MOST_METRICS} figures go into one report.")
    if request.metric_filter is not None and not request.dimensions:
        raise Unclear("Which rows should the figure bound?", ("by page", "by country"))


def _check_minutes(request: ReportRequest, reach: int) -> None:
    if any(minutes.start_minutes_ago >= reach for minutes in request.minute_ranges):
        raise NotToBeHad(f"Realtime reports reach back {reach} minutes; further back figures are to be had by day.")


def fields_of(expression: Filter | None) -> Iterator[str]:
    """The fields that a filter looks at."""
    match expression:
        case TextFilter(field) | ListFilter(field) | NumberFilter(field):
            yield field
        case Not(inner):
            yield from fields_of(inner)
        case AllOf(members) | AnyOf(members):
            for member in members:
                yield from fields_of(member)
