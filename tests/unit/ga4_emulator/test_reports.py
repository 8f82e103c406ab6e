"""Reports against a slow and simple reading of the raw events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from google.analytics.data_v1beta.types import DateRange, Dimension, Metric, RunReportRequest, RunReportResponse

from sandbox.ga4_emulator.reports.model import load_report_model
from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.running import reporting_over
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.people import day_number
from sandbox.ga4_emulator.shop.shops import Shops
from sandbox.ga4_emulator.shop.warehouse import Statement, Warehouse
from services.serving.clock import Clock
from tests.fakes.clock import NOW

FIRST, LAST = "2026-11-16", "2026-11-18"
COHORTS = {"cohort", "cohortNthDay", "cohortNthWeek", "cohortNthMonth", "cohortActiveUsers", "cohortTotalUsers"}
Event = Mapping[str, Any]


@pytest.fixture(scope="module")
def reporting(ga4_shops: Shops, ga4_clock: Clock) -> Reporting:
    return reporting_over(ga4_shops, ga4_clock, Settings())


COLUMNS = {
    "date": "calendar.date::VARCHAR",
    "user_id": "fact.user_id",
    "session_id": "fact.session_id",
    "event_name": "fact.event_name",
    "is_key_event": "fact.is_key_event",
    "engaged": "fact.engaged",
    "active": "fact.active",
    "seconds": "fact.seconds",
    "engaged_ms": "fact.engaged_ms",
    "amount_cents": "fact.amount_cents",
    "country": "places.country",
    "channel": "traffic.channel",
    "path": "pages.path",
    "landing": "landing.path",
}


@pytest.fixture(scope="module")
def events(ga4_shop: Warehouse) -> list[Event]:
    """Every event of three days, each joined by hand to what explains it."""
    query = f"""
        SELECT {", ".join(COLUMNS.values())}
        FROM events AS fact
        JOIN calendar USING (day)
        JOIN places ON places.id = place_id
        JOIN traffic ON traffic.id = session_traffic_id
        JOIN pages ON pages.id = page_id
        JOIN pages AS landing ON landing.id = landing_page_id
        WHERE calendar.date BETWEEN 20261116 AND 20261118
    """  # noqa: S608  literals
    with ga4_shop.reader(day_number(NOW.date())) as reader:
        return [dict(zip(COLUMNS, row, strict=True)) for row in reader.read(Statement(query, {}))]


def report(reporting: Reporting, dimensions: Iterable[str], metrics: Iterable[str], **more: Any) -> RunReportResponse:
    return reporting.run_report(
        RunReportRequest(
            property="properties/123456789",
            dimensions=[Dimension(name=name) for name in dimensions],
            metrics=[Metric(name=name) for name in metrics],
            **{"date_ranges": [DateRange(start_date=FIRST, end_date=LAST)], **more},
        )
    )


def table(response: RunReportResponse) -> dict[tuple[str, ...], list[float]]:
    return {
        tuple(value.value for value in row.dimension_values): [float(value.value) for value in row.metric_values]
        for row in response.rows
    }


def named(events: list[Event], name: str) -> list[Event]:
    return [event for event in events if event["event_name"] == name]


def distinct(events: Iterable[Event], column: str) -> int:
    return len({event[column] for event in events})


BY_HAND: Mapping[str, Callable[[list[Event]], float]] = {
    "activeUsers": lambda events: distinct([event for event in events if event["active"]], "user_id"),
    "totalUsers": lambda events: distinct(events, "user_id"),
    "newUsers": lambda events: distinct(named(events, "first_visit"), "user_id"),
    "sessions": lambda events: distinct(events, "session_id"),
    "engagedSessions": lambda events: distinct([event for event in events if event["engaged"]], "session_id"),
    "bounceRate": lambda events: (
        distinct([event for event in events if not event["engaged"]], "session_id") / distinct(events, "session_id")
    ),
    "averageSessionDuration": lambda events: sum(event["seconds"] for event in events) / distinct(events, "session_id"),
    "userEngagementDuration": lambda events: sum(event["engaged_ms"] for event in events) // 1000,
    "screenPageViews": lambda events: len(named(events, "page_view")),
    "eventCount": len,
    "keyEvents": lambda events: sum(
        event["event_name"] in {"purchase", "sign_up", "generate_lead"} for event in events
    ),
    "keyEvents:sign_up": lambda events: len(named(events, "sign_up")),
    "totalRevenue": lambda events: sum(event["amount_cents"] for event in named(events, "purchase")) / 100,
    "sessionKeyEventRate": lambda events: (
        distinct([event for event in events if event["is_key_event"]], "session_id") / distinct(events, "session_id")
    ),
    "totalPurchasers": lambda events: distinct(named(events, "purchase"), "user_id"),
    "scrolledUsers": lambda events: distinct(named(events, "scroll"), "user_id"),
}


@pytest.mark.parametrize(
    ("dimension", "column"),
    [
        ("country", "country"),
        ("sessionDefaultChannelGroup", "channel"),
        ("landingPage", "landing"),
        ("date", "date"),
        ("pagePath", "path"),
        ("eventName", "event_name"),
    ],
)
def test_metrics_by_a_dimension_are_what_the_events_say(
    reporting: Reporting, events: list[Event], dimension: str, column: str
) -> None:
    metrics = list(BY_HAND)
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(event[column], []).append(event)
    for half in (metrics[:8], metrics[8:]):
        found = table(report(reporting, [dimension], half, keep_empty_rows=True))
        assert found.keys() == {(value,) for value in groups}
        for value, group in groups.items():
            assert found[value,] == pytest.approx([BY_HAND[name](group) for name in half]), value


def test_metrics_without_dimensions_count_everybody_once(reporting: Reporting, events: list[Event]) -> None:
    for name, by_hand in BY_HAND.items():
        assert table(report(reporting, [], [name])) == {(): [pytest.approx(by_hand(events))]}, name


def test_people_on_several_days_are_counted_once_in_the_total(reporting: Reporting, events: list[Event]) -> None:
    response = report(reporting, ["date"], ["activeUsers"], metric_aggregations=["TOTAL"])
    total = int(response.totals[0].metric_values[0].value)
    assert total == BY_HAND["activeUsers"](events)
    assert total < sum(int(row.metric_values[0].value) for row in response.rows)


def test_session_counts_add_up_over_what_a_session_has_one_of(reporting: Reporting) -> None:
    whole = table(report(reporting, [], ["sessions"]))[()]
    for dimension in ("sessionSourceMedium", "deviceCategory", "city", "landingPage", "newVsReturning"):
        assert sum(row[0] for row in table(report(reporting, [dimension], ["sessions"])).values()) == whole[0]


def test_active_users_over_seven_days_look_back_from_each_day(reporting: Reporting) -> None:
    by_day = table(report(reporting, ["date"], ["active7DayUsers"]))
    for day, (count,) in by_day.items():
        iso = f"{day[0][:4]}-{day[0][4:6]}-{day[0][6:]}"
        week = DateRange(start_date=f"2026-11-{int(iso[-2:]) - 6:02}", end_date=iso)
        assert table(report(reporting, [], ["activeUsers"], date_ranges=[week])) == {(): [count]}
    assert table(report(reporting, [], ["active7DayUsers"])) == {(): by_day["20261118",]}


def test_active_users_over_days_look_back_within_each_group(reporting: Reporting) -> None:
    """Few groups are counted in sets of bits, many in hash tables: by device few, by city many."""
    for dimension in ("deviceCategory", "city"):
        by_day = table(report(reporting, ["date", dimension], ["active28DayUsers"]))
        month = [DateRange(start_date="2026-10-22", end_date=LAST)]
        counted = table(report(reporting, [dimension], ["activeUsers"], date_ranges=month))
        assert {value: count for (day, value), count in by_day.items() if day == "20261118"} == {
            value: count for (value,), count in counted.items()
        }


def test_every_modelled_field_can_be_asked_for(reporting: Reporting) -> None:
    model = load_report_model()
    for name in model.metrics.keys() - COHORTS:
        response = report(
            reporting, ["country"], [name], date_ranges=[DateRange(start_date="60daysAgo", end_date="today")]
        )
        assert response.rows, name
    for name in model.dimensions.keys() - {"minutesAgo", "comparison"} - COHORTS:
        assert report(reporting, [name], ["activeUsers"]).rows, name


def test_what_the_shop_does_not_model_is_known_and_empty(reporting: Reporting) -> None:
    response = report(reporting, ["country"], ["publisherAdClicks"])
    assert [header.name for header in response.metric_headers] == ["publisherAdClicks"]
    assert not response.rows
    assert response.row_count == 0


def test_what_no_shop_has_is_not_set_beside_what_it_has(reporting: Reporting) -> None:
    plain = table(report(reporting, ["sessionMedium"], ["sessions"]))
    beside = table(report(reporting, ["sessionMedium", "sessionGoogleAdsAdGroupName"], ["sessions"]))
    assert beside == {(medium, "(not set)"): values for (medium,), values in plain.items()}
    named = {"filter": {"field_name": "sessionGoogleAdsAdGroupName", "string_filter": {"value": "Brand"}}}
    assert not report(reporting, ["sessionMedium"], ["sessions"], dimension_filter=named).rows
    others = {"not_expression": named}
    assert table(report(reporting, ["sessionMedium"], ["sessions"], dimension_filter=others)) == plain


def test_weeks_start_on_sunday(reporting: Reporting) -> None:
    around = [DateRange(start_date="2026-11-14", end_date="2026-11-15")]
    found = table(report(reporting, ["date", "dayOfWeek", "week", "yearWeek"], ["sessions"], date_ranges=around))
    assert found.keys() == {("20261114", "6", "46", "202646"), ("20261115", "0", "47", "202647")}


def test_two_date_ranges_stand_side_by_side_in_a_last_dimension(reporting: Reporting) -> None:
    ranges = [
        DateRange(start_date=FIRST, end_date=FIRST),
        DateRange(start_date=LAST, end_date=LAST, name="later"),
    ]
    response = report(
        reporting, ["deviceCategory"], ["sessions"], date_ranges=ranges, metric_aggregations=["TOTAL", "MAXIMUM"]
    )
    assert [header.name for header in response.dimension_headers] == ["deviceCategory", "dateRange"]
    alone = table(report(reporting, ["deviceCategory"], ["sessions"], date_ranges=ranges[1:]))
    rows = table(response)
    assert {(device,): values for (device, name), values in rows.items() if name == "later"} == alone
    labels = [[value.value for value in row.dimension_values] for row in (*response.totals, *response.maximums)]
    assert labels == [
        ["RESERVED_TOTAL", "date_range_0"],
        ["RESERVED_TOTAL", "later"],
        ["RESERVED_MAX", "date_range_0"],
        ["RESERVED_MAX", "later"],
    ]
    assert float(response.maximums[1].metric_values[0].value) == max(value for (value,) in alone.values())


def test_a_page_of_rows_keeps_the_count_of_all(reporting: Reporting) -> None:
    whole = report(reporting, ["country"], ["sessions"])
    page = report(reporting, ["country"], ["sessions"], limit=3, offset=2)
    assert page.rows == whole.rows[2:5]
    assert page.row_count == whole.row_count == len(whole.rows)
    beyond = report(reporting, ["country"], ["sessions"], limit=3, offset=1000)
    assert (len(beyond.rows), beyond.row_count) == (0, whole.row_count)


def test_rows_come_by_the_first_metric_downwards(reporting: Reporting) -> None:
    sessions = [values[0] for values in table(report(reporting, ["city"], ["sessions", "activeUsers"])).values()]
    assert sessions == sorted(sessions, reverse=True)


def test_rows_without_anything_are_left_out_unless_kept(reporting: Reporting) -> None:
    some = table(report(reporting, ["city"], ["ecommercePurchases"]))
    all_cities = table(report(reporting, ["city"], ["ecommercePurchases"], keep_empty_rows=True))
    assert all(values[0] > 0 for values in some.values())
    assert some.keys() < all_cities.keys()
