"""Answers report requests: checks them, reads the shop, writes the response."""

from __future__ import annotations

from collections.abc import Sequence

from google.analytics.data_v1beta.types import (
    BatchRunReportsRequest,
    BatchRunReportsResponse,
    ResponseMetaData,
    RunRealtimeReportRequest,
    RunRealtimeReportResponse,
    RunReportRequest,
    RunReportResponse,
)

from sandbox.ga4_emulator.catalogue.catalogue import Catalogue
from sandbox.ga4_emulator.currencies import ExchangeRates
from sandbox.ga4_emulator.properties import Properties, Property
from sandbox.ga4_emulator.quota import QuotaLedger
from sandbox.ga4_emulator.refusals import invalid
from sandbox.ga4_emulator.reports.answering import Answering
from sandbox.ga4_emulator.reports.checks import (
    DATE_RANGE,
    ReportRequest,
    check_names,
    check_order,
    check_page,
    check_shape,
    check_supported,
)
from sandbox.ga4_emulator.reports.compatibility import Compatibility
from sandbox.ga4_emulator.reports.filters import fields_of
from sandbox.ga4_emulator.reports.grouping import View
from sandbox.ga4_emulator.reports.periods import Moment, Period, days_of, minutes_of
from sandbox.ga4_emulator.reports.query import Asked
from sandbox.ga4_emulator.shop.shops import Shops
from sandbox.ga4_emulator.shop.warehouse import Warehouse
from services.serving.clock import Clock

_LARGEST_BATCH = 5


class Reporting:
    """Answers requests one at a time in the caller's thread; any number of threads may ask at once.

    Every method raises `Refused` for what GA4 refuses.
    """

    def __init__(
        self,
        *,
        properties: Properties,
        catalogue: Catalogue,
        compatibility: Compatibility,
        answering: Answering,
        shops: Shops,
        exchange_rates: ExchangeRates,
        quota: QuotaLedger,
        clock: Clock,
    ) -> None:
        self._properties = properties
        self._core = catalogue.core()
        self._realtime = catalogue.realtime()
        self._compatibility = compatibility
        self._answering = answering
        self._shops = shops
        self._exchange_rates = exchange_rates
        self._quota = quota
        self._clock = clock

    def run_report(self, request: RunReportRequest) -> RunReportResponse:
        """A report over days."""
        reported = self._properties.find(request.property)
        check_supported(request)
        moment = self._moment(reported)
        check_names(request, self._core, "api-schema")
        check_page(request.limit, request.offset)
        periods = days_of(request.date_ranges, moment)
        check_shape(request)
        currency = request.currency_code or reported.currency_code
        exchange = self._exchange_rates.factor(reported.currency_code, currency)
        warehouse = self._shops.of(reported.shop)
        view = view_of(reported, moment, warehouse)
        asked = _asked(request, periods, view, exchange=exchange, keep_empty_rows=request.keep_empty_rows)
        check_order(request.order_bys, asked.dimensions, asked.metrics)
        self._compatibility.check(
            [*asked.dimensions, *fields_of(request.dimension_filter)],
            [*asked.metrics, *fields_of(request.metric_filter)],
        )
        response = RunReportResponse(
            kind="analyticsData#runReport",
            metadata=ResponseMetaData(currency_code=currency, time_zone=reported.time_zone.key),
        )
        response = self._answering.answer(response, request, asked, self._core, request.offset, warehouse)
        quota = self._quota.charge(reported, "core", asked)
        if request.return_property_quota:
            response.property_quota = quota
        return response

    def batch_run_reports(self, request: BatchRunReportsRequest) -> BatchRunReportsResponse:
        """Up to five reports over days; the first that is refused refuses all."""
        self._properties.find(request.property)
        if not request.requests:
            raise invalid("The batchRunReportsRequest must contain at least one runReportRequest.")
        if len(request.requests) > _LARGEST_BATCH:
            raise invalid(
                f"Batch requests are limited to {_LARGEST_BATCH} requests.\n"
                f"  This batch request contains {len(request.requests)} requests."
            )
        for report in request.requests:
            report.property = report.property or request.property
            if report.property != request.property:
                raise invalid(
                    "Each property in requests must match the batch's property."
                    f" batch = {request.property} and request = {report.property}"
                )
        reports = [self.run_report(report) for report in request.requests]
        return BatchRunReportsResponse(kind="analyticsData#batchRunReports", reports=reports)

    def run_realtime_report(self, request: RunRealtimeReportRequest) -> RunRealtimeReportResponse:
        """A report over the last minutes."""
        reported = self._properties.find(request.property)
        moment = self._moment(reported)
        check_names(request, self._realtime, "realtime-api-schema")
        check_page(request.limit, 0)
        periods = minutes_of(request.minute_ranges, moment, reported.service_level.realtime_minutes)
        check_shape(request)
        warehouse = self._shops.of(reported.shop)
        view = view_of(reported, moment, warehouse, live=True)
        asked = _asked(request, periods, view, exchange=1.0, keep_empty_rows=False)
        check_order(request.order_bys, asked.dimensions, asked.metrics)
        response = RunRealtimeReportResponse(kind="analyticsData#runRealtimeReport")
        response = self._answering.answer(response, request, asked, self._realtime, 0, warehouse)
        quota = self._quota.charge(reported, "realtime", asked)
        if request.return_property_quota:
            response.property_quota = quota
        return response

    def _moment(self, reported: Property) -> Moment:
        return Moment.of(self._clock.now(), reported.time_zone)


def view_of(reported: Property, moment: Moment, warehouse: Warehouse, *, live: bool = False) -> View:
    """What a report of a property sees of its shop at a moment; a live one sees things as they happen."""
    return View(
        now=moment.seconds,
        first_day=moment.day - warehouse.history_days,
        batch=None if live else warehouse.processing.batch_at(moment.seconds),
        stream_id=reported.stream_id,
        stream_name=reported.display_name,
        currency_code=reported.currency_code,
    )


def _asked(
    request: ReportRequest, periods: Sequence[Period], view: View, *, exchange: float, keep_empty_rows: bool
) -> Asked:
    dimensions = [dimension.name for dimension in request.dimensions]
    if len(periods) > 1 and DATE_RANGE not in dimensions:
        dimensions.append(DATE_RANGE)
    return Asked(
        dimensions=dimensions,
        metrics=[metric.name for metric in request.metrics],
        periods=periods,
        dimension_filter=request.dimension_filter,
        metric_filter=request.metric_filter,
        order_bys=list(request.order_bys),
        keep_empty_rows=keep_empty_rows,
        view=view,
        exchange=exchange,
    )
