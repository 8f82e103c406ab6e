"""What a report's response is filled with: headers, rows, and the rows that stand for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from google.analytics.data_v1beta.types import (
    DimensionHeader,
    MetricAggregation,
    MetricHeader,
    RunPivotReportResponse,
    RunRealtimeReportResponse,
    RunReportResponse,
)

from sandbox.ga4_emulator.reports.asked import Asked
from sandbox.ga4_emulator.reports.query import ReportQuery
from sandbox.ga4_emulator.reports.slices import COMPARISON, DATE_RANGE, Slice, merged
from sandbox.ga4_emulator.reports.values import number_text
from sandbox.ga4_emulator.shop.warehouse import Reader, Statement

ReportResponse = RunReportResponse | RunRealtimeReportResponse

RESERVED: Mapping[int, str] = {
    MetricAggregation.TOTAL: "RESERVED_TOTAL",
    MetricAggregation.MINIMUM: "RESERVED_MIN",
    MetricAggregation.MAXIMUM: "RESERVED_MAX",
    MetricAggregation.COUNT: "RESERVED_COUNT",
}
"""What stands for the values of dimensions that an aggregation is taken over."""

_AGGREGATIONS = (
    (MetricAggregation.TOTAL, "totals"),
    (MetricAggregation.MINIMUM, "minimums"),
    (MetricAggregation.MAXIMUM, "maximums"),
)


def fill_headers(response: ReportResponse | RunPivotReportResponse, asked: Asked) -> None:
    """Writes the headers, in the order asked."""
    metrics = asked.fields.catalogue.metrics
    response.dimension_headers = [DimensionHeader(name=name) for name in asked.dimensions]
    response.metric_headers = [MetricHeader(name=name, type_=metrics[name].metric_type()) for name in asked.metrics]


def fill_rows(
    response: ReportResponse, asked: Asked, query: ReportQuery, reader: Reader, page: tuple[int, int]
) -> None:
    """Writes one page of rows (limit, offset) and the number of all."""
    limit, offset = page
    rows = reader.read(query.rows(limit, offset))
    written, shown = type(response).pb(response).rows, len(asked.dimensions)
    for row in rows:
        add_row(written, row[:shown], row[shown:-1])
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
    """Writes the aggregations asked for: one row for each date range, else for each comparison, else one."""
    message = type(response).pb(response)
    apart = next((name for name in (DATE_RANGE, COMPARISON) if name in asked.dimensions), "")
    wholes, places = merged(asked.slices, [apart])
    for aggregation, field in _AGGREGATIONS:
        if aggregation not in aggregations:
            continue
        for place, *metrics in reader.read(_statement(query, aggregation, wholes, places)):
            reserved = RESERVED[aggregation]
            named = {apart: wholes[place].labels.get(apart, reserved)}
            labels = [named.get(name, reserved) for name in asked.dimensions]
            add_row(getattr(message, field), labels, metrics[: len(asked.metrics)])


def add_row(rows: Any, dimensions: Sequence[str], metrics: Sequence[float]) -> None:
    """Adds a row to a response's repeated field."""
    row = rows.add()
    # Looked up once: rows are many, and each look-up of a repeated field costs as much as adding to it.
    values = row.dimension_values
    for text in dimensions:
        values.add().value = text
    values = row.metric_values
    for number in metrics:
        values.add().value = number_text(number)


def _statement(query: ReportQuery, aggregation: int, wholes: Sequence[Slice], places: Sequence[int]) -> Statement:
    if aggregation == MetricAggregation.TOTAL:
        return query.totals(wholes)
    return query.extremes("min" if aggregation == MetricAggregation.MINIMUM else "max", places)
