"""What GA4 refuses of a report request, in its words and in its order.

The order (names, limit and offset, dates, number of fields, nothing asked) is the one seen on the live API. Dates are
checked where they are read, so the checks come in two halves.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

import duckdb
from google.analytics.data_v1beta.types import (
    FilterExpression,
    MetricAggregation,
    OrderBy,
    RunRealtimeReportRequest,
    RunReportRequest,
)
from grpc import StatusCode

from sandbox.ga4_emulator.catalogue.catalogue import Catalogue
from sandbox.ga4_emulator.refusals import Refused, invalid
from sandbox.ga4_emulator.reports.filters import fields_of, patterns_of
from sandbox.ga4_emulator.shop.warehouse import Reader, Statement

DATE_RANGE = "dateRange"
_MOST_DIMENSIONS = 9
_MOST_METRICS = 10
_SCHEMA = "https://developers.google.com/analytics/devguides/reporting/data/v1/"

ReportRequest = RunReportRequest | RunRealtimeReportRequest


def check_supported(request: RunReportRequest) -> None:
    """Refuses what GA4 can do and the emulator cannot."""
    fields = [name for name in ("cohort_spec", "comparisons") if name in request]
    if any("dimension_expression" in dimension for dimension in request.dimensions):
        fields.append("dimension_expression")
    if any(metric.expression or metric.invisible for metric in request.metrics):
        fields.append("metric expression")
    if fields:
        raise Refused(StatusCode.UNIMPLEMENTED, f"{', '.join(fields)} is not implemented by this emulator.")


def check_names(request: ReportRequest, catalogue: Catalogue, schema: str) -> None:
    """Refuses fields that do not exist or are asked for twice. `schema` is the page that lists those that do."""
    dimensions = [dimension.name for dimension in request.dimensions]
    metrics = [metric.name for metric in request.metrics]
    for name in [*metrics, *fields_of(request.metric_filter)]:
        if name not in catalogue.metrics:
            raise invalid(
                f"{_suggestion(name, catalogue.metrics)}Field {name} is not a valid metric.  For a list of valid"
                f" dimensions and metrics, see {_SCHEMA}{schema} "
            )
    for name in [*dimensions, *fields_of(request.dimension_filter)]:
        if name not in catalogue.dimensions and name != DATE_RANGE:
            raise invalid(
                f"{_suggestion(name, catalogue.dimensions)}Field {name} is not a valid dimension. For a list of valid"
                f" dimensions and metrics, see {_SCHEMA}{schema} "
            )
    if twice := _repeated(dimensions):
        raise invalid(f"Found duplicate dimensions: {twice}")
    if twice := _repeated(metrics):
        raise invalid(f"Duplicate metrics are not allowed. Found duplicate metrics: {twice}")


def check_page(limit: int, offset: int) -> None:
    """Refuses a page that cannot be."""
    for name, value in (("limit", limit), ("offset", offset)):
        if value < 0:
            raise invalid(f"{name} must be positive. The API received {name} = {value}")


def check_shape(request: ReportRequest) -> None:
    """Refuses too many fields, none at all, orders by what is not there, and aggregations that reports lack."""
    dimensions = {dimension.name for dimension in request.dimensions}
    dimensions.update(name for name in fields_of(request.dimension_filter) if name != DATE_RANGE)
    for kind, count, most in (
        ("dimensions", len(dimensions), _MOST_DIMENSIONS),
        ("metrics", len(request.metrics), _MOST_METRICS),
    ):
        if count > most:
            raise invalid(
                f"Requests are limited to {most} {kind} within a nested request. This request is for {count} {kind}."
            )
    if not request.dimensions and not request.metrics:
        raise invalid("Requests require dimensions and/or metrics. Most requests include both.")
    if MetricAggregation.COUNT in request.metric_aggregations:
        raise invalid("Metric aggregation Count is not supported in ReportRequest.")


def check_order(order_bys: Sequence[OrderBy], dimensions: Sequence[str], metrics: Sequence[str]) -> None:
    """Refuses an order by a field that the report does not show."""
    for order in order_bys:
        name = order.metric.metric_name if "metric" in order else order.dimension.dimension_name
        if name not in (metrics if "metric" in order else dimensions):
            raise invalid(f"Field {name} exists in OrderBy but is not defined in input Dimensions/Metrics list")


def check_patterns(expression: FilterExpression, reader: Reader) -> None:
    """Refuses regular expressions that cannot be read."""
    for pattern in patterns_of(expression):
        try:
            reader.read(Statement("SELECT regexp_matches('', $pattern)", {"pattern": pattern}))
        except duckdb.InvalidInputException as error:
            raise invalid(f"The regular expression is not valid: {pattern}") from error


def _suggestion(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
    return f"Did you mean {near[0]}? " if near else ""


def _repeated(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(name for name in names if names.count(name) > 1))
