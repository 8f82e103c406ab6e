"""From plans to GA4's messages, and from its messages to reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any

from google.protobuf import json_format

from services.orchestrator.errors import SourceRejected, SourceUnavailable
from services.orchestrator.ga4.caveats import caveats
from services.orchestrator.ga4.google_client import messages
from services.orchestrator.ga4.report_source import MetricHeader, Report, ReportRow
from services.orchestrator.understanding.plan import ReportRequest
from services.orchestrator.understanding.rest import to_rest


def report_request(property_id: str, request: ReportRequest) -> messages.RunReportRequest:
    """The message of a request for a report."""
    message = messages.RunReportRequest()
    json_format.ParseDict(_rest(property_id, request), messages.RunReportRequest.pb(message))
    return message


def realtime_request(property_id: str, request: ReportRequest) -> messages.RunRealtimeReportRequest:
    """The message of a request for a realtime report."""
    message = messages.RunRealtimeReportRequest()
    json_format.ParseDict(_rest(property_id, request), messages.RunRealtimeReportRequest.pb(message))
    return message


def report(response: messages.RunReportResponse) -> Report:
    """The report in a response.

    Raises SourceUnavailable where a figure is no number, and SourceRejected where one is infinite or undefined, as of
    a ratio to nothing: no number that stands in for it would be true.
    """
    raw = messages.RunReportResponse.pb(response)
    return _report(raw, raw.metadata)


def realtime_report(response: messages.RunRealtimeReportResponse) -> Report:
    """The report in a realtime response, which tells neither time zone nor currency; else like `report`."""
    raw = messages.RunRealtimeReportResponse.pb(response)
    return _report(raw, messages.ResponseMetaData.pb(messages.ResponseMetaData()))


def resource_name(property_id: str) -> str:
    """GA4's name for a property."""
    return f"properties/{property_id}"


def _rest(property_id: str, request: ReportRequest) -> dict[str, Any]:
    return {"property": resource_name(property_id), **to_rest(request), "returnPropertyQuota": True}


# Read as plain protobuf: the library's own wrappers cost several times as much for each value.
def _report(raw: Any, metadata: Any) -> Report:
    try:
        rows, totals = _rows(raw.rows), _rows(raw.totals)
    except ValueError as error:
        raise SourceUnavailable("Google Analytics sent a figure that is no number. Ask again.") from error
    metric_headers = tuple(
        MetricHeader(header.name, messages.MetricType(header.type_).name) for header in raw.metric_headers
    )
    _check_finite(metric_headers, (*rows, *totals))
    return Report(
        dimension_headers=tuple(header.name for header in raw.dimension_headers),
        metric_headers=metric_headers,
        rows=rows,
        totals=totals,
        row_count=raw.row_count,
        currency_code=metadata.currency_code,
        time_zone=metadata.time_zone,
        caveats=tuple(caveats(metadata)),
    )


def _rows(rows: Iterable[Any]) -> tuple[ReportRow, ...]:
    return tuple(
        ReportRow(
            dimension_values=tuple([value.value for value in row.dimension_values]),
            metric_values=tuple([float(value.value) for value in row.metric_values]),
        )
        for row in rows
    )


def _check_finite(headers: Sequence[MetricHeader], rows: Iterable[ReportRow]) -> None:
    for row in rows:
        if not all(map(isfinite, row.metric_values)):
            figures = zip(headers, row.metric_values, strict=False)
            names = ", ".join(header.name for header, figure in figures if not isfinite(figure))
            raise SourceRejected(
                f"Google Analytics has no finite figure for {names} here. Ask without it, or for other days."
            )
