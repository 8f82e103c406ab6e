"""The seam to Google Analytics: plans in, reports out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.orchestrator.understanding.lexicon.definitions import NO_DEFINITIONS, Definitions
from services.orchestrator.understanding.plan import ReportRequest

FIELD_HEADERS = ("apiName", "uiName", "description", "category")
"""The headers of a report on fields themselves, named as in GA4's metadata."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row; values stand in the order of the report's headers."""

    dimension_values: tuple[str, ...]
    metric_values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MetricHeader:
    """A metric column. `type_name` is GA4's, for example "TYPE_INTEGER" or "TYPE_CURRENCY"."""

    name: str
    type_name: str


@dataclass(frozen=True, slots=True)
class Report:
    """What GA4 returned for one request.

    With several date ranges a `dateRange` dimension stands last, with the values "date_range_0" and on. `totals`
    has one row for each date range; its distinct counts are GA4's own, not sums. `row_count` counts all rows GA4
    holds, of which `rows` may be a part. `caveats` are whole sentences on sampling, thresholds, lost data. A report on
    fields has `FIELD_HEADERS`, a row a field and no metrics.
    """

    dimension_headers: tuple[str, ...]
    metric_headers: tuple[MetricHeader, ...]
    rows: tuple[ReportRow, ...]
    totals: tuple[ReportRow, ...]
    row_count: int
    currency_code: str
    time_zone: str
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports for a plan's requests, in their order, and when GA4 was asked (UTC)."""

    reports: tuple[Report, ...]
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class PropertyProfile:
    """What is known of a property besides its data. `time_zone` is an IANA name, `currency_code` ISO 4217.

    `realtime_minutes` is how far back its realtime reports reach: further where Google Analytics 360 is paid for.
    """

    property_id: str
    time_zone: str
    currency_code: str
    definitions: Definitions = NO_DEFINITIONS
    realtime_minutes: int = 30


class ReportSource(Protocol):
    """Asks Google Analytics. Raises `services.orchestrator.errors.SourceError` and nothing else of its own."""

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """Runs the requests side by side, at most five. All succeed or the first failure is raised."""
        ...

    async def profile(self, property_id: str) -> PropertyProfile:
        """Learns the property's time zone, currency, service level and own definitions."""
        ...
