"""What the client promises, against the emulator and, where there are credentials, against Google itself.

Live cases want HEADRACE_LIVE_PROPERTY, the number of a property, and Google credentials in the environment; otherwise
they are skipped by name. They read only, and each asks for a report of a few cells at most.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from prometheus_client import CollectorRegistry

from sandbox.ga4_emulator.running import Emulator
from services.orchestrator.errors import SourceForbidden, SourceRejected
from services.orchestrator.ga4.access_check import check_access
from services.orchestrator.ga4.clients import DataApiClient
from services.orchestrator.ga4.connect import DataApiEndpoint, data_api_client
from services.orchestrator.ga4.grants import current_grants, grant_reader
from services.orchestrator.ga4.report_source import ReportSource
from services.orchestrator.ga4.stack import ReportSourcePolicy, build_report_source
from services.orchestrator.understanding.plan import DateRange, Method, MinuteRange, ReportRequest, TextFilter
from services.serving.clock import Clock, SystemClock
from services.serving.reloading import ReloadMetrics

LIVE_PROPERTY = os.environ.get("HEADRACE_LIVE_PROPERTY", "")
NOBODYS_PROPERTY = "1"
WANTED = "HEADRACE_LIVE_PROPERTY and Google credentials in the environment"


@dataclass(frozen=True)
class Edge:
    """A Data API, a property that may be read there, and its time."""

    client: DataApiClient
    source: ReportSource
    property_id: str
    clock: Clock
    emulator: Emulator | None = None
    """What is behind it, if not Google: then requests can be counted."""

    async def days(self, back: int, count: int) -> DateRange:
        """So many days that ended so many days ago, in the property's zone."""
        zone = ZoneInfo((await self.source.profile(self.property_id)).time_zone)
        end: date = self.clock.now().astimezone(zone).date() - timedelta(days=back)
        return DateRange(end - timedelta(days=count - 1), end)


@contextmanager
def asking(edge: Edge, **expected: int) -> Iterator[None]:
    """Where requests can be counted, the block makes so many of each method, and no others."""
    if edge.emulator is None:
        yield
        return
    seen = edge.emulator.requests
    before, total = {method: seen.count(method) for method in expected}, seen.total()
    yield
    assert {method: seen.count(method) - before[method] for method in expected} == expected
    assert seen.total() - total == sum(expected.values())


@pytest.fixture
async def emulated(ga4: Emulator, ga4_clock: Clock) -> AsyncIterator[Edge]:
    async with edge_at(DataApiEndpoint(ga4.target), "123456789", ga4_clock) as edge:
        yield replace(edge, emulator=ga4)


@pytest.fixture
async def live() -> AsyncIterator[Edge]:
    reader = grant_reader(None, None, emulator_target="")
    async with (
        current_grants(reader, ReloadMetrics(CollectorRegistry())) as grants,
        edge_at(DataApiEndpoint(credentials_for=grants.credentials_for), LIVE_PROPERTY, SystemClock()) as edge,
    ):
        yield edge


@asynccontextmanager
async def edge_at(endpoint: DataApiEndpoint, property_id: str, clock: Clock) -> AsyncIterator[Edge]:
    async with data_api_client(endpoint) as client:
        source = build_report_source(client, ReportSourcePolicy(), CollectorRegistry(), clock)
        yield Edge(client, source, property_id, clock)
        await source.aclose()


@pytest.fixture(
    params=["emulated", pytest.param("live", marks=pytest.mark.skipif(not LIVE_PROPERTY, reason=f"wants {WANTED}"))]
)
def edge(request: pytest.FixtureRequest) -> Edge:
    """Every case, once at each edge."""
    chosen: Edge = request.getfixturevalue(request.param)
    return chosen


def on_days(*ranges: DateRange, by: tuple[str, ...] = (), metric: str = "sessions", **fields: object) -> ReportRequest:
    return ReportRequest(Method.RUN_REPORT, (metric,), by, ranges, **fields)  # type: ignore[arg-type]  # as the caller names them


async def test_the_property_can_be_read(edge: Edge) -> None:
    (finding,) = await check_access(edge.client, [edge.property_id])
    assert finding.problem == ""


async def test_what_all_properties_have_is_told_without_one(edge: Edge) -> None:
    (finding,) = await check_access(edge.client, [])
    assert finding.problem == ""


