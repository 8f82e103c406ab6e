"""Reports of every kind, against a slow and simple reading of the raw events."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import PivotHeader, RunPivotReportRequest, RunReportRequest
from google.analytics.data_v1beta.types import Row as ReportRow
from hypothesis import HealthCheck, Phase, given, settings

from sandbox.ga4_emulator.shop.people import day_number
from sandbox.ga4_emulator.shop.warehouse import Warehouse
from tests.conformance import naive
from tests.conformance.naive_pivots import read_pivots
from tests.conformance.random_requests import FIRST, LAST, pivot_requests, report_requests
from tests.fakes.clock import NOW


@pytest.fixture(scope="module")
def events(ga4_shop: Warehouse) -> naive.Events:
    with ga4_shop.reader(day_number(NOW.date())) as reader:
        return naive.events_of(reader, f"202611{FIRST}", f"202611{LAST}")


def rows_of(rows: Iterable[ReportRow]) -> list[naive.Row]:
    return [
        (
            tuple(value.value for value in row.dimension_values),
            tuple(float(value.value) for value in row.metric_values),
        )
        for row in rows
    ]


def combinations_of(header: PivotHeader) -> list[tuple[str, ...]]:
    return [tuple(value.value for value in one.dimension_values) for one in header.pivot_dimension_headers]


# Reading all events for 25 requests takes a while where others are at work too.
pytestmark = pytest.mark.timeout(300)

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    # Shrinking takes minutes here: each try reads all events again.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    # No request leaves a trace in the emulator but its tokens.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.drives("RunReport")
@EXAMPLES
@given(report_requests())
async def test_a_report_is_what_the_events_say(
    ga4_client: BetaAnalyticsDataAsyncClient, events: naive.Events, request_: RunReportRequest
) -> None:
    found, expected = await ga4_client.run_report(request_), naive.read(events, request_)
    assert rows_of(found.rows) == expected.rows
    assert found.row_count == expected.row_count
    assert rows_of(found.totals) == expected.totals
    assert rows_of(found.minimums) == expected.minimums
    assert rows_of(found.maximums) == expected.maximums


@pytest.mark.drives("RunPivotReport")
@EXAMPLES
@given(pivot_requests())
async def test_a_report_with_pivots_is_what_the_events_say(
    ga4_client: BetaAnalyticsDataAsyncClient, events: naive.Events, request_: RunPivotReportRequest
) -> None:
    found, expected = await ga4_client.run_pivot_report(request_), read_pivots(events, request_)
    assert [header.name for header in found.dimension_headers] == expected.dimensions
    headers = [(header.row_count, combinations_of(header)) for header in found.pivot_headers]
    assert headers == expected.headers
    assert rows_of(found.rows) == expected.rows
    assert rows_of(found.aggregates) == expected.aggregates
