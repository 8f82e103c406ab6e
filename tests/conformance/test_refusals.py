"""What GA4 refuses is refused, in its words and in its order."""

from __future__ import annotations

from typing import Any

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import (
    BatchRunReportsRequest,
    DateRange,
    Dimension,
    Metric,
    RunRealtimeReportRequest,
    RunReportRequest,
)
from google.api_core.exceptions import InvalidArgument, PermissionDenied

from sandbox.ga4_emulator.running import Emulator
from tests.conformance.wire import Wire

pytestmark = pytest.mark.drives("RunReport")
PROPERTY = "properties/123456789"
SCHEMA = "https://developers.google.com/analytics/devguides/reporting/data/v1/"
INCOMPATIBLE = (
    "to make the request compatible for example. The request's dimensions & metrics are incompatible. To learn more,"
    " see https://ga-dev-tools.web.app/ga4/dimensions-metrics-explorer/"
)
WEEK = DateRange(start_date="7daysAgo", end_date="yesterday")


def request(dimensions: str = "", metrics: str = "sessions", **more: Any) -> RunReportRequest:
    return RunReportRequest(
        **{
            "property": PROPERTY,
            "dimensions": [Dimension(name=name) for name in dimensions.split()],
            "metrics": [Metric(name=name) for name in metrics.split()],
            "date_ranges": [WEEK],
            **more,
        }
    )


def days(start: str, end: str) -> dict[str, Any]:
    return {"date_ranges": [DateRange(start_date=start, end_date=end)]}


