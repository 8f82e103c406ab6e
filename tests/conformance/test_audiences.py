"""Reports by audience: everybody in each of their audiences, against the raw events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import (
    DateRange,
    Dimension,
    Filter,
    FilterExpression,
    Metric,
    RunPivotReportRequest,
    RunRealtimeReportRequest,
    RunReportRequest,
)

from sandbox.ga4_emulator.running import Emulator
from sandbox.ga4_emulator.shop.people import day_number
from sandbox.ga4_emulator.shop.warehouse import Warehouse
from tests.conformance import naive
from tests.fakes.clock import NOW

pytestmark = pytest.mark.drives("RunReport", "RunPivotReport", "RunRealtimeReport")
PROPERTY = "properties/123456789"
METRICS = ("eventCount", "sessions", "totalUsers", "activeUsers", "keyEvents")
WEEK, DAY = (date(2026, 11, 9), date(2026, 11, 15)), (date(2026, 11, 18), date(2026, 11, 18))
Numbers = tuple[float, ...]
Visit = tuple[int, list[naive.Event]]

AUDIENCES: Mapping[str, tuple[int, Callable[[set[str]], bool]]] = {
    "All Users": (30, lambda _: True),
    "Purchasers": (30, lambda names: "purchase" in names),
    "Recently active users": (7, lambda names: "active" in names),
    "Cart abandoners": (30, lambda names: "add_to_cart" in names and "purchase" not in names),
    "People who signed up": (30, lambda names: "sign_up" in names),
}
"""How long a visit keeps people in the audience, and of what kind it is, by the names of its events."""


@pytest.fixture(scope="module")
def events(ga4_shop: Warehouse) -> naive.Events:
    with ga4_shop.reader(day_number(NOW.date())) as reader:
        return naive.events_of(reader, "20261001", "20261118")


def on(event: naive.Event) -> date:
    return date(int(event["date"][:4]), int(event["date"][4:6]), int(event["date"][6:]))


def within(events: Iterable[naive.Event], first: date, last: date) -> list[naive.Event]:
    return [event for event in events if first <= on(event) <= last]


def members(events: Iterable[naive.Event], first: date, last: date) -> dict[str, set[Any]]:
    """The people who were in each audience on any of these days."""
    visits: dict[Any, tuple[Any, date, set[str]]] = {}
    for event in events:
        _, _, names = visits.setdefault(event["session"], (event["user"], on(event), set()))
        names |= {event["eventName"], "active" if event["active"] else ""}
    return {
        name: {
            user for user, day, names in visits.values() if first - timedelta(days=days) <= day <= last and picks(names)
        }
        for name, (days, picks) in AUDIENCES.items()
    }


def measured(events: list[naive.Event]) -> Numbers:
    return tuple(naive.METRICS[name](events) for name in METRICS)


def by_audience(
    events: naive.Events, days: tuple[date, date], further: Callable[[naive.Event], tuple[str, ...]] = lambda _: ()
) -> dict[tuple[str, ...], Numbers]:
    rows: dict[tuple[str, ...], list[naive.Event]] = {}
    inside = within(events, *days)
    for name, people in members(events, *days).items():
        for event in inside:
            if event["user"] in people:
                rows.setdefault((name, *further(event)), []).append(event)
    return {labels: measured(found) for labels, found in rows.items()}


def span(days: tuple[date, date], name: str = "") -> DateRange:
    return DateRange(start_date=days[0].isoformat(), end_date=days[1].isoformat(), name=name)


def report(*dimensions: str, days: Iterable[DateRange] = (), **more: Any) -> RunReportRequest:
    return RunReportRequest(
        property=PROPERTY,
        dimensions=[Dimension(name=name) for name in dimensions],
        metrics=[Metric(name=name) for name in METRICS],
        date_ranges=list(days) or [span(WEEK)],
        limit=100_000,
        **more,
    )


def rows_of(rows: Iterable[Any]) -> dict[tuple[str, ...], Numbers]:
    return {
        tuple(value.value for value in row.dimension_values): tuple(float(value.value) for value in row.metric_values)
        for row in rows
    }


def among(*names: str, field: str = "audienceName") -> FilterExpression:
    return FilterExpression(filter=Filter(field_name=field, in_list_filter=Filter.InListFilter(values=names)))


@pytest.mark.parametrize("days", [WEEK, DAY], ids=["a week", "a day"])
async def test_everybody_is_reported_in_each_audience_they_were_in(
    ga4_client: BetaAnalyticsDataAsyncClient, events: naive.Events, days: tuple[date, date]
) -> None:
    found = await ga4_client.run_report(report("audienceName", days=[span(days)], metric_aggregations=["TOTAL"]))
    expected = by_audience(events, days)
    assert expected.keys() == {(name,) for name in AUDIENCES}
    assert rows_of(found.rows) == expected
    assert rows_of(found.totals) == {("RESERVED_TOTAL",): measured(within(events, *days))}


@pytest.mark.parametrize(
    "name", ["country", "date", "pagePath", "eventName", "hour", "sessionMedium", "deviceCategory"]
)
async def test_audiences_stand_beside_other_dimensions(
    ga4_client: BetaAnalyticsDataAsyncClient, events: naive.Events, name: str
) -> None:
    found = await ga4_client.run_report(report("audienceName", name))
    assert rows_of(found.rows) == by_audience(events, WEEK, lambda event: (event[name],))


async def test_each_range_has_its_own_members(ga4_client: BetaAnalyticsDataAsyncClient, events: naive.Events) -> None:
    found = await ga4_client.run_report(report("audienceName", days=[span(WEEK, "before"), span(DAY, "after")]))
    expected = {
        (*labels, name): numbers
        for name, days in (("before", WEEK), ("after", DAY))
        for labels, numbers in by_audience(events, days).items()
    }
    assert rows_of(found.rows) == expected


async def test_id_name_and_resource_name_belong_together(ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    for number in ("123456789", "200000001"):
        request = report("audienceId", "audienceName", "audienceResourceName")
        request.property = f"properties/{number}"
        rows = rows_of((await ga4_client.run_report(request)).rows)
        assert ("4102", "Purchasers", f"properties/{number}/audiences/4102") in rows
        assert len(rows) == len(AUDIENCES)


async def test_a_filter_picks_the_members_and_counts_each_event_once(
    ga4_client: BetaAnalyticsDataAsyncClient, events: naive.Events
) -> None:
    people = members(events, *WEEK)
    either = people["Purchasers"] | people["Cart abandoners"]
    assert people["Purchasers"] & people["Cart abandoners"]
    picked = [event for event in within(events, *WEEK) if event["user"] in either]
    chosen = among("Purchasers", "Cart abandoners")
    alone = await ga4_client.run_report(report(dimension_filter=chosen))
    assert rows_of(alone.rows) == {(): measured(picked)}
    by_country = await ga4_client.run_report(report("country", dimension_filter=chosen, metric_aggregations=["TOTAL"]))
    assert {country for (country,) in rows_of(by_country.rows)} == {event["country"] for event in picked}
    assert rows_of(by_country.totals) == {("RESERVED_TOTAL",): measured(picked)}
    by_id = await ga4_client.run_report(report(dimension_filter=among("4102", "4104", field="audienceId")))
    assert rows_of(by_id.rows) == rows_of(alone.rows)


async def test_a_filter_leaves_the_other_audiences_of_the_same_people_out(
    ga4_client: BetaAnalyticsDataAsyncClient, events: naive.Events
) -> None:
    found = await ga4_client.run_report(report("audienceName", dimension_filter=among("4102", field="audienceId")))
    assert rows_of(found.rows) == {("Purchasers",): by_audience(events, WEEK)["Purchasers",]}
    others = FilterExpression(not_expression=among("All Users", "Purchasers"))
    found = await ga4_client.run_report(report("audienceName", dimension_filter=others))
    assert {name for (name,) in rows_of(found.rows)} == AUDIENCES.keys() - {"All Users", "Purchasers"}


async def test_pivots_show_audiences(ga4_client: BetaAnalyticsDataAsyncClient, events: naive.Events) -> None:
    request = RunPivotReportRequest(
        property=PROPERTY,
        dimensions=[Dimension(name="audienceName"), Dimension(name="deviceCategory")],
        metrics=[Metric(name=name) for name in METRICS],
        date_ranges=[span(WEEK)],
        pivots=[
            {"field_names": ["audienceName"], "limit": 10, "metric_aggregations": ["TOTAL"]},
            {"field_names": ["deviceCategory"], "limit": 10, "metric_aggregations": ["TOTAL"]},
        ],
    )
    found = await ga4_client.run_pivot_report(request)
    assert rows_of(found.rows) == by_audience(events, WEEK, lambda event: (event["deviceCategory"],))
    inside = within(events, *WEEK)
    devices = {event["deviceCategory"] for event in inside}
    assert rows_of(found.aggregates) == {
        **{(name, "RESERVED_TOTAL"): numbers for (name,), numbers in by_audience(events, WEEK).items()},
        **{
            ("RESERVED_TOTAL", device): measured([event for event in inside if event["deviceCategory"] == device])
            for device in devices
        },
    }


async def test_realtime_reports_know_who_is_in_an_audience_now(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    request = RunRealtimeReportRequest(
        property=PROPERTY,
        dimensions=[Dimension(name="audienceName")],
        metrics=[Metric(name="activeUsers"), Metric(name="eventCount")],
    )
    rows = rows_of((await ga4_client.run_realtime_report(request)).rows)
    request.dimensions = []
    whole = rows_of((await ga4_client.run_realtime_report(request)).rows)[()]
    assert rows["All Users",] == rows["Recently active users",] == whole
    assert 0 < rows["Cart abandoners",][0] < whole[0]
    buying = RunRealtimeReportRequest(
        property=PROPERTY,
        metrics=[Metric(name="activeUsers")],
        dimension_filter=FilterExpression(
            filter=Filter(field_name="eventName", string_filter=Filter.StringFilter(value="purchase"))
        ),
    )
    buyers = rows_of((await ga4_client.run_realtime_report(buying)).rows)[()]
    assert rows["Purchasers",][0] >= buyers[0] > 0
