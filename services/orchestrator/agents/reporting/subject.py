"""One request and its report made ready to be written about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import fsum
from zoneinfo import ZoneInfo

from headrace.orchestrator.v1.answer_pb2 import Column, Table, Unit
from services.orchestrator.agents.reporting.measure import Measure
from services.orchestrator.ga4.report_source import Report, ReportRow
from services.orchestrator.understanding.plan import DateRange, Method, MinuteRange, ReportRequest

DATE_RANGE = "dateRange"

Key = tuple[str, ...]
Values = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What one paragraph is about.

    `rows` has, for each period, the metric values by dimension values (`dateRange` aside) in GA4's order; `totals`
    the total of each metric for each period, None where there is none to be had. `labels` are the dimensions'.
    `complete` says whether the rows are all that GA4 holds; `row_count` is how many it holds.
    """

    request: ReportRequest
    measures: tuple[Measure, ...]
    labels: tuple[str, ...]
    periods: tuple[DateRange | MinuteRange, ...]
    rows: tuple[Mapping[Key, Values], ...]
    totals: tuple[tuple[float | None, ...], ...]
    row_count: int
    complete: bool
    today: date

    @property
    def realtime(self) -> bool:
        return self.request.method is Method.RUN_REALTIME_REPORT

    @property
    def lead(self) -> int:
        """The position of the metric that the rows are about: the one they are ordered by, else the first."""
        names = [measure.api_name for measure in self.measures]
        ordered_by = self.request.order_by[0].field if self.request.order_by else ""
        return names.index(ordered_by) if ordered_by in names else 0


def subject_of(
    request: ReportRequest, report: Report, table: Table, additive: frozenset[str], asked_at: datetime
) -> Subject:
    """Reads a report once. `table` gives the columns their labels and units."""
    columns = {column.api_name: column for column in table.columns}
    periods = request.date_ranges or request.minute_ranges or (MinuteRange(29, 0),)
    split = report.dimension_headers[-1:] == (DATE_RANGE,)
    rows = _by_period(report.rows, len(periods), split=split)
    measures = tuple(_measure(header.name, columns, additive, report.currency_code) for header in report.metric_headers)
    complete = len(report.rows) >= report.row_count
    dimensions = [name for name in report.dimension_headers if name != DATE_RANGE]
    return Subject(
        request=request,
        measures=measures,
        labels=tuple(columns[name].label if name in columns else name for name in dimensions),
        periods=periods,
        rows=rows,
        totals=_totals(report, rows, measures, split=split, filtered=request.metric_filter is not None),
        row_count=report.row_count,
        complete=complete,
        today=asked_at.astimezone(ZoneInfo(report.time_zone or "UTC")).date(),
    )


def _measure(name: str, columns: Mapping[str, Column], additive: frozenset[str], currency_code: str) -> Measure:
    column = columns.get(name, Column(label=name, unit=Unit.UNIT_NUMBER))
    # "keyEvents:purchase" may be added up as keyEvents may.
    return Measure(name, column.label, column.unit, name.partition(":")[0] in additive, currency_code)


def _by_period(rows: Sequence[ReportRow], periods: int, *, split: bool) -> tuple[Mapping[Key, Values], ...]:
    if not split:
        return ({row.dimension_values: row.metric_values for row in rows},)
    by_period: tuple[dict[Key, Values], ...] = tuple({} for _ in range(periods))
    for row in rows:
        by_period[_period_of(row)][row.dimension_values[:-1]] = row.metric_values
    return by_period


def _period_of(row: ReportRow) -> int:
    """Which period a row belongs to: "date_range_1" is the second."""
    return int(row.dimension_values[-1].removeprefix("date_range_"))


def _totals(
    report: Report,
    rows: Sequence[Mapping[Key, Values]],
    measures: Sequence[Measure],
    *,
    split: bool,
    filtered: bool,
) -> tuple[tuple[float | None, ...], ...]:
    # Whether GA4 takes its totals before or after a filter on metrics is not attested, so they are not used then.
    given = {} if filtered else {_period_of(row) if split else 0: row.metric_values for row in report.totals}
    may_sum = len(report.rows) >= report.row_count
    return tuple(
        given[position] if position in given else _summed(of_period, measures, may_sum=may_sum)
        for position, of_period in enumerate(rows)
    )


def _summed(rows: Mapping[Key, Values], measures: Sequence[Measure], *, may_sum: bool) -> tuple[float | None, ...]:
    if () in rows:
        return rows[()]
    # GA4 leaves out rows of nothing but zeros, so that no rows at all mean zero even where sums mean nothing.
    return tuple(
        fsum(values[position] for values in rows.values())
        if may_sum and (measure.additive or (measure.counted and not rows))
        else None
        for position, measure in enumerate(measures)
    )
