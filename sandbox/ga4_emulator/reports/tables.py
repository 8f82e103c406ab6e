"""What a report's response is filled with: headers, rows, and the rows that stand for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from google.analytics.data_v1beta.types import (
    DimensionHeader,
    MetricAggregation,
    MetricHeader,
    RunRealtimeReportResponse,
    RunReportResponse,
)

from sandbox.ga4_emulator.catalogue.catalogue import Catalogue
from sandbox.ga4_emulator.reports.checks import DATE_RANGE
from sandbox.ga4_emulator.reports.query import Asked, ReportQuery
from sandbox.ga4_emulator.reports.values import number_text
from sandbox.ga4_emulator.shop.warehouse import Reader, Statement

ReportResponse = RunReportResponse | RunRealtimeReportResponse

_AGGREGATIONS = (
    (MetricAggregation.TOTAL, "totals", "RESERVED_TOTAL"),
    (MetricAggregation.MINIMUM, "minimums", "RESERVED_MIN"),
    (MetricAggregation.MAXIMUM, "maximums", "RESERVED_MAX"),
)


def fill_headers(response: ReportResponse, asked: Asked, catalogue: Catalogue) -> None:
    """Writes the headers, in the order asked."""
    response.dimension_headers = [DimensionHeader(name=name) for name in asked.dimensions]
    response.metric_headers = [
        MetricHeader(name=name, type_=catalogue.metrics[name].metric_type()) for name in asked.metrics
    ]


def fill_rows(
    response: ReportResponse, asked: Asked, query: ReportQuery, reader: Reader, page: tuple[int, int]
) -> None:
    """Writes one page of rows (limit, offset) and the number of all."""
    limit, offset = page
    rows = reader.read(query.rows(limit, offset))
    message = type(response).pb(response)
    for *values, _ in rows:
        _add(message.rows, values[: len(asked.dimensions)], values[len(asked.dimensions) :])
    if rows:
        response.row_count = rows[0][-1]
    elif offset:
        response.row_count = reader.read(query.row_count())[0][0]


def fill_aggregations(
    response: ReportResponse,
    asked: Asked,
    query: ReportQuery,
    reader: Reader,
    aggregations: Sequence[MetricAggregation],
) -> None:
    """Writes the aggregations asked for, one row for each period."""
    message = type(response).pb(response)
    for aggregation, field, reserved in _AGGREGATIONS:
        if aggregation not in aggregations:
            continue
        for place, *metrics in reader.read(_statement(query, aggregation)):
            period = asked.periods[place].name
            labels = [period if name == DATE_RANGE else reserved for name in asked.dimensions]
            _add(getattr(message, field), labels, metrics)


def _statement(query: ReportQuery, aggregation: int) -> Statement:
    if aggregation == MetricAggregation.TOTAL:
        return query.totals()
    return query.extremes("min" if aggregation == MetricAggregation.MINIMUM else "max")


def _add(rows: Any, dimensions: Sequence[str], metrics: Sequence[float]) -> None:
    row = rows.add()
    for text in dimensions:
        row.dimension_values.add().value = text
    for number in metrics:
        row.metric_values.add().value = number_text(number)
