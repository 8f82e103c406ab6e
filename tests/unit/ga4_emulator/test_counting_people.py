"""People are counted once each, by whatever way is cheapest: compared with sets of them, as data come in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from google.analytics.data_v1beta.types import (
    DateRange,
    Dimension,
    Filter,
    FilterExpression,
    Metric,
    RunReportRequest,
)

from sandbox.ga4_emulator.properties import load_properties
from sandbox.ga4_emulator.reports.model import load_report_model
from sandbox.ga4_emulator.reports.periods import Moment
from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.running import build_shops, reporting_over
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.shops import Shops
from sandbox.ga4_emulator.shop.shown import processed_sql
from sandbox.ga4_emulator.shop.warehouse import Statement
from tests.fakes.clock import FakeClock

METRICS = ("totalUsers", "activeUsers", "newUsers", "sessions")
COLUMNS = ("event_name", "page_id", "place_id", "session_traffic_id", "hour", "day")
WHO = ("user_number", "visit_number", "active")
Row = dict[str, Any]


class Counted:
    """The demo property's reports, and the rows that they are made of."""

    def __init__(self, shops: Shops, settings: Settings) -> None:
        self._demo = load_properties().first()
        self._warehouse = shops.of(self._demo.shop)
        self.clock = FakeClock()
        self._reporting: Reporting = reporting_over(shops, self.clock, settings)

    def report(
        self,
        dimensions: list[str],
        days: tuple[int, int],
        country: str = "",
        metrics: Sequence[str] = METRICS,
        *,
        keep_empty_rows: bool = False,
    ) -> dict[tuple[str, ...], list[int]]:
        """A report over days, counted back from today."""
        request = RunReportRequest(
            property=f"properties/{self._demo.property_id}",
            dimensions=[Dimension(name=name) for name in dimensions],
            metrics=[Metric(name=name) for name in metrics],
            keep_empty_rows=keep_empty_rows,
            limit=250_000,
            date_ranges=[DateRange(start_date=f"{days[0]}daysAgo", end_date=f"{days[1]}daysAgo")],
        )
        if country:
            named = Filter(field_name="country", string_filter=Filter.StringFilter(value=country))
            request.dimension_filter = FilterExpression(filter=named)
        return {
            tuple(value.value for value in row.dimension_values): [int(value.value) for value in row.metric_values]
            for row in self._reporting.run_report(request).rows
        }

    def rows(self, days: tuple[int, int]) -> list[Row]:
        """The events that reports know of."""
        moment = Moment.of(self.clock.now(), self._demo.time_zone)
        names = sorted({*COLUMNS, *WHO})
        shown = processed_sql(
            Table.EVENTS,
            names,
            batch=self._warehouse.processing.batch_at(moment.seconds),
            unattributed=self._warehouse.unattributed,
        )
        within = f"fact.day BETWEEN {moment.day - days[0]} AND {moment.day - days[1]}"
        read = f"""
            SELECT fact.* REPLACE (event_name::VARCHAR AS event_name), pages.path, pages.title, "group",
                places.country, places.city, traffic.source, calendar.date
            FROM ({shown}) AS fact JOIN pages ON pages.id = page_id JOIN places ON places.id = place_id
            JOIN traffic ON traffic.id = session_traffic_id JOIN calendar ON calendar.day = fact.day
            WHERE {within}
        """  # noqa: S608  literals
        columns = [*names, "path", "title", "group", "country", "city", "source", "date"]
        return [dict(zip(columns, row, strict=True)) for row in self.read(read)]

    def read(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement says of the shop's tables."""
        with self._warehouse.reader(Moment.of(self.clock.now(), self._demo.time_zone).day) as reader:
            return reader.read(Statement(sql, {}))


@pytest.fixture(scope="module")
def counted() -> Iterator[Counted]:
    settings = Settings(history_days=25, memo_megabytes=0)
    with build_shops(settings) as shops:
        yield Counted(shops, settings)


FIELDS: dict[str, Callable[[Row], str]] = {
    "country": lambda row: row["country"],
    "city": lambda row: row["city"],
    "pagePath": lambda row: row["path"],
    "pageTitle": lambda row: row["title"],
    "contentGroup": lambda row: row["group"],
    "eventName": lambda row: row["event_name"],
    "hour": lambda row: f"{row['hour']:02d}",
    "date": lambda row: str(row["date"]),
    "dateHour": lambda row: f"{row['date']}{row['hour']:02d}",
    "sessionSource": lambda row: row["source"],
}


def expected(rows: list[Row], dimensions: list[str], country: str = "") -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], tuple[set[int], ...]] = defaultdict(lambda: (set(), set(), set(), set()))
    fields = [FIELDS[name] for name in dimensions]
    for row in rows:
        if country and row["country"] != country:
            continue
        people, active, new, visits = groups[tuple(field(row) for field in fields)]
        people.add(row["user_number"])
        visits.add(row["visit_number"])
        if row["active"]:
            active.add(row["user_number"])
        if row["event_name"] == "first_visit":
            new.add(row["user_number"])
    return {group: [len(counted) for counted in inside] for group, inside in groups.items()}