TEN_DIMENSIONS = "date country city region continent language browser platform hostName pagePath"
ELEVEN_METRICS = (
    "sessions activeUsers totalUsers newUsers eventCount keyEvents totalRevenue bounceRate engagementRate"
    " screenPageViews engagedSessions"
)


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (request(date_ranges=[]), "A dateRange is required."),
        (
            request(**days("last week", "today")),
            "Invalid startDate : last week. startDate must be YYYY-MM-DD, NdaysAgo, yesterday, or today.",
        ),
        (
            request(**days("today", "2026-02-30")),
            "Invalid endDate : 2026-02-30. endDate must be YYYY-MM-DD, NdaysAgo, yesterday, or today.",
        ),
        (
            request(**days("today", "2026-11-01")),
            "start_date must be less than or equal to end_date. start_date = today and end_date = 2026-11-01",
        ),
        (
            request(**days("2015-08-13", "today")),
            "start_date = 2015-08-13 must be greater than 2015-08-13 and less than 3000-01-01.",
        ),
        (
            request(date_ranges=[WEEK] * 5),
            "Requests are limited to 4 dateRanges.\n  This request contains 5 dateRanges.",
        ),
        (
            request(TEN_DIMENSIONS),
            "Requests are limited to 9 dimensions within a nested request. This request is for 10 dimensions.",
        ),
        (
            request(metrics=ELEVEN_METRICS),
            "Requests are limited to 10 metrics within a nested request. This request is for 11 metrics.",
        ),
        (request(metrics=""), "Requests require dimensions and/or metrics. Most requests include both."),
        (
            request(metrics="session"),
            (
                "Did you mean sessions? Field session is not a valid metric.  For a list of valid dimensions and"
                f" metrics, see {SCHEMA}api-schema "
            ),
        ),
        (
            request("weather"),
            (
                "Field weather is not a valid dimension. For a list of valid dimensions and metrics,"
                f" see {SCHEMA}api-schema "
            ),
        ),
        (request("country date country"), "Found duplicate dimensions: country"),
        (
            request(metrics="sessions sessions"),
            "Duplicate metrics are not allowed. Found duplicate metrics: sessions",
        ),
        (request(limit=-1), "limit must be positive. The API received limit = -1"),
        (request(offset=-2), "offset must be positive. The API received offset = -2"),
        (
            request(order_bys=[{"metric": {"metric_name": "activeUsers"}}]),
            "Field activeUsers exists in OrderBy but is not defined in input Dimensions/Metrics list",
        ),
        (
            request(order_bys=[{"dimension": {"dimension_name": "sessions"}}]),
            "Field sessions exists in OrderBy but is not defined in input Dimensions/Metrics list",
        ),
        (request(metric_aggregations=["COUNT"]), "Metric aggregation Count is not supported in ReportRequest."),
        (request("itemName", "eventCount"), f"Please remove itemName {INCOMPATIBLE}"),
        (request("itemName", "itemRevenue eventCount"), f"Please remove itemName {INCOMPATIBLE}"),
        (request("itemName", "newUsers itemRevenue"), f"Please remove itemName {INCOMPATIBLE}"),
        (request("source medium", "averagePurchaseRevenue"), f"Please remove averagePurchaseRevenue {INCOMPATIBLE}"),
        (request("userGender sessionSa360Query"), f"Please remove userGender {INCOMPATIBLE}"),
        (request("source medium", "screenPageViews"), f"Please remove screenPageViews {INCOMPATIBLE}"),
        (request("userAgeBracket sessionSource"), f"Please remove userAgeBracket {INCOMPATIBLE}"),
        (request("cohort"), "Cohort dimensions can only be used in requests with a CohortSpec."),
        (
            request("date", "cohortActiveUsers"),
            "Cohort metrics can only be used in requests with a CohortSpec.",
        ),
        (request("country", "organicGoogleSearchClicks"), "Search Console fields require an active link to be used."),
        (
            request(property="properties/shop"),
            (
                "Invalid property ID: shop. A numeric Property ID is required. To learn"
                f" more about Property ID, see {SCHEMA}property-id."
            ),
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
async def test_an_invalid_request_is_refused_in_ga4s_words(
    ga4_client: BetaAnalyticsDataAsyncClient, refused: RunReportRequest, words: str
) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        await ga4_client.run_report(refused)
    assert refusal.value.message == words


async def test_a_property_that_is_not_yours_is_refused_like_one_that_does_not_exist(
    ga4_client: BetaAnalyticsDataAsyncClient,
) -> None:
    with pytest.raises(PermissionDenied) as refusal:
        await ga4_client.run_report(request(property="properties/987"))
    assert refusal.value.message == (
        "User does not have sufficient permissions for this property. To learn more about Property ID, see"
        f" {SCHEMA}property-id."
    )


@pytest.mark.parametrize(
    ("doubly_wrong", "first_words"),
    [
        (request(metrics="session", limit=-1), "Did you mean"),
        (request(limit=-1, date_ranges=[]), "limit must be positive"),
        (request(TEN_DIMENSIONS, date_ranges=[]), "A dateRange is required."),
        (request("itemName", "eventCount", metric_aggregations=["COUNT"]), "Metric aggregation"),
    ],
)
async def test_the_first_fault_in_ga4s_order_is_named(
    ga4_client: BetaAnalyticsDataAsyncClient, doubly_wrong: RunReportRequest, first_words: str
) -> None:
    with pytest.raises(InvalidArgument, match=f"^400 {first_words}"):
        await ga4_client.run_report(doubly_wrong)


@pytest.mark.parametrize(
    ("dimensions", "metrics"),
    [
        ("source", "keyEvents totalRevenue activeUsers"),
        ("source", "averagePurchaseRevenuePerUser firstTimePurchasers eventValue"),
        ("userGender sessionGoogleAdsCampaignName sessionSourcePlatform", "activeUsers"),
        ("itemName", "itemRevenue itemsPurchased sessions activeUsers"),
        ("pagePath", "sessions bounceRate keyEvents"),
        ("sessionSource", "screenPageViews eventCount newUsers"),
        ("userAgeBracket sessionDefaultChannelGroup", "activeUsers"),
    ],
)
async def test_fields_that_go_together_are_answered(
    ga4_client: BetaAnalyticsDataAsyncClient, dimensions: str, metrics: str
) -> None:
    assert (await ga4_client.run_report(request(dimensions, metrics))).rows


@pytest.mark.drives("BatchRunReports")
@pytest.mark.parametrize(
    ("batch", "words"),
    [
        (
            BatchRunReportsRequest(property=PROPERTY, requests=[request()] * 6),
            "Batch requests are limited to 5 requests.\n  This batch request contains 6 requests.",
        ),
        (
            BatchRunReportsRequest(property=PROPERTY),
            "The batchRunReportsRequest must contain at least one runReportRequest.",
        ),
        (BatchRunReportsRequest(property=PROPERTY, requests=[request(), request(date_ranges=[])]), "A dateRange"),
    ],
)
async def test_a_batch_is_refused_whole(
    ga4_client: BetaAnalyticsDataAsyncClient, batch: BatchRunReportsRequest, words: str
) -> None:
    with pytest.raises(InvalidArgument, match=f"^400 {words}"):
        await ga4_client.batch_run_reports(batch)


@pytest.mark.drives("RunRealtimeReport")
async def test_realtime_knows_its_own_fields_only(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        await ga4_client.run_realtime_report(
            RunRealtimeReportRequest(property=PROPERTY, metrics=[Metric(name="bounceRate")])
        )
    assert refusal.value.message == (
        "Field bounceRate is not a valid metric.  For a list of valid dimensions and metrics, see"
        f" {SCHEMA}realtime-api-schema "
    )


async def test_a_broken_regular_expression_is_refused(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    broken = {"filter": {"field_name": "country", "string_filter": {"match_type": "PARTIAL_REGEXP", "value": "("}}}
    with pytest.raises(InvalidArgument, match="regular expression"):
        await ga4_client.run_report(request("country", dimension_filter=broken))


@pytest.mark.parametrize(("agent", "end"), [("grpc-node-js/1.14.0", ""), ("grpc-java-netty/1.70.0", " ")])
async def test_node_is_told_without_the_space_at_the_end_that_would_cost_it_all_words(
    ga4: Emulator, wire: Wire, agent: str, end: str
) -> None:
    async with wire.client_of(ga4.target, agent) as client:
        with pytest.raises(InvalidArgument) as refusal:
            await client.run_report(request("weather"))
    assert refusal.value.message == (
        "Field weather is not a valid dimension. For a list of valid dimensions and metrics,"
        f" see {SCHEMA}api-schema{end}"
    )
