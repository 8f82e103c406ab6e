"""The emulator through Google's own client."""

from __future__ import annotations

from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import DateRange, Dimension, Metric, RunReportRequest

from sandbox.ga4_emulator.running import Emulator

PROPERTY = "properties/123456789"


async def test_a_report_reaches_the_shop(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    report = await ga4_client.run_report(
        RunReportRequest(
            property=PROPERTY,
            dimensions=[Dimension(name="country")],
            metrics=[Metric(name="sessions")],
            date_ranges=[DateRange(start_date="7daysAgo", end_date="yesterday")],
        )
    )
    assert report.kind == "analyticsData#runReport"
    assert report.rows[0].dimension_values[0].value == "United States"
    assert ga4.requests.count("RunReport") == 1
