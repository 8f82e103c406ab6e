"""What names there are, and which go together."""

from __future__ import annotations

from typing import Any

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import CheckCompatibilityRequest, Compatibility, GetMetadataRequest
from google.api_core.exceptions import InvalidArgument, PermissionDenied

pytestmark = pytest.mark.drives("CheckCompatibility")
PROPERTY = "properties/123456789"
ITEM = {"filter": {"field_name": "itemName", "string_filter": {"value": "Bottle"}}}
MANY = {"filter": {"field_name": "eventCount", "numeric_filter": {"operation": "EQUAL", "value": {"int64_value": 1}}}}


def asking(dimensions: str = "", metrics: str = "", **more: Any) -> CheckCompatibilityRequest:
    said: dict[str, Any] = {"property": PROPERTY, **more}
    return CheckCompatibilityRequest(
        dimensions=[{"name": name} for name in dimensions.split()],
        metrics=[{"name": name} for name in metrics.split()],
        **said,
    )


async def test_a_filter_on_compatibility_leaves_the_fields_that_it_names(
    ga4_client: BetaAnalyticsDataAsyncClient,
) -> None:
    answers = [
        await ga4_client.check_compatibility(asking("itemName", compatibility_filter=which)) for which in Compatibility
    ]
    found = [[one.metric_metadata.api_name for one in answer.metric_compatibilities] for answer in answers]
    everything, compatible, incompatible = found
    assert sorted(everything) == sorted(compatible + incompatible)
    assert {"itemRevenue", "itemsPurchased"} <= set(compatible)
    assert {"eventCount", "organicGoogleSearchClicks"} <= set(incompatible)


@pytest.mark.parametrize(
    ("dimensions", "more"),
    [("country", {"dimension_filter": ITEM}), ("itemName", {"metric_filter": MANY})],
)
async def test_fields_of_filters_are_among_those_that_must_go_together(
    ga4_client: BetaAnalyticsDataAsyncClient, dimensions: str, more: dict[str, Any]
) -> None:
    answer = await ga4_client.check_compatibility(asking(dimensions))
    metrics = {one.metric_metadata.api_name: one.compatibility for one in answer.metric_compatibilities}
    filtered = asking(dimensions, "" if "metric_filter" in more else "eventCount", **more)
    assert metrics["itemRevenue"] is Compatibility.COMPATIBLE
    with pytest.raises(InvalidArgument) as refusal:
        await ga4_client.check_compatibility(filtered)
    assert refusal.value.message == "The dimensions and metrics are incompatible."


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (asking("itemName", "eventCount"), "The dimensions and metrics are incompatible."),
        (asking("itemNme"), "Did you mean itemName? Field itemNme is not a valid dimension. For a list of valid"),
        (asking("", "weather"), "Field weather is not a valid metric.  For a list of valid dimensions and metrics"),
        (asking("", "organicGoogleSearchClicks"), "Search Console fields require an active link to be used."),
    ],
)
async def test_what_cannot_be_checked_is_refused(
    ga4_client: BetaAnalyticsDataAsyncClient, request_: CheckCompatibilityRequest, words: str
) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        await ga4_client.check_compatibility(request_)
    assert refusal.value.message.startswith(words)


async def test_former_names_can_be_checked_and_are_not_listed(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    answer = await ga4_client.check_compatibility(asking("source", "conversions"))
    found = {one.metric_metadata.api_name: one.compatibility for one in answer.metric_compatibilities}
    assert found["keyEvents"] is Compatibility.COMPATIBLE
    assert found["screenPageViews"] is Compatibility.INCOMPATIBLE
    assert "conversions" not in found


async def test_a_property_that_is_not_yours_is_refused(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    with pytest.raises(PermissionDenied):
        await ga4_client.check_compatibility(asking(property="properties/987"))


@pytest.mark.drives("GetMetadata")
async def test_what_is_common_to_all_properties_has_nothing_of_one(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    common, own = [
        await ga4_client.get_metadata(GetMetadataRequest(name=f"{name}/metadata"))
        for name in ("properties/0", PROPERTY)
    ]
    names = {one.api_name for one in (*common.dimensions, *common.metrics)}
    more = {one.api_name for one in (*own.dimensions, *own.metrics)} - names
    assert not any(":" in name for name in names)
    assert {"customEvent:plan_tier", "keyEvents:purchase"} <= more
    assert all(":" in name for name in more)
