"""Several properties: what they share, and what sets them apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from google.analytics.data_v1beta.types import (
    DateRange,
    Dimension,
    Metric,
    MinuteRange,
    RunRealtimeReportRequest,
    RunReportRequest,
    RunReportResponse,
)

from sandbox.ga4_emulator.properties import SHIPPED, Properties, ServiceLevel, load_properties
from sandbox.ga4_emulator.refusals import Refused
from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.running import build_shops, reporting_over
from sandbox.ga4_emulator.settings import Settings
from services.serving.clock import Clock

DEMO, BERLIN, TOKYO, SYDNEY, LARGE, EMPTY = (
    "123456789",
    "310000001",
    "310000002",
    "310000003",
    "310000004",
    "310000005",
)
SHORT = Settings(history_days=20)


@pytest.fixture(scope="module")
def properties() -> Properties:
    return load_properties()


@pytest.fixture(scope="module")
def reporting(ga4_clock: Clock) -> Iterator[Reporting]:
    with build_shops(SHORT) as shops:
        yield reporting_over(shops, ga4_clock, SHORT)


def report(
    reporting: Reporting, property_id: str, dimensions: str, metrics: str, start: str = "10daysAgo", **more: Any
) -> RunReportResponse:
    return reporting.run_report(
        RunReportRequest(
            property=f"properties/{property_id}",
            dimensions=[Dimension(name=name) for name in dimensions.split()],
            metrics=[Metric(name=name) for name in metrics.split()],
            date_ranges=[DateRange(start_date=start, end_date="today")],
            **more,
        )
    )


def only(response: RunReportResponse) -> float:
    return float(response.rows[0].metric_values[0].value)


@pytest.mark.parametrize(
    ("property_id", "zone", "currency"),
    [
        (DEMO, "America/New_York", "USD"),
        (BERLIN, "Europe/Berlin", "EUR"),
        (TOKYO, "Asia/Tokyo", "JPY"),
        (SYDNEY, "Australia/Sydney", "AUD"),
        (LARGE, "Europe/London", "GBP"),
    ],
)
def test_a_property_says_its_own_zone_and_currency(
    reporting: Reporting, property_id: str, zone: str, currency: str
) -> None:
    metadata = report(reporting, property_id, "", "sessions").metadata
    assert (metadata.time_zone, metadata.currency_code) == (zone, currency)
    row = report(reporting, property_id, "currencyCode streamId", "sessions").rows[0]
    assert row.dimension_values[0].value == currency


def test_today_begins_where_the_property_is(reporting: Reporting, ga4_clock: Clock) -> None:
    for property_id, zone in ((DEMO, "America/New_York"), (SYDNEY, "Australia/Sydney")):
        rows = report(reporting, property_id, "date", "sessions", "1daysAgo").rows
        latest = max(row.dimension_values[0].value for row in rows)
        assert latest <= f"{ga4_clock.now().astimezone(ZoneInfo(zone)):%Y%m%d}"
    sydney = reporting.run_realtime_report(
        RunRealtimeReportRequest(property=f"properties/{SYDNEY}", metrics=[Metric(name="eventCount")])
    )
    demo = reporting.run_realtime_report(
        RunRealtimeReportRequest(property=f"properties/{DEMO}", metrics=[Metric(name="eventCount")])
    )
    assert sydney.rows != demo.rows


def test_shops_differ_in_size_and_people(reporting: Reporting) -> None:
    people = {name: only(report(reporting, name, "", "activeUsers")) for name in (DEMO, BERLIN, TOKYO, SYDNEY, LARGE)}
    assert people[LARGE] > people[DEMO] > people[BERLIN] > people[TOKYO] > people[SYDNEY] > 0
    home = {
        name: report(reporting, name, "country", "sessions").rows[0].dimension_values[0].value
        for name in (DEMO, BERLIN, TOKYO, SYDNEY, LARGE)
    }
    assert home == {
        DEMO: "United States",
        BERLIN: "Germany",
        TOKYO: "Japan",
        SYDNEY: "Australia",
        LARGE: "United Kingdom",
    }


def test_shops_of_one_size_would_still_differ(reporting: Reporting) -> None:
    shares = []
    for name in (DEMO, LARGE):
        rows = report(reporting, name, "browser", "sessions").rows
        whole = sum(float(row.metric_values[0].value) for row in rows)
        shares.append({row.dimension_values[0].value: float(row.metric_values[0].value) / whole for row in rows})
    assert shares[0].keys() == shares[1].keys()
    assert all(shares[0][browser] != shares[1][browser] for browser in shares[0])


def test_a_new_property_has_no_data_and_no_errors(reporting: Reporting) -> None:
    response = report(reporting, EMPTY, "country", "sessions", keep_empty_rows=True)
    assert (response.row_count, len(response.rows)) == (0, 0)
    assert [header.name for header in response.metric_headers] == ["sessions"]
    assert not reporting.run_realtime_report(
        RunRealtimeReportRequest(
            property=f"properties/{EMPTY}",
            dimensions=[Dimension(name="country")],
            metrics=[Metric(name="activeUsers")],
        )
    ).rows


def test_the_load_tests_properties_share_the_demo_propertys_shop(reporting: Reporting) -> None:
    demo = report(reporting, DEMO, "country", "sessions")
    assert report(reporting, "200000777", "country", "sessions").rows == demo.rows


def test_a_360_property_looks_back_an_hour_and_has_larger_quotas(reporting: Reporting, properties: Properties) -> None:
    hour = [MinuteRange(start_minutes_ago=59, end_minutes_ago=0)]

    def ask(name: str) -> float:
        request = RunRealtimeReportRequest(
            property=f"properties/{name}", metrics=[Metric(name="eventCount")], minute_ranges=hour
        )
        return float(reporting.run_realtime_report(request).rows[0].metric_values[0].value)

    assert ask(LARGE) > 0
    with pytest.raises(Refused, match="at most 29"):
        ask(DEMO)
    assert properties.find(LARGE).service_level is ServiceLevel.PREMIUM
    hours = [
        report(reporting, name, "", "sessions", return_property_quota=True).property_quota.tokens_per_hour
        for name in (DEMO, LARGE)
    ]
    standard, premium = (quota.remaining for quota in hours)
    assert standard < 40_000
    assert premium > 399_000


def test_money_is_converted_to_the_currency_asked_for(reporting: Reporting) -> None:
    metrics = "totalRevenue averagePurchaseRevenue sessions taxAmount"
    own = report(reporting, BERLIN, "", metrics)
    yen = report(reporting, BERLIN, "", metrics, currency_code="JPY")
    assert yen.metadata.currency_code == "JPY"
    before, after = ([float(value.value) for value in response.rows[0].metric_values] for response in (own, yen))
    rate = 151.0 / 0.86
    assert after == pytest.approx([before[0] * rate, before[1] * rate, before[2], before[3] * rate])


def test_a_currency_that_is_none_is_refused(reporting: Reporting) -> None:
    with pytest.raises(Refused, match="Invalid currencyCode : XXX"):
        report(reporting, DEMO, "", "totalRevenue", currency_code="XXX")


def test_properties_come_from_the_file_that_the_settings_name(tmp_path: Path, ga4_clock: Clock) -> None:
    file = tmp_path / "properties.toml"
    file.write_text(SHIPPED.read_text("utf-8").replace(DEMO, "42"), "utf-8")
    settings = Settings(history_days=5, properties=file)
    with build_shops(settings) as shops:
        other = reporting_over(shops, ga4_clock, settings)
        assert report(other, "42", "", "sessions").rows
        with pytest.raises(Refused, match="sufficient permissions"):
            report(other, DEMO, "", "sessions")
