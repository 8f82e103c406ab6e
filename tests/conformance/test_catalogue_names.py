"""Every name of the catalogue is asked for once, and answered with values, typed and empty, or refused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from fnmatch import fnmatchcase
from typing import Any

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import (
    CheckCompatibilityRequest,
    GetMetadataRequest,
    MetricType,
    RunRealtimeReportRequest,
    RunReportRequest,
)
from google.api_core.exceptions import InvalidArgument

from tests.conformance.tally import CATALOGUE, Answer, answers_in
from tests.conformance.wire import Wire

PROPERTY = "properties/123456789"
MONTH = {"start_date": "2026-10-25", "end_date": "2026-11-21"}
UNLINKED = "organicGoogleSearch*"
NOT_OF_A_SHOP = (
    *("*cm360*", "*dv360*", "*sa360*", "*googleAds*", "advertiserAd*", "returnOnAdSpend"),
    *("adFormat", "adSourceName", "adUnit*", "publisherAd*", "totalAdRevenue"),
    *("achievementId", "character", "groupId", "level", "virtualCurrencyName"),
    *("video*", "visible", "contentId", "contentType", "linkId", "testDataFilter*"),
    *("appVersion", "crash*", "brandingInterest"),
    *("itemAffiliation", "itemCategory[345]", "itemLocationID", "itemDiscountAmount", "*[rR]efundAmount"),
)
"""What belongs to linked products, apps, games and videos, or to what this shop does not do."""
GRANULARITIES = {"cohortNthDay": "DAILY", "cohortNthMonth": "MONTHLY"}


def categories(kind: str) -> list[str]:
    return sorted({entry["category"] for entry in CATALOGUE[kind]})


def in_category(kind: str, category: str) -> list[dict[str, Any]]:
    return [entry for entry in CATALOGUE[kind] if entry["category"] == category]


def matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in patterns)


def report(dimension: str = "", metric: str = "activeUsers", *, cohort: bool = False) -> RunReportRequest:
    """A report with one name and what it needs beside it."""
    said: dict[str, Any] = {"property": PROPERTY, "metrics": [{"name": metric}], "date_ranges": [MONTH], "limit": 1000}
    dimensions = [dimension] if dimension else []
    if cohort:
        dimensions = list(dict.fromkeys(["cohort", *dimensions]))
        followed = {"granularity": GRANULARITIES.get(dimension, "WEEKLY"), "start_offset": 0, "end_offset": 2}
        cohorts = [{"dimension": "firstSessionDate", "date_range": MONTH}]
        said |= {"date_ranges": [], "cohort_spec": {"cohorts": cohorts, "cohorts_range": followed}}
    if dimension == "comparison":
        said["comparisons"] = [{"name": "all of it", "dimension_filter": {}}]
    return RunReportRequest(dimensions=[{"name": name} for name in dimensions], **said)


async def a_few_at_a_time(asked: Iterable[Awaitable[Any]]) -> None:
    """Awaits all, fewer at once than a property has requests at a time."""
    places = asyncio.Semaphore(5)

    async def one(waiting: Awaitable[Any]) -> None:
        async with places:
            await waiting

    await asyncio.gather(*(one(waiting) for waiting in asked))


def answered(wire: Wire) -> dict[str, Answer]:
    return {name: answer for exchange in wire.exchanges for name, answer in answers_in(exchange)}


@pytest.mark.drives("RunReport", "RunRealtimeReport")
@pytest.mark.parametrize("category", categories("dimensions"))
async def test_every_dimension_is_answered(ga4_client: BetaAnalyticsDataAsyncClient, wire: Wire, category: str) -> None:
    names = [entry["api_name"] for entry in in_category("dimensions", category) if entry["core"]]
    cohort = category == "Cohort"
    metric = "cohortActiveUsers" if cohort else "activeUsers"
    await a_few_at_a_time(ga4_client.run_report(report(name, metric, cohort=cohort)) for name in names)
    answers = answered(wire)
    assert {name for name in names if answers[name] is Answer.EMPTY} == {
        name for name in names if matches(name, NOT_OF_A_SHOP)
    }


@pytest.mark.drives("RunReport")
@pytest.mark.parametrize("category", categories("metrics"))
async def test_every_metric_is_answered_in_its_type_or_refused(
    ga4_client: BetaAnalyticsDataAsyncClient, wire: Wire, category: str
) -> None:
    entries = in_category("metrics", category)
    linked = [entry for entry in entries if not matches(entry["api_name"], [UNLINKED])]
    await a_few_at_a_time(
        ga4_client.run_report(report(metric=entry["api_name"], cohort=category == "Cohort")) for entry in linked
    )
    types = {one.response.metric_headers[0].name: one.response.metric_headers[0].type_ for one in wire.exchanges}
    assert types == {entry["api_name"]: MetricType[entry["type"]] for entry in linked}
    answers = answered(wire)
    assert {name for name in types if answers[name] is Answer.EMPTY} == {
        name for name in types if matches(name, NOT_OF_A_SHOP)
    }
    for entry in entries:
        if entry not in linked:
            with pytest.raises(InvalidArgument, match="Search Console fields require an active link to be used"):
                await ga4_client.run_report(report(metric=entry["api_name"]))


@pytest.mark.drives("RunRealtimeReport")
@pytest.mark.parametrize("kind", ["dimensions", "metrics"])
async def test_every_realtime_name_is_answered(ga4_client: BetaAnalyticsDataAsyncClient, wire: Wire, kind: str) -> None:
    names = [entry["api_name"] for entry in CATALOGUE[kind] if entry["realtime"]]
    asked = [{"metrics": [{"name": "activeUsers"}], kind: [{"name": name}]} for name in names]
    await a_few_at_a_time(
        ga4_client.run_realtime_report(RunRealtimeReportRequest(property=PROPERTY, **one)) for one in asked
    )
    answers = answered(wire)
    assert {name for name in names if answers[name] is Answer.EMPTY} <= {
        name for name in names if matches(name, NOT_OF_A_SHOP)
    }


@pytest.mark.drives("GetMetadata")
async def test_metadata_says_of_every_name_what_it_is(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    metadata = await ga4_client.get_metadata(GetMetadataRequest(name="properties/0/metadata"))
    dimensions = {one.api_name: (one.ui_name, one.category) for one in metadata.dimensions}
    metrics = {one.api_name: (one.ui_name, one.category, one.type_) for one in metadata.metrics}
    assert dimensions == {
        entry["api_name"]: (entry["ui_name"], entry["category"]) for entry in CATALOGUE["dimensions"] if entry["core"]
    }
    own = {entry["api_name"] for entry in CATALOGUE["metrics"]}
    assert {name: said for name, said in metrics.items() if name in own} == {
        entry["api_name"]: (entry["ui_name"], entry["category"], MetricType[entry["type"]])
        for entry in CATALOGUE["metrics"]
    }


@pytest.mark.drives("CheckCompatibility")
async def test_what_is_told_to_be_compatible_is_answered(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    request = CheckCompatibilityRequest(property=PROPERTY, dimensions=[{"name": "itemName"}])
    told = await ga4_client.check_compatibility(request)
    compatible = {one.metric_metadata.api_name: one.compatibility.name for one in told.metric_compatibilities}
    assert set(compatible.values()) == {"COMPATIBLE", "INCOMPATIBLE"}
    for name, found in list(compatible.items())[::6]:
        if found == "COMPATIBLE":
            await ga4_client.run_report(report("itemName", name))
        else:
            with pytest.raises(InvalidArgument):
                await ga4_client.run_report(report("itemName", name))