REPORTS = (
    *("", "country", "city pagePath", "pageTitle pagePath", "contentGroup", "eventName", "eventName country", "hour"),
    *("sessionSource pagePath", "sessionSource hour", "dateHour", "date pagePath", "date eventName"),
)


# The hours come first: going to another day makes the shop's last days anew.
@pytest.mark.parametrize("hours", [7, 31])
@pytest.mark.parametrize("days", [(25, 0), (9, 1), (3, 1), (1, 0)], ids=str)
def test_people_are_counted_once_however_late_their_visits_come(
    counted: Counted, hours: int, days: tuple[int, int]
) -> None:
    counted.clock.move_to(FakeClock().now() + timedelta(hours=hours))
    rows = counted.rows(days)
    for dimensions in (report.split() for report in REPORTS):
        assert counted.report(dimensions, days) == expected(rows, dimensions), dimensions


@pytest.mark.parametrize("dimensions", [[], ["pagePath"], ["eventName", "city"]], ids=str)
def test_people_are_counted_once_among_those_picked(counted: Counted, dimensions: list[str]) -> None:
    rows = counted.rows((20, 0))
    assert counted.report(dimensions, (20, 0), "Canada") == expected(rows, dimensions, "Canada")


def in_windows(
    rows: list[Row], dimensions: list[str], days: tuple[int, int], today: int, country: str
) -> dict[tuple[str, ...], list[int]]:
    """Who was active within the seven days up to each day; the first of the dimensions is the day."""
    people: dict[tuple[str, ...], set[int]] = defaultdict(set)
    fields = [FIELDS[name] for name in dimensions]
    # What somebody does again on a day, in the same row of the report, changes nothing.
    different = {
        (row["day"], row["user_number"], row["active"], *(field({**row, "date": "{day}"}) for field in fields))
        for row in rows
        if not country or row["country"] == country
    }
    for day, person, active, *texts in different:
        for shown in range(max(day, today - days[0]), min(day + 6, today - days[1]) + 1):
            written = (date(1970, 1, 1) + timedelta(days=shown)).strftime("%Y%m%d")
            group = people[tuple(text.replace("{day}", written) for text in texts)]
            group |= {person} if active else set()
    return {group: [len(inside)] for group, inside in people.items()}


WINDOWS = ("date", "date country", "date eventName", "dateHour", "date sessionSource")


@pytest.mark.parametrize("hours", [7, 31])
@pytest.mark.parametrize("days", [(25, 0), (9, 2), (1, 0), (4, 4)], ids=str)
@pytest.mark.parametrize("country", ["", "Canada"], ids=["all", "one country"])
def test_people_of_the_days_up_to_each_day_are_counted_once(
    counted: Counted, hours: int, days: tuple[int, int], country: str
) -> None:
    counted.clock.move_to(FakeClock().now() + timedelta(hours=hours))
    today = Moment.of(counted.clock.now(), load_properties().first().time_zone).day
    rows = counted.rows((min(days[0] + 6, 25), days[1]))
    for dimensions in (report.split() for report in WINDOWS):
        found = counted.report(dimensions, days, country, ["active7DayUsers"], keep_empty_rows=True)
        assert found == in_windows(rows, dimensions, days, today, country), dimensions


def test_what_tells_pages_apart_does(counted: Counted) -> None:
    model = load_report_model()
    apart = [name for name, entry in model.dimensions.items() if entry.apart and model.columns_of(name) == {"page_id"}]
    assert "pagePath" in apart
    for name in apart:
        query = f"SELECT count(*), count(DISTINCT {model.dimensions[name].sql}) FROM pages"  # noqa: S608  literals
        pages, values = counted.read(query)[0]
        assert pages == values, name
