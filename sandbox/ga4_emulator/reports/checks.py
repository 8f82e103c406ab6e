"""What GA4 refuses of a report request, in its words and in its order.

The order (names, limit and offset, dates, number of fields, nothing asked) is the one seen on the live API. Dates are
checked where they are read, so the checks come in two halves.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

import duckdb
from google.analytics.data_v1beta.types import (
    FilterExpression,
    MetricAggregation,
    OrderBy,
    RunPivotReportRequest,
    RunRealtimeReportRequest,
    RunReportRequest,
)

from sandbox.ga4_emulator.catalogue.catalogue import Catalogue, Field
from sandbox.ga4_emulator.refusals import invalid
from sandbox.ga4_emulator.reports.expressions import Fields
from sandbox.ga4_emulator.reports.filters import fields_of, patterns_of
from sandbox.ga4_emulator.reports.slices import LABELS
from sandbox.ga4_emulator.reports.unattested import unattested
from sandbox.ga4_emulator.shop.warehouse import Reader, Statement

_MOST_DIMENSIONS = 9
_MOST_METRICS = 10
_SCHEMA = "https://developers.google.com/analytics/devguides/reporting/data/v1/"
_OWN_NAME = re.compile(r"[A-Za-z0-9_]+")
_NAME = re.compile(r"[A-Za-z0-9_:]*")

RowsRequest = RunReportRequest | RunRealtimeReportRequest
ReportRequest = RowsRequest | RunPivotReportRequest


def check_names(request: ReportRequest, filtered: Sequence[str], fields: Fields, schema: str) -> None:
    """Refuses fields that cannot be called so, do not exist or are asked for twice.

    `filtered` are the dimensions that filters name; `schema` is the page that lists the names that exist.
    """
    dimensions = [dimension.name for dimension in request.dimensions]
    metrics = [metric.name for metric in request.metrics]
    for metric in request.metrics:
        if not (_OWN_NAME if metric.expression else _NAME).fullmatch(metric.name):
            raise invalid(
                f"Metric names must only contain letters, numbers, or _. Received a metric name = {metric.name}"
            )
    for dimension in request.dimensions:
        if not (_OWN_NAME if "dimension_expression" in dimension else _NAME).fullmatch(dimension.name):
            raise unattested("dimension_name", name=dimension.name)
    check_known(
        fields.sources([*dimensions, *filtered]),
        fields.sources([*metrics, *fields_of(request.metric_filter)]),
        fields.catalogue,
        schema,
    )
    if twice := repeated(dimensions):
        raise invalid(f"Found duplicate dimensions: {twice}")
    if twice := repeated(metrics):
        raise invalid(f"Duplicate metrics are not allowed. Found duplicate metrics: {twice}")


def check_known(dimensions: Iterable[str], metrics: Iterable[str], known: Catalogue, schema: str) -> None:
    """Refuses fields that do not exist; `schema` is the page that lists those that do."""
    for name in metrics:
        if name not in known.metrics:
            raise invalid(
                f"{_suggestion(name, known.metrics)}Field {name} is not a valid metric.  For a list of valid"
                f" dimensions and metrics, see {_SCHEMA}{schema} "
            )
    for name in dimensions:
        if name not in known.dimensions and name not in LABELS:
            raise invalid(
                f"{_suggestion(name, known.dimensions)}Field {name} is not a valid dimension. For a list of valid"
                f" dimensions and metrics, see {_SCHEMA}{schema} "
            )


def check_page(limit: int, offset: int) -> None:
    """Refuses a page that cannot be."""
    for name, value in (("limit", limit), ("offset", offset)):
        if value < 0:
            raise invalid(f"{name} must be positive. The API received {name} = {value}")


def check_shape(request: ReportRequest, filtered: Sequence[str]) -> None:
    """Refuses too many fields, or none at all."""
    dimensions = {*(dimension.name for dimension in request.dimensions), *filtered} - set(LABELS)
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


def check_aggregations(aggregations: Sequence[MetricAggregation]) -> None:
    """Refuses aggregations that reports without pivots lack."""
    if MetricAggregation.COUNT in aggregations:
        raise invalid("Metric aggregation Count is not supported in ReportRequest.")


def check_order(order_bys: Iterable[OrderBy], dimensions: Sequence[str], metrics: Sequence[str]) -> None:
    """Refuses an order by a field that the request does not have."""
    for order in order_bys:
        if "pivot" in order:
            raise unattested("pivot_order")
        name = order.metric.metric_name if "metric" in order else order.dimension.dimension_name
        if name not in (metrics if "metric" in order else dimensions):
            raise unknown_in_order(name)


def unknown_in_order(name: str) -> Exception:
    """The refusal of an order by a field that the request does not have."""
    return invalid(f"Field {name} exists in OrderBy but is not defined in input Dimensions/Metrics list")


def check_patterns(expression: FilterExpression, reader: Reader) -> None:
    """Refuses regular expressions that cannot be read."""
    for pattern in patterns_of(expression):
        try:
            reader.read(Statement("SELECT regexp_matches('', $pattern)", {"pattern": pattern}))
        except duckdb.InvalidInputException as error:
            raise unattested("regular_expression", pattern=pattern) from error


def repeated(names: Sequence[str]) -> str:
    """The names that occur more than once, or nothing."""
    return ", ".join(dict.fromkeys(name for name in names if names.count(name) > 1))


def _suggestion(name: str, known: Mapping[str, Field]) -> str:
    present = [api_name for api_name, field in known.items() if field.api_name == api_name]
    near = difflib.get_close_matches(name, present, n=1, cutoff=0.8)
    return f"Did you mean {near[0]}? " if near else ""
