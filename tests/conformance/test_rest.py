"""The API as HTTP and JSON, through Google's own client over that transport, and by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
import requests
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient, BetaAnalyticsDataClient
from google.analytics.data_v1beta.services.beta_analytics_data.transports import BetaAnalyticsDataRestTransport
from google.analytics.data_v1beta.types import AudienceExport
from google.api_core.exceptions import BadRequest, Forbidden, TooManyRequests
from google.auth.credentials import AnonymousCredentials

from sandbox.ga4_emulator.quota.limits import Bucket
from sandbox.ga4_emulator.rest.gateway import running_gateway
from sandbox.ga4_emulator.running import Emulator

PROPERTY = "properties/123456789"
WEEK: dict[str, Any] = {"start_date": "2026-11-10", "end_date": "2026-11-16"}
REPORT: dict[str, Any] = {
    "property": PROPERTY,
    "dimensions": [{"name": "country"}],
    "metrics": [{"name": "sessions"}, {"name": "engagementRate"}],
    "date_ranges": [WEEK],
    "limit": 3,
}
PIVOTS = {**REPORT, "pivots": [{"field_names": ["country"], "limit": 2}]}
PIVOTS.pop("limit")


ROW = {"dimensionValues": [{"value": "United States"}]}


def partly(address: str, fields: str) -> requests.Response:
    """A report of one row, of which only some fields are asked for."""
    body = {
        "dimensions": [{"name": "country"}],
        "metrics": [{"name": "sessions"}],
        "dateRanges": [{"startDate": "2026-11-10", "endDate": "2026-11-16"}],
        "limit": "1",
    }
    where = f"http://{address}/v1beta/{PROPERTY}:runReport"
    return requests.post(where, params={"fields": fields}, json=body, timeout=20)


@pytest.fixture
def address(ga4: Emulator) -> Iterator[str]:
    with running_gateway("127.0.0.1:0", ga4.target) as address:
        yield address


@pytest.fixture
def rest(address: str) -> BetaAnalyticsDataClient:
    transport = BetaAnalyticsDataRestTransport(host=address, url_scheme="http", credentials=AnonymousCredentials())
    return BetaAnalyticsDataClient(transport=transport)


ASKED: list[Callable[[Any], Any]] = [
    lambda client: client.run_report(REPORT),
    lambda client: client.run_pivot_report(PIVOTS),
    lambda client: client.batch_run_reports({"property": PROPERTY, "requests": [REPORT]}),
    lambda client: client.batch_run_pivot_reports({"property": PROPERTY, "requests": [PIVOTS]}),
    lambda client: client.run_realtime_report({"property": PROPERTY, "metrics": [{"name": "activeUsers"}]}),
    lambda client: client.get_metadata({"name": f"{PROPERTY}/metadata"}),
    lambda client: client.check_compatibility({"property": PROPERTY, "dimensions": [{"name": "itemName"}]}),
]


@pytest.mark.parametrize("ask", ASKED)
async def test_both_transports_of_googles_client_get_the_same(
    rest: BetaAnalyticsDataClient, ga4_client: BetaAnalyticsDataAsyncClient, ask: Callable[[Any], Any]
) -> None:
    asked: Awaitable[Any] = ask(ga4_client)
    assert await asyncio.to_thread(ask, rest) == await asked


async def test_refusals_have_their_status_and_words(ga4: Emulator, rest: BetaAnalyticsDataClient) -> None:
    def refused(error: type[Exception], **changes: Any) -> str:
        with pytest.raises(error) as refusal:
            rest.run_report({**REPORT, **changes})
        return str(getattr(refusal.value, "message", ""))

    words = await asyncio.to_thread(refused, BadRequest, date_ranges=[])
    assert words.endswith("A dateRange is required.")
    await asyncio.to_thread(refused, Forbidden, property="properties/987")
    ga4.quota.use_up(Bucket.TOKENS_PER_DAY)
    await asyncio.to_thread(refused, TooManyRequests)


async def test_an_audience_export_is_made_and_read(rest: BetaAnalyticsDataClient) -> None:
    def make() -> None:
        wanted = AudienceExport(audience=f"{PROPERTY}/audiences/4102", dimensions=[{"dimension_name": "deviceId"}])
        assert not rest.create_audience_export(parent=PROPERTY, audience_export=wanted).operation.done
        (export,) = rest.list_audience_exports(parent=PROPERTY)
        assert rest.get_audience_export(name=export.name).state is AudienceExport.State.CREATING
        with pytest.raises(BadRequest, match="not ACTIVE"):
            rest.query_audience_export(name=export.name)

    await asyncio.to_thread(make)


async def test_json_has_the_documented_shape(address: str) -> None:
    body = {
        "dimensions": [{"name": "country"}],
        "metrics": [{"name": "sessions"}],
        "dateRanges": [{"startDate": "2026-11-10", "endDate": "2026-11-16"}],
        "limit": "1",
    }

    def post(path: str, said: Any) -> requests.Response:
        return requests.post(f"http://{address}/v1beta/{path}", json=said, timeout=20)

    answer = await asyncio.to_thread(post, f"{PROPERTY}:runReport?alt=json&prettyPrint=false", body)
    report = answer.json()
    assert answer.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert report["kind"] == "analyticsData#runReport"
    assert report["metricHeaders"] == [{"name": "sessions", "type": "TYPE_INTEGER"}]
    assert [row["dimensionValues"] for row in report["rows"]] == [[{"value": "United States"}]]
    assert report["rowCount"] > 20
    assert answer.text.count("\n") == 1
    refused = await asyncio.to_thread(post, f"{PROPERTY}:runReport", {**body, "limit": -1})
    assert (refused.status_code, refused.json()["error"]) == (
        400,
        {
            "code": 400,
            "message": "limit must be positive. The API received limit = -1",
            "status": "INVALID_ARGUMENT",
        },
    )
    for wrong, what in (
        ({"colour": "red"}, '"colour"'),
        ({"dateRanges": [{"first": "today"}]}, "\"first\" at 'dateRanges[0]'"),
    ):
        unknown = await asyncio.to_thread(post, f"{PROPERTY}:runReport", {**body, **wrong})
        assert unknown.status_code == 400
        words = f"Invalid JSON payload received. Unknown name {what}: Cannot find field."
        assert unknown.json()["error"]["message"] == words
    assert (await asyncio.to_thread(post, f"{PROPERTY}:runFunnelReport", body)).status_code == 404


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ("rowCount", {"rowCount": 24}),
        ("rows/dimensionValues/value,kind", {"rows": [ROW], "kind": "analyticsData#runReport"}),
        ("rows(dimensionValues)", {"rows": [ROW]}),
        ("rows(dimensionValues,dimensionValues/value)", {"rows": [ROW]}),
        ("metadata(*)", {"metadata": {"currencyCode": "USD", "timeZone": "America/New_York"}}),
        ("*/timeZone", {"metadata": {"timeZone": "America/New_York"}}),
        ("totals", {}),
    ],
)
async def test_of_an_answer_only_what_fields_names_is_told(address: str, fields: str, left: Any) -> None:
    assert (await asyncio.to_thread(partly, address, fields)).json() == left


@pytest.mark.parametrize(
    ("fields", "wrong"), [("rowz", "rowz"), ("rows/value", "value"), ("rowCount/a", "a"), ("rows(", ""), ("a b", "a b")]
)
async def test_fields_that_there_are_not_are_refused(address: str, fields: str, wrong: str) -> None:
    answer = await asyncio.to_thread(partly, address, fields)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(f"Invalid field selection {wrong}")
