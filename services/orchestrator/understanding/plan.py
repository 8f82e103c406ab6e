"""What a question means: GA4 requests with absolute dates, as plain values.

Names of metrics and dimensions are GA4's API names. Two questions mean the same exactly when their plans have the
same canonical form (`canonical.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Method(StrEnum):
    """The GA4 Data API method that answers a request."""

    RUN_REPORT = "RunReport"
    RUN_REALTIME_REPORT = "RunRealtimeReport"
    GET_METADATA = "GetMetadata"
    CHECK_COMPATIBILITY = "CheckCompatibility"


class Listing(StrEnum):
    """Fields that a question about fields asks for together."""

    CUSTOM_DIMENSIONS = "custom dimensions"
    CUSTOM_METRICS = "custom metrics"
    CUSTOM_DEFINITIONS = "custom definitions"
    KEY_EVENTS = "defined key events"
    DIMENSIONS = "dimensions"
    METRICS = "metrics"
    FIELDS = "fields"


class Match(StrEnum):
    """How a string filter compares; GA4's `Filter.StringFilter.MatchType`."""

    EXACT = "EXACT"
    BEGINS_WITH = "BEGINS_WITH"
    ENDS_WITH = "ENDS_WITH"
    CONTAINS = "CONTAINS"
    FULL_REGEXP = "FULL_REGEXP"
    PARTIAL_REGEXP = "PARTIAL_REGEXP"


class Comparison(StrEnum):
    """How a numeric filter compares; GA4's `Filter.NumericFilter.Operation`."""

    EQUAL = "EQUAL"
    LESS_THAN = "LESS_THAN"
    LESS_THAN_OR_EQUAL = "LESS_THAN_OR_EQUAL"
    GREATER_THAN = "GREATER_THAN"
    GREATER_THAN_OR_EQUAL = "GREATER_THAN_OR_EQUAL"


@dataclass(frozen=True, slots=True)
class TextFilter:
    """A dimension whose value matches one text."""

    field: str
    value: str
    match: Match = Match.EXACT
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A dimension whose value is one of several; their order means nothing."""

    field: str
    values: tuple[str, ...]
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class NumberFilter:
    """A metric compared with a number."""

    field: str
    comparison: Comparison
    value: float


@dataclass(frozen=True, slots=True)
class Not:
    """What the inner filter does not match."""

    inner: Filter


@dataclass(frozen=True, slots=True)
class AllOf:
    """What every inner filter matches; their order means nothing."""

    inner: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What at least one inner filter matches; their order means nothing."""

    inner: tuple[Filter, ...]


Filter = TextFilter | ListFilter | NumberFilter | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `start` to `end`, both included, in the property's time zone."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class MinuteRange:
    """Minutes before now, both ends included; 29 to 0 is GA4's default half hour."""

    start_minutes_ago: int
    end_minutes_ago: int


class OrderKind(StrEnum):
    """What rows are ordered by."""

    METRIC = "METRIC"
    ALPHANUMERIC = "ALPHANUMERIC"
    NUMERIC = "NUMERIC"


@dataclass(frozen=True, slots=True)
class Order:
    """One sort key: a metric's value, or a dimension's value read as text or as a number."""

    field: str
    kind: OrderKind
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """One GA4 request.

    `metrics` and `dimensions` are shown in this order. The order of `date_ranges` means something: the first is
    the one asked about, the second the one compared with. A realtime request has `minute_ranges` and no
    `date_ranges`. `limit` is the number of rows wanted, None for all that GA4 gives by default.

    A question about fields has metrics, dimensions and `listing` alone: `GetMetadata` tells what these fields mean or
    which are in the list, `CheckCompatibility` whether the two go together or which of the list go with them.
    """

    method: Method
    metrics: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    date_ranges: tuple[DateRange, ...] = ()
    minute_ranges: tuple[MinuteRange, ...] = ()
    dimension_filter: Filter | None = None
    metric_filter: Filter | None = None
    order_by: tuple[Order, ...] = ()
    limit: int | None = None
    listing: Listing | None = None

    @property
    def about_fields(self) -> bool:
        """Whether fields are asked about, not figures."""
        return self.method is Method.GET_METADATA or self.method is Method.CHECK_COMPATIBILITY


@dataclass(frozen=True, slots=True)
class Plan:
    """What a question means; one request for each thing asked, in the question's order."""

    requests: tuple[ReportRequest, ...]
