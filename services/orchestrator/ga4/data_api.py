"""Google Analytics itself: the Data API v1beta over gRPC."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import structlog

from services.orchestrator.errors import SourceUnavailable
from services.orchestrator.ga4.clients import DataApiClient
from services.orchestrator.ga4.exhausted import BucketEmpty
from services.orchestrator.ga4.failures import source_error
from services.orchestrator.ga4.field_reports import compatibility, compatibility_request, definitions
from services.orchestrator.ga4.google_client import exceptions, messages
from services.orchestrator.ga4.own_definitions import own_definitions, realtime_minutes
from services.orchestrator.ga4.property_quota import told_quotas
from services.orchestrator.ga4.quota_ledger import QuotaLedger
from services.orchestrator.ga4.quota_limits import Category
from services.orchestrator.ga4.report_source import PropertyProfile, Report, Reports
from services.orchestrator.ga4.translate import (
    realtime_report,
    realtime_request,
    report,
    report_request,
    resource_name,
)
from services.orchestrator.understanding.plan import Method, ReportRequest
from services.serving.clock import Clock

log = structlog.get_logger(__name__)

Response = TypeVar("Response")


class DataApi:
    """A report source that asks Google, or an emulator of it, and notes what it tells of quotas.

    It takes the requests of one call at a time: one of any kind, or up to five for reports on days.
    """

    def __init__(self, client: DataApiClient, call_timeout: timedelta, quotas: QuotaLedger, clock: Clock) -> None:
        self._client = client
        self._call_timeout = call_timeout.total_seconds()
        self._quotas = quotas
        self._clock = clock

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        """See `ReportSource.run`."""
        asked_at = self._clock.now()
        if len(requests) > 1:
            return Reports(await self._batch(property_id, requests), asked_at)
        by_method = {
            Method.RUN_REPORT: self._on_days,
            Method.RUN_REALTIME_REPORT: self._realtime,
            Method.GET_METADATA: self._metadata,
            Method.CHECK_COMPATIBILITY: self._compatibility,
        }
        (request,) = requests
        return Reports((await by_method[request.method](property_id, request),), asked_at)

    async def profile(self, property_id: str) -> PropertyProfile:
        """See `ReportSource.profile`. Zone and currency stand in any report's metadata; this is about the cheapest.

        The two calls go one after the other: a property that may not be read costs one refusal.
        """
        yesterday = messages.DateRange(start_date="yesterday", end_date="yesterday")
        request = messages.RunReportRequest(
            property=resource_name(property_id),
            metrics=[messages.Metric(name="activeUsers")],
            date_ranges=[yesterday],
            limit=1,
            return_property_quota=True,
        )
        told = await self._call(property_id, self._client.of(property_id).run_report, request)
        if not told.metadata.time_zone:
            raise SourceUnavailable("Google Analytics did not tell the property's time zone. Ask again.")
        self._quotas.check(property_id, Category.CORE)
        return PropertyProfile(
            property_id,
            told.metadata.time_zone,
            told.metadata.currency_code,
            own_definitions(await self._catalogue(property_id)),
            realtime_minutes(told.property_quota),
        )

    async def _batch(self, property_id: str, requests: Sequence[ReportRequest]) -> tuple[Report, ...]:
        asked = [report_request(property_id, request) for request in requests]
        batch = messages.BatchRunReportsRequest(property=resource_name(property_id), requests=asked)
        response = await self._call(property_id, self._client.of(property_id).batch_run_reports, batch)
        return tuple([await _read(report, each) for each in response.reports])

    async def _on_days(self, property_id: str, request: ReportRequest) -> Report:
        asked = report_request(property_id, request)
        return await _read(report, await self._call(property_id, self._client.of(property_id).run_report, asked))

    async def _realtime(self, property_id: str, request: ReportRequest) -> Report:
        asked = realtime_request(property_id, request)
        return await _read(
            realtime_report, await self._call(property_id, self._client.of(property_id).run_realtime_report, asked)
        )

    async def _metadata(self, property_id: str, request: ReportRequest) -> Report:
        return definitions(await self._catalogue(property_id), request)

    async def _catalogue(self, property_id: str) -> messages.Metadata:
        asked = messages.GetMetadataRequest(name=f"{resource_name(property_id)}/metadata")
        return await self._call(property_id, self._client.of(property_id).get_metadata, asked)

    async def _compatibility(self, property_id: str, request: ReportRequest) -> Report:
        asked = compatibility_request(property_id, request)
        return compatibility(
            await self._call(property_id, self._client.of(property_id).check_compatibility, asked), request
        )

    async def _call(self, property_id: str, method: Callable[..., Awaitable[Response]], request: object) -> Response:
        category = Category.REALTIME if isinstance(request, messages.RunRealtimeReportRequest) else Category.CORE
        asked_at = self._clock.now()
        try:
            response = await method(request, timeout=self._call_timeout)
        except exceptions.GoogleAPICallError as error:
            log.warning("google analytics call failed", code=str(error.grpc_status_code), told=error.message)
            failure = source_error(error, property_id, self._clock.now())
            if isinstance(failure, BucketEmpty):
                self._quotas.used_up(property_id, category, failure)
            raise failure from error
        for quota in told_quotas(response):
            self._quotas.told(property_id, category, quota, asked_at)
        return response


async def _read(reading: Callable[[Response], Report], response: Response) -> Report:
    """Ten thousand rows take some 40 ms to read, in which other callers shall not have to wait."""
    return await asyncio.to_thread(reading, response)
