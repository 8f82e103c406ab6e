"""The life of an audience export."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import (
    AudienceDimension,
    AudienceExport,
    DateRange,
    Metric,
    QueryAudienceExportRequest,
    RunReportRequest,
)
from google.api_core.exceptions import FailedPrecondition, InvalidArgument, NotFound, ResourceExhausted

from sandbox.ga4_emulator.quota.limits import Bucket
from sandbox.ga4_emulator.running import Emulator
from tests.fakes.clock import NOW

pytestmark = pytest.mark.drives(
    "CreateAudienceExport", "QueryAudienceExport", "GetAudienceExport", "ListAudienceExports"
)
PARENT = "properties/123456789"
OTHER = "properties/200000001"
DIMENSIONS = ("deviceId", "userId", "isAdsPersonalizationAllowed", "isLimitedAdTracking")
DONE = NOW + timedelta(minutes=2)


def wanted(audience: str = "4102", dimensions: tuple[str, ...] = DIMENSIONS, parent: str = PARENT) -> AudienceExport:
    return AudienceExport(
        audience=f"{parent}/audiences/{audience}",
        dimensions=[AudienceDimension(dimension_name=name) for name in dimensions],
    )


async def create(client: BetaAnalyticsDataAsyncClient, export: AudienceExport, parent: str = PARENT) -> str:
    """Begins an export and returns its name."""
    await client.create_audience_export(parent=parent, audience_export=export)
    return [one async for one in await client.list_audience_exports(parent=parent)][-1].name


async def rows_of(client: BetaAnalyticsDataAsyncClient, name: str, **page: Any) -> list[tuple[str, ...]]:
    answer = await client.query_audience_export(QueryAudienceExportRequest(name=name, **page))
    return [tuple(value.value for value in row.dimension_values) for row in answer.audience_rows]


async def test_an_export_is_made_while_the_clock_goes_on(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    operation = await ga4_client.create_audience_export(parent=PARENT, audience_export=wanted())
    assert not operation.operation.done
    (export,) = [one async for one in await ga4_client.list_audience_exports(parent=PARENT)]
    assert export.state is AudienceExport.State.CREATING
    assert (export.audience_display_name, export.percentage_completed) == ("Purchasers", 0)
    assert "row_count" not in export
    with pytest.raises(FailedPrecondition):
        await ga4_client.query_audience_export(QueryAudienceExportRequest(name=export.name))
    ga4.clock.set(NOW + timedelta(minutes=1))
    assert (await ga4_client.get_audience_export(name=export.name)).percentage_completed == 50
    ga4.clock.set(DONE)
    done = await operation.result(timeout=10)
    assert done == await ga4_client.get_audience_export(name=export.name)
    assert (done.state, done.percentage_completed) == (AudienceExport.State.ACTIVE, 100)
    answer = await ga4_client.query_audience_export(QueryAudienceExportRequest(name=export.name))
    assert answer.audience_export == done
    assert answer.row_count == done.row_count == len(answer.audience_rows) > 100


async def test_an_export_has_everybody_in_the_audience_once(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    name = await create(ga4_client, wanted())
    ga4.clock.set(DONE)
    rows = await rows_of(ga4_client, name)
    buyers = await ga4_client.run_report(
        RunReportRequest(
            property=PARENT,
            metrics=[Metric(name="totalPurchasers")],
            date_ranges=[DateRange(start_date="30daysAgo", end_date="today")],
        )
    )
    assert len({device for device, *_ in rows}) == len(rows) == int(buyers.rows[0].metric_values[0].value)
    assert {(allowed, limited) for _, _, allowed, limited in rows} == {("true", "false"), ("false", "true")}
    assert 0 < sum(bool(user) for _, user, *_ in rows) < len(rows)


async def test_pages_of_an_export_make_up_the_whole(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    name = await create(ga4_client, wanted(dimensions=("userId", "deviceId")))
    again = await create(ga4_client, wanted(dimensions=("userId", "deviceId"), parent=OTHER), OTHER)
    ga4.clock.set(DONE)
    whole = await rows_of(ga4_client, name)
    pages = [await rows_of(ga4_client, name, limit=40, offset=offset) for offset in range(0, len(whole) + 40, 40)]
    assert [row for page in pages for row in page] == whole == await rows_of(ga4_client, again)
    with pytest.raises(InvalidArgument, match="limit must be positive"):
        await rows_of(ga4_client, name, limit=-1)


async def test_exports_are_listed_by_property_in_pages(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    names = [await create(ga4_client, wanted(audience)) for audience in ("4101", "4102", "4103", "4104", "4105")]
    await create(ga4_client, wanted(parent=OTHER), OTHER)
    pager = await ga4_client.list_audience_exports(request={"parent": PARENT, "page_size": 2})
    pages = [[export.name for export in page.audience_exports] async for page in pager.pages]
    assert pages == [names[:2], names[2:4], names[4:]]
    with pytest.raises(InvalidArgument):
        await ga4_client.list_audience_exports(request={"parent": PARENT, "page_token": "tomorrow"})


@pytest.mark.parametrize(
    ("export", "says"),
    [
        (AudienceExport(dimensions=wanted().dimensions), "audience is required"),
        (wanted("9999"), "does not exist"),
        (wanted(parent=OTHER), "does not exist"),
        (wanted(dimensions=()), "require dimensions"),
        (wanted(dimensions=("deviceId", "country")), "country is not a valid dimension"),
    ],
)
async def test_an_export_that_cannot_be_is_refused(
    ga4_client: BetaAnalyticsDataAsyncClient, export: AudienceExport, says: str
) -> None:
    with pytest.raises(InvalidArgument, match=says):
        await ga4_client.create_audience_export(parent=PARENT, audience_export=export)
    assert [one async for one in await ga4_client.list_audience_exports(parent=PARENT)] == []


async def test_an_export_is_found_by_its_own_property_only(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    name = await create(ga4_client, wanted())
    for wrong in (name + "0", name.replace(PARENT, OTHER)):
        with pytest.raises(NotFound):
            await ga4_client.get_audience_export(name=wrong)


async def test_exports_cost_tokens_and_need_some(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    export = await ga4_client.get_audience_export(name=await create(ga4_client, wanted()))
    report = RunReportRequest(
        property=PARENT,
        metrics=[Metric(name="sessions")],
        date_ranges=[DateRange(start_date="yesterday", end_date="yesterday")],
        return_property_quota=True,
    )
    left = (await ga4_client.run_report(report)).property_quota.tokens_per_day.remaining
    assert left == 200_000 - export.creation_quota_tokens_charged - 1
    ga4.quota.use_up(Bucket.TOKENS_PER_HOUR)
    with pytest.raises(ResourceExhausted):
        await create(ga4_client, wanted())
