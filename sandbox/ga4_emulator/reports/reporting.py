"""Answers report requests: checks them, reads the shop, writes the response."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

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
from sandbox.ga4_emulator.reports.restrictions import Restrictions, tell_of_restrictions
from sandbox.ga4_emulator.reports.treatment import Treatment
from sandbox.ga4_emulator.reports.view import View, view_of
from sandbox.ga4_emulator.shop.shops import Shops
from sandbox.ga4_emulator.shop.warehouse import Warehouse
from services.serving.clock import Clock

Request = TypeVar("Request", bound=CoreRequest)
Response = TypeVar("Response", bound=RunReportResponse | RunPivotReportResponse)
Charged = TypeVar("Charged", bound=RunReportResponse | RunPivotReportResponse | RunRealtimeReportResponse)


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
        restrictions: Restrictions,
        quota: QuotaLedger,
        clock: Clock,
        treatment: Callable[[str], Treatment],
    ) -> None:
        self._properties = properties
        self._metrics = catalogue.metrics
        self._preparing = Preparing(catalogue, compatibility, model)
        self._answering = answering
        self._shops = shops
        self._exchange_rates = exchange_rates
        self._restrictions = restrictions
        self._quota = quota
        self._clock = clock
        self._treatment = treatment

    def run_report(self, request: RunReportRequest) -> RunReportResponse:
        """A report over days."""
        begun = RunReportResponse(kind="analyticsData#runReport")
        return self._over_days(begun, request, self._preparing.report, self._answering.rows)

    def batch_run_reports(self, request: BatchRunReportsRequest) -> BatchRunReportsResponse:
        """Up to five reports over days; the first that is refused refuses all."""
        self._properties.find(request.property)
        check_batch(request, "batchRunReportsRequest", "runReportRequest")
        reports = [self.run_report(report) for report in request.requests]
        return BatchRunReportsResponse(kind="analyticsData#batchRunReports", reports=reports)

    def run_pivot_report(self, request: RunPivotReportRequest) -> RunPivotReportResponse:
        """A report over days with pivots."""
        begun = RunPivotReportResponse(kind="analyticsData#runPivotReport")
        return self._over_days(begun, request, self._preparing.pivot_report, self._answering.pivots)

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
        return self._charged(response, request.return_property_quota, asked, reported, Category.REALTIME)

    def _over_days(
        self,
        begun: Response,
        request: Request,
        prepare: Callable[[Request, Moment, View, Collection[str]], Asked],
        answer: Callable[[Response, Request, Asked, Warehouse], Response],
    ) -> Response:
        reported = self._properties.find(request.property)
        moment, warehouse = self._moment(reported), self._shops.of(reported.shop)
        treatment, own = self._treatment(reported.property_id), reported.currency_code
        view = replace(view_of(reported, moment, warehouse), sampled_share=treatment.sampled_share)
        asked = prepare(request, moment, view, self._hidden(treatment.restricted))
        exchange = self._exchange_rates.factor(own, request.currency_code or own)
        asked = replace(asked, treatment=treatment, exchange=exchange)
        metadata = ResponseMetaData(currency_code=request.currency_code or own, time_zone=reported.time_zone.key)
        tell_of_restrictions(metadata, asked.fields.sources(asked.metrics), self._restrictions, treatment.restricted)
        begun.metadata = metadata
        response = answer(begun, request, asked, warehouse)
        return self._charged(response, request.return_property_quota, asked, reported, Category.CORE)

    def _hidden(self, restricted: Collection[str]) -> Collection[str]:
        """The metrics that are 0 for the caller."""
        if not restricted:
            return ()
        return {name for name, field in self._metrics.items() if self._restrictions.of(field.api_name, restricted)}

    def _charged(self, response: Charged, told: bool, asked: Asked, reported: Property, category: Category) -> Charged:
        charged = self._quota.charge(reported, category, cost_of(asked, category))
        if told:
            response.property_quota = charged.told()
        return response

    def _moment(self, reported: Property) -> Moment:
        return Moment.of(self._clock.now(), reported.time_zone)
