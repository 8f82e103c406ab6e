"""Reports and their tables in a few words, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from headrace.orchestrator.v1 import answer_pb2
from headrace.orchestrator.v1.answer_pb2 import Column, ColumnKind, Table, Unit
from services.orchestrator.agents.reporting.prose import PlainWriter
from services.orchestrator.agents.reporting.writer import Material
from services.orchestrator.agents.slots import Data
from services.orchestrator.ga4.report_source import MetricHeader, Report, ReportRow, Reports
from services.orchestrator.understanding.plan import DateRange, Filter, Method, MinuteRange, Order, Plan, ReportRequest
from services.orchestrator.understanding.planner import Understood

ADDITIVE = frozenset({"sessions", "keyEvents", "totalRevenue", "transactions", "screenPageViews"})
METRICS = {
    "sessions": ("Sessions", Unit.UNIT_COUNT, "TYPE_INTEGER"),
    "activeUsers": ("Active users", Unit.UNIT_COUNT, "TYPE_INTEGER"),
    "keyEvents": ("Key events", Unit.UNIT_NUMBER, "TYPE_FLOAT"),
    "transactions": ("Transactions", Unit.UNIT_COUNT, "TYPE_INTEGER"),
    "screenPageViews": ("Views", Unit.UNIT_COUNT, "TYPE_INTEGER"),
    "engagementRate": ("Engagement rate", Unit.UNIT_RATIO, "TYPE_FLOAT"),
    "averageSessionDuration": ("Average session duration", Unit.UNIT_SECONDS, "TYPE_SECONDS"),
    "totalRevenue": ("Total revenue", Unit.UNIT_CURRENCY, "TYPE_CURRENCY"),
}
DIMENSIONS = {
    "country": "Country",
    "date": "Date",
    "hour": "Hour",
    "deviceCategory": "Device category",
    "pagePath": "Page path",
    "sessionSourceMedium": "Session source / medium",
    "unifiedScreenName": "Page title and screen name",
    "yearMonth": "Year month",
}
ASKED_AT = datetime(2026, 11, 24, 17, tzinfo=UTC)
"""When every day of the weeks below is settled."""
WEEK = DateRange(date(2026, 11, 8), date(2026, 11, 14))
WEEK_BEFORE = DateRange(date(2026, 11, 1), date(2026, 11, 7))
HALF_HOUR = MinuteRange(29, 0)

Rows = Mapping[tuple[str, ...] | str, Sequence[float]]


def asking(
    metrics: str,
    dimensions: str = "",
    ranges: Sequence[DateRange] = (WEEK,),
    *,
    dimension_filter: Filter | None = None,
    metric_filter: Filter | None = None,
    order_by: tuple[Order, ...] = (),
    limit: int | None = None,
) -> ReportRequest:
    """A request for the metrics by the dimensions, both given as words in a row."""
    return ReportRequest(
        Method.RUN_REPORT,
        tuple(metrics.split()),
        tuple(dimensions.split()),
        tuple(ranges),
        dimension_filter=dimension_filter,
        metric_filter=metric_filter,
        order_by=order_by,
        limit=limit,
    )


def asking_realtime(metrics: str, dimensions: str = "") -> ReportRequest:
    names = tuple(dimensions.split())
    return ReportRequest(Method.RUN_REALTIME_REPORT, tuple(metrics.split()), names, minute_ranges=(HALF_HOUR,))


def answering(
    request: ReportRequest,
    rows: Rows,
    totals: Sequence[Sequence[float]] = (),
    row_count: int | None = None,
    caveats: Iterable[str] = (),
) -> Report:
    """GA4's answer; several date ranges are told apart by the last word of each row's key, as GA4 does."""
    several = len(request.date_ranges) > 1
    return Report(
        dimension_headers=(*request.dimensions, *(("dateRange",) if several else ())),
        metric_headers=tuple(MetricHeader(name, METRICS[name][2]) for name in request.metrics),
        rows=tuple(ReportRow((key,) if isinstance(key, str) else key, tuple(values)) for key, values in rows.items()),
        totals=tuple(
            ReportRow(
                (
                    *("RESERVED_TOTAL" for _ in request.dimensions),
                    *((f"date_range_{position}",) if several else ()),
                ),
                tuple(values),
            )
            for position, values in enumerate(totals)
        ),
        row_count=len(rows) if row_count is None else row_count,
        currency_code="USD",
        time_zone="America/New_York",
        caveats=tuple(caveats),
    )


def table_of(request: ReportRequest) -> Table:
    """The table's columns, which are all of it that a writer reads."""
    dimensions = [
        Column(api_name=name, label=DIMENSIONS[name], kind=ColumnKind.COLUMN_KIND_DIMENSION)
        for name in request.dimensions
    ]
    metrics = [
        Column(api_name=name, label=METRICS[name][0], kind=ColumnKind.COLUMN_KIND_METRIC, unit=METRICS[name][1])
        for name in request.metrics
    ]
    return Table(columns=[*dimensions, *metrics])


def material(
    *answered: tuple[ReportRequest, Report],
    notes: Sequence[answer_pb2.Note] = (),
    asked_at: datetime = ASKED_AT,
) -> Material:
    requests = tuple(request for request, _ in answered)
    return Material(
        Understood(Plan(requests), "0" * 64, "in other words"),
        Data(
            Reports(tuple(report for _, report in answered), asked_at),
            tuple(table_of(request) for request in requests),
        ),
        tuple(notes),
    )


async def pieces(written_from: Material) -> list[str]:
    return [piece async for piece in PlainWriter(ADDITIVE).write(written_from)]


async def narrative(request: ReportRequest, report: Report, asked_at: datetime = ASKED_AT) -> str:
    return "".join(await pieces(material((request, report), asked_at=asked_at)))