async def test_a_profile_has_a_zone_a_currency_and_a_reach(edge: Edge) -> None:
    profile = await edge.source.profile(edge.property_id)
    assert ZoneInfo(profile.time_zone).key == profile.time_zone
    assert len(profile.currency_code) == 3
    assert profile.realtime_minutes in {30, 60}
    assert all(":" in field.api_name for field in profile.definitions.fields)


async def test_a_property_is_asked_once_for_what_it_is(edge: Edge) -> None:
    with asking(edge, RunReport=1, GetMetadata=1):
        profiles = await asyncio.gather(*(edge.source.profile(edge.property_id) for _ in range(50)))
    assert all(profile == profiles[0] for profile in profiles)


async def test_a_report_comes_in_the_propertys_zone_and_currency(edge: Edge) -> None:
    profile = await edge.source.profile(edge.property_id)
    week = await edge.days(3, 7)
    with asking(edge, RunReport=1):
        reports = await edge.source.run(edge.property_id, [on_days(week)])
    (report,) = reports.reports
    assert abs(reports.asked_at - edge.clock.now()) < timedelta(minutes=1)
    assert [header.name for header in report.metric_headers] == ["sessions"]
    assert (report.time_zone, report.currency_code) == (profile.time_zone, profile.currency_code)
    assert len(report.rows) <= 1
    assert [row.metric_values for row in report.totals] == [row.metric_values for row in report.rows]


async def test_with_two_ranges_the_last_column_says_which(edge: Edge) -> None:
    ranges = await edge.days(3, 7), await edge.days(10, 7)
    (report,) = (await edge.source.run(edge.property_id, [on_days(*ranges, by=("deviceCategory",))])).reports
    assert report.dimension_headers == ("deviceCategory", "dateRange")
    assert {row.dimension_values[-1] for row in report.rows} <= {"date_range_0", "date_range_1"}
    assert {row.dimension_values[-1] for row in report.totals} == {row.dimension_values[-1] for row in report.rows}


async def test_sessions_by_device_add_up_to_their_total(edge: Edge) -> None:
    (report,) = (
        await edge.source.run(edge.property_id, [on_days(await edge.days(4, 1), by=("deviceCategory",))])
    ).reports
    total = sum(row.metric_values[0] for row in report.totals)
    assert total == pytest.approx(sum(row.metric_values[0] for row in report.rows), rel=0.02)


async def test_several_requests_come_back_in_their_order_and_share_what_can_be_shared(edge: Edge) -> None:
    now = ReportRequest(Method.RUN_REALTIME_REPORT, ("activeUsers",), minute_ranges=(MinuteRange(29, 0),))
    week = await edge.days(3, 7)
    requests = [on_days(week, metric="totalUsers"), now, on_days(week)]
    with asking(edge, BatchRunReports=1, RunRealtimeReport=1):
        reports = (await edge.source.run(edge.property_id, requests)).reports
    assert [report.metric_headers[0].name for report in reports] == ["totalUsers", "activeUsers", "sessions"]


async def test_a_filter_leaves_what_it_names(edge: Edge) -> None:
    only = on_days(
        await edge.days(3, 7), by=("deviceCategory",), dimension_filter=TextFilter("deviceCategory", "mobile")
    )
    (report,) = (await edge.source.run(edge.property_id, [only])).reports
    assert {row.dimension_values for row in report.rows} <= {("mobile",)}


async def test_an_unknown_field_is_refused_in_googles_words_and_not_asked_for_again(edge: Edge) -> None:
    week = await edge.days(3, 7)
    with asking(edge, RunReport=1), pytest.raises(SourceRejected, match="Field nonsense is not a valid metric"):
        await edge.source.run(edge.property_id, [on_days(week, metric="nonsense")])


async def test_one_refused_request_among_several_fails_them_all(edge: Edge) -> None:
    week = await edge.days(3, 7)
    with pytest.raises(SourceRejected):
        await edge.source.run(edge.property_id, [on_days(week), on_days(week, metric="nonsense")])


async def test_a_property_of_somebody_else_is_forbidden(edge: Edge) -> None:
    with pytest.raises(SourceForbidden, match=NOBODYS_PROPERTY):
        await edge.source.profile(NOBODYS_PROPERTY)
