"""What GA4 tells of fields themselves, as reports without figures: a row a field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from google.protobuf import json_format

from services.orchestrator.ga4.google_client import messages
from services.orchestrator.ga4.report_source import FIELD_HEADERS, Report, ReportRow
from services.orchestrator.ga4.translate import resource_name
from services.orchestrator.understanding.plan import Listing, ReportRequest
from services.orchestrator.understanding.rest import asked_beside, to_rest

_KEY_EVENTS = "keyEvents:"


def definitions(metadata: messages.Metadata, request: ReportRequest) -> Report:
    """The fields that the request names, or those of its list."""
    raw = messages.Metadata.pb(metadata)
    if request.listing is None:
        wanted = {*request.metrics, *request.dimensions}
        return _report(field for field in (*raw.metrics, *raw.dimensions) if field.api_name in wanted)
    return _report(_listed(raw, request.listing))


def compatibility_request(property_id: str, request: ReportRequest) -> messages.CheckCompatibilityRequest:
    """The message of a request for the fields that go with some."""
    message = messages.CheckCompatibilityRequest()
    rest = {"property": resource_name(property_id), **to_rest(request)}
    json_format.ParseDict(rest, messages.CheckCompatibilityRequest.pb(message))
    return message


def compatibility(response: messages.CheckCompatibilityResponse, request: ReportRequest) -> Report:
    """The fields of the request's list that go with its own; without a list the other field, if it goes with it."""
    raw = messages.CheckCompatibilityResponse.pb(response)
    dimensions = _compatible(raw.dimension_compatibilities, "dimension_metadata")
    metrics = _compatible(raw.metric_compatibilities, "metric_metadata")
    if request.listing is Listing.DIMENSIONS:
        return _report(dimensions)
    if request.listing is Listing.METRICS:
        return _report(metrics)
    if request.listing is Listing.FIELDS:
        return _report((*dimensions, *metrics))
    beside = asked_beside(request)
    return _report(field for field in (*metrics, *dimensions) if field.api_name == beside)


def _compatible(entries: Iterable[Any], metadata: str) -> Iterator[Any]:
    allowed = messages.Compatibility.COMPATIBLE
    return (getattr(entry, metadata) for entry in entries if entry.compatibility == allowed)


def _listed(raw: Any, listing: Listing) -> Iterator[Any]:
    match listing:
        case Listing.DIMENSIONS:
            yield from raw.dimensions
        case Listing.METRICS:
            yield from raw.metrics
        case Listing.FIELDS:
            yield from (*raw.dimensions, *raw.metrics)
        case Listing.KEY_EVENTS:
            yield from (field for field in raw.metrics if field.api_name.startswith(_KEY_EVENTS))
        case _:
            if listing is not Listing.CUSTOM_METRICS:
                yield from (field for field in raw.dimensions if field.custom_definition)
            if listing is not Listing.CUSTOM_DIMENSIONS:
                yield from (field for field in raw.metrics if field.custom_definition)


def _report(fields: Iterable[Any]) -> Report:
    rows = tuple(ReportRow((field.api_name, field.ui_name, field.description, field.category), ()) for field in fields)
    return Report(
        dimension_headers=FIELD_HEADERS,
        metric_headers=(),
        rows=rows,
        totals=(),
        row_count=len(rows),
        currency_code="",
        time_zone="",
    )
