"""Answers report requests: checks them, reads the shop, writes the response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from google.analytics.data_v1beta.types import (
    BatchRunPivotReportsRequest,
    BatchRunPivotReportsResponse,
    BatchRunReportsRequest,
    BatchRunReportsResponse,
    ResponseMetaData,
    RunPivotReportRequest,
    RunPivotReportResponse,
    RunRealtimeReportRequest,
    RunRealtimeReportResponse,
    RunReportRequest,
    RunReportResponse,
)

from sandbox.ga4_emulator.catalogue.catalogue import Catalogue
from sandbox.ga4_emulator.currencies import ExchangeRates
from sandbox.ga4_emulator.properties import Properties, Property
from sandbox.ga4_emulator.quota.costs import cost_of
from sandbox.ga4_emulator.quota.ledger import QuotaLedger
from sandbox.ga4_emulator.quota.limits import Category
from sandbox.ga4_emulator.reports.answering import Answering
from sandbox.ga4_emulator.reports.asked import Asked
from sandbox.ga4_emulator.reports.batches import check_batch
from sandbox.ga4_emulator.reports.compatibility import Compatibility
from sandbox.ga4_emulator.reports.model import ReportModel
from sandbox.ga4_emulator.reports.periods import Moment
from sandbox.ga4_emulator.reports.preparing import CoreRequest, Preparing
from sandbox.ga4_emulator.reports.treatment import Treatment
from sandbox.ga4_emulator.reports.view import view_of
from sandbox.ga4_emulator.shop.shops import Shops
from services.serving.clock import Clock


class Reporting:
    """Answers requests one at a time in the caller's thread; any number of threads may ask at once.

    `treatment` says what is done to the rows of a property, by its id. Every method raises `Refused` for what GA4
    refuses.
    """

    def __init__(
        self,
        *,
        properties: Properties,
        catalogue: Catalogue,
        compatibility: Compatibility,
        model: ReportModel,
        answering: Answering,
        shops: Shops,
        exchange_rates: ExchangeRates,
        quota: QuotaLedger,
        clock: Clock,
        treatment: Callable[[str], Treatment],
    ) -> None:
        self._properties = properties
        self._preparing = Preparing(catalogue, compatibility, model)
        self._answering = answering
        self._shops = shops
        self._exchange_rates = exchange_rates
        self._quota = quota
        self._clock = clock
        self._treatment = treatment

    def run_report(self, request: RunReportRequest) -> RunReportResponse:
        """A report over days."""
        reported = self._properties.find(request.property)
        moment, warehouse = self._moment(reported), self._shops.of(reported.shop)
        asked = self._preparing.report(request, moment, view_of(reported, moment, warehouse))
        asked = self._treated(self._in_currency(asked, request, reported), reported)
        response = RunReportResponse(kind="analyticsData#runReport", metadata=_metadata(request, reported))
        response = self._answering.rows(response, request, asked, warehouse)
        charged = self._quota.charge(reported, Category.CORE, cost_of(asked, Category.CORE))
        if request.return_property_quota:
            response.property_quota = charged.told()
        return response

    def batch_run_reports(self, request: BatchRunReportsRequest) -> BatchRunReportsResponse:
        """Up to five reports over days; the first that is refused refuses all."""
        self._properties.find(request.property)
        check_batch(request, "batchRunReportsRequest", "runReportRequest")
        reports = [self.run_report(report) for report in request.requests]
        return BatchRunReportsResponse(kind="analyticsData#batchRunReports", reports=reports)

    def run_pivot_report(self, request: RunPivotReportRequest) -> RunPivotReportResponse:
        """A report over days with pivots."""
        reported = self._properties.find(request.property)
        moment, warehouse = self._moment(reported), self._shops.of(reported.shop)
        asked = self._preparing.pivot_report(request, moment, view_of(reported, moment, warehouse))
        asked = self._treated(self._in_currency(asked, request, reported), reported)
        response = RunPivotReportResponse(kind="analyticsData#runPivotReport", metadata=_metadata(request, reported))
        response = self._answering.pivots(response, request, asked, warehouse)
        charged = self._quota.charge(reported, Category.CORE, cost_of(asked, Category.CORE))
        if request.return_property_quota:
            response.property_quota = charged.told()
        return response

    def batch_run_pivot_reports(self, request: BatchRunPivotReportsRequest) -> BatchRunPivotReportsResponse:
        """Up to five reports with pivots; the first that is refused refuses all."""
        self._properties.find(request.property)
        check_batch(request, "batchRunPivotReportsRequest", "runPivotReportRequest")
        reports = [self.run_pivot_report(report) for report in request.requests]
        return BatchRunPivotReportsResponse(kind="analyticsData#batchRunPivotReports", pivot_reports=reports)

    def run_realtime_report(self, request: RunRealtimeReportRequest) -> RunRealtimeReportResponse:
        """A report over the last minutes."""
        reported = self._properties.find(request.property)
        moment, warehouse = self._moment(reported), self._shops.of(reported.shop)
        most = reported.service_level.realtime_minutes
        asked = self._preparing.realtime_report(request, moment, view_of(reported, moment, warehouse, live=True), most)
        asked = replace(asked, treatment=Treatment(least_users=self._treatment(reported.property_id).least_users))
        response = RunRealtimeReportResponse(kind="analyticsData#runRealtimeReport")
        response = self._answering.rows(response, request, asked, warehouse)
        charged = self._quota.charge(reported, Category.REALTIME, cost_of(asked, Category.REALTIME))
        if request.return_property_quota:
            response.property_quota = charged.told()
        return response

    def _moment(self, reported: Property) -> Moment:
        return Moment.of(self._clock.now(), reported.time_zone)

    def _treated(self, asked: Asked, reported: Property) -> Asked:
        treatment = self._treatment(reported.property_id)
        return replace(asked, treatment=treatment, view=replace(asked.view, sampled_share=treatment.sampled_share))

    def _in_currency(self, asked: Asked, request: CoreRequest, reported: Property) -> Asked:
        own = reported.currency_code
        return replace(asked, exchange=self._exchange_rates.factor(own, request.currency_code or own))


def _metadata(request: CoreRequest, reported: Property) -> ResponseMetaData:
    return ResponseMetaData(
        currency_code=request.currency_code or reported.currency_code, time_zone=reported.time_zone.key
    )
