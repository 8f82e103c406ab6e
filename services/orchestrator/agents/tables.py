"""From GA4's reports to the tables of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.reporting.about_fields import about
from services.orchestrator.agents.reporting.conditions import condition
from services.orchestrator.agents.reporting.periods import named
from services.orchestrator.agents.reporting.wording import at_start, listed, within_sentence
from services.orchestrator.agents.units import Units
from services.orchestrator.ga4.report_source import MetricHeader, Report, ReportRow
from services.orchestrator.understanding.lexicon.catalogue import Catalogue
from services.orchestrator.understanding.plan import DateRange, MinuteRange, ReportRequest

DATE_RANGE = "dateRange"
DATE_RANGE_LABEL = "Date range"
_FIELD_LABELS = {"apiName": "API name", "uiName": "Name", "description": "Description", "category": "Category"}


class TableBuilder:
    """Builds tables with GA4's own labels. Values stay as GA4 writes them: dates "20261108", weeks "202645"."""

    def __init__(self, catalogue: Catalogue, units: Units) -> None:
        self._catalogue = catalogue
        self._units = units

    def build(self, request: ReportRequest, report: Report) -> answer_pb2.Table:
        """The table of a request's report."""
        return answer_pb2.Table(
            title=about(request, self._label) if request.about_fields else self._title(request),
            columns=self._columns(report),
            rows=_rows(report.rows),
            totals=_rows(report.totals),
            row_count=report.row_count,
            currency_code=report.currency_code,
        )

    def _title(self, request: ReportRequest) -> str:
        """For example "Key events by country, 8–14 November 2026 and 1–7 November 2026"."""
        what = listed([within_sentence(self._label(name)) for name in request.metrics])
        by = listed([within_sentence(self._label(name)) for name in request.dimensions])
        if what and by:
            what = f"{what} by {by}"
        periods: list[DateRange | MinuteRange] = [*request.date_ranges, *request.minute_ranges]
        when = listed([named(period) for period in periods])
        return ", ".join(part for part in (at_start(what or by), condition(request), when) if part)

    def _columns(self, report: Report) -> Iterator[answer_pb2.Column]:
        for name in report.dimension_headers:
            yield answer_pb2.Column(
                api_name=name, label=self._label(name), kind=answer_pb2.ColumnKind.COLUMN_KIND_DIMENSION
            )
        for metric in report.metric_headers:
            yield answer_pb2.Column(
                api_name=metric.name,
                label=self._metric_label(metric),
                kind=answer_pb2.ColumnKind.COLUMN_KIND_METRIC,
                unit=self._units.of(metric),
            )

    def _metric_label(self, metric: MetricHeader) -> str:
        beside = self._units.beside_label(metric)
        label = self._label(metric.name)
        return f"{label} ({beside})" if beside else label

    def _label(self, api_name: str) -> str:
        """GA4's name for people. Fields of a property's own have none, so there the property's name for it serves."""
        if api_name == DATE_RANGE:
            return DATE_RANGE_LABEL
        if api_name in _FIELD_LABELS:
            return _FIELD_LABELS[api_name]
        field, _, parameter = api_name.partition(":")
        try:
            label = self._catalogue.field(field).ui_name
        except KeyError:
            label = ""
        if not label:
            return parameter or api_name
        return f"{label} ({parameter})" if parameter else label


def _rows(rows: Iterable[ReportRow]) -> list[answer_pb2.Row]:
    return [answer_pb2.Row(dimension_values=row.dimension_values, metric_values=row.metric_values) for row in rows]
