"""Metrics that a caller's role may not see."""

from __future__ import annotations

from typing import Any

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import (
    GetMetadataRequest,
    MetricMetadata,
    RestrictedMetricType,
    RunPivotReportRequest,
    RunReportRequest,
)
from google.api_core.exceptions import InvalidArgument

from sandbox.ga4_emulator.running import Emulator

pytestmark = pytest.mark.drives("RunReport", "RunPivotReport", "GetMetadata")
PROPERTY = "123456789"
OTHER = "200000001"
MONTH = {"start_date": "2026-10-01", "end_date": "2026-10-31"}
BOTH = {"name": "both", "expression": "sessions + totalRevenue"}


def asking(*metrics: Any, property_id: str = PROPERTY, **more: Any) -> RunReportRequest:
    return RunReportRequest(
        property=f"properties/{property_id}",
        dimensions=[{"name": "deviceCategory"}],
        metrics=[{"name": one} if isinstance(one, str) else one for one in metrics],
        date_ranges=[MONTH],
        **more,
    )


def columns(report: Any) -> list[list[float]]:
    return [[float(value.value) for value in row.metric_values] for row in report.rows]


def restricted(report: Any) -> dict[str, list[RestrictedMetricType]]:
    told = report.metadata.schema_restriction_response.active_metric_restrictions
    return {one.metric_name: list(one.restricted_metric_types) for one in told}


async def test_restricted_metrics_are_zero_and_named(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    request = asking("sessions", "totalRevenue", "eventValue", BOTH)
    seen = await ga4_client.run_report(request)
    assert "schema_restriction_response" not in seen.metadata
    ga4.faults.order(PROPERTY, restricted=["REVENUE_DATA"])
    hidden = await ga4_client.run_report(request)
    assert restricted(hidden) == {"totalRevenue": [RestrictedMetricType.REVENUE_DATA]}
    for (sessions, _, value, _), row in zip(columns(seen), columns(hidden), strict=True):
        assert row == [sessions, 0, value, sessions]
    assert restricted(await ga4_client.run_report(asking("sessions"))) == {}
    assert await ga4_client.run_report(asking("totalRevenue", property_id=OTHER)) != hidden
    ga4.faults.reset()
    assert await ga4_client.run_report(request) == seen


async def test_pivots_hide_restricted_metrics_too(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    ga4.faults.order(PROPERTY, restricted=["REVENUE_DATA", "COST_DATA"])
    report = await ga4_client.run_pivot_report(
        RunPivotReportRequest(
            property=f"properties/{PROPERTY}",
            dimensions=[{"name": "country"}],
            metrics=[{"name": "returnOnAdSpend"}, {"name": "itemRevenue"}, {"name": "sessions"}],
            date_ranges=[MONTH],
            pivots=[{"field_names": ["country"], "limit": 3}],
        )
    )
    assert [row[:2] for row in columns(report)] == [[0, 0]] * 3
    assert restricted(report) == {
        "returnOnAdSpend": [RestrictedMetricType.COST_DATA, RestrictedMetricType.REVENUE_DATA],
        "itemRevenue": [RestrictedMetricType.REVENUE_DATA],
    }


async def test_a_filter_on_a_restricted_metric_is_refused(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    much = {"operation": "GREATER_THAN", "value": {"int64_value": 100}}
    request = asking("sessions", metric_filter={"filter": {"field_name": "purchaseRevenue", "numeric_filter": much}})
    assert (await ga4_client.run_report(request)).rows
    ga4.faults.order(PROPERTY, restricted=["REVENUE_DATA"])
    with pytest.raises(InvalidArgument, match="purchaseRevenue is restricted"):
        await ga4_client.run_report(request)


async def test_metadata_says_which_metrics_are_blocked(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    request = GetMetadataRequest(name=f"properties/{PROPERTY}/metadata")
    assert not any(one.blocked_reasons for one in (await ga4_client.get_metadata(request)).metrics)
    ga4.faults.order(PROPERTY, restricted=["COST_DATA"])
    blocked = {one.api_name: list(one.blocked_reasons) for one in (await ga4_client.get_metadata(request)).metrics}
    assert blocked["advertiserAdCost"] == [MetricMetadata.BlockedReason.NO_COST_METRICS]
    assert blocked["totalRevenue"] == blocked["sessions"] == []
