from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from services.orchestrator.errors import SourceRejected
from services.orchestrator.ga4.call_by_call import CallByCall
from services.orchestrator.ga4.report_source import PropertyProfile, Report, Reports
from services.orchestrator.understanding.plan import Listing, Method, ReportRequest
from tests.unit.ga4.scripted_source import ON_DAYS, PROFILE, REALTIME, REPORTS

FIELDS = ReportRequest(Method.GET_METADATA, (), listing=Listing.METRICS)


class NotingSource:
    """Answers each request with a report that names its metrics, and notes the calls."""

    def __init__(self, refused: Method | None = None) -> None:
        self.calls: list[list[Method]] = []
        self._refused = refused

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        self.calls.append([request.method for request in requests])
        if requests[0].method is self._refused:
            raise SourceRejected("no")
        asked_at = REPORTS.asked_at - timedelta(seconds=len(self.calls))
        return Reports(tuple(report_on(request) for request in requests), asked_at)

    async def profile(self, property_id: str) -> PropertyProfile:
        return PROFILE


def report_on(request: ReportRequest) -> Report:
    return Report(request.metrics, (), (), (), 0, "USD", "UTC")


async def test_reports_on_days_share_a_call_and_all_others_have_one_each() -> None:
    source = NotingSource()
    await CallByCall(source).run("1", [ON_DAYS, REALTIME, ON_DAYS, FIELDS, REALTIME])
    assert sorted(source.calls) == sorted(
        [
            [Method.RUN_REPORT, Method.RUN_REPORT],
            [Method.RUN_REALTIME_REPORT],
            [Method.GET_METADATA],
            [Method.RUN_REALTIME_REPORT],
        ]
    )


async def test_reports_come_in_the_plans_order_and_as_old_as_the_oldest() -> None:
    plan = [REALTIME, ON_DAYS, replace(REALTIME, metrics=("eventCount",)), replace(ON_DAYS, metrics=("newUsers",))]
    reports = await CallByCall(NotingSource()).run("1", plan)
    assert [report.dimension_headers for report in reports.reports] == [request.metrics for request in plan]
    assert reports.asked_at == REPORTS.asked_at - timedelta(seconds=3)


async def test_one_refused_call_fails_the_plan() -> None:
    with pytest.raises(SourceRejected):
        await CallByCall(NotingSource(refused=Method.GET_METADATA)).run("1", [ON_DAYS, FIELDS])


async def test_profiles_pass_through() -> None:
    assert await CallByCall(NotingSource()).profile("1") == PROFILE
