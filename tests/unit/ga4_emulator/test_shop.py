"""The shop is the same whenever it is made, and what it says agrees with itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from sandbox.ga4_emulator.properties import load_properties
from sandbox.ga4_emulator.shop.days import Days, days_of_shop
from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.people import day_number
from sandbox.ga4_emulator.shop.processing import IMMEDIATE
from sandbox.ga4_emulator.shop.warehouse import Statement, Warehouse
from sandbox.ga4_emulator.shop.world import World, load_world

LAST = day_number(date(2026, 11, 23))


@pytest.fixture(scope="module")
def world() -> World:
    return load_world(load_properties().first().shop)


@pytest.fixture(scope="module")
def week(world: World) -> Days:
    return days_of_shop(world, LAST - 6, LAST)


def ask(shop: Warehouse, sql: str) -> list[tuple[Any, ...]]:
    with shop.reader(LAST + 1) as reader:
        return reader.read(Statement(sql, {}))


def test_a_day_is_the_same_whichever_days_are_made_with_it(world: World, week: Days) -> None:
    alone = days_of_shop(world, LAST - 3, LAST - 3)
    among = week.visits["day"] == LAST - 3
    assert among.any()
    for name in ("session_id", "user_id", "started", "ended", "place_id", "session_traffic_id", "first_purchase"):
        assert np.array_equal(alone.visits[name], week.visits[name][among]), name
    of_that_day = among[week.events["visit"]]
    for name in ("at", "name", "page", "engaged_ms"):
        assert np.array_equal(alone.events[name], week.events[name][of_that_day]), name


def test_a_visit_ends_on_the_day_it_begins(week: Days) -> None:
    assert min(week.visits["started"].tolist()) >= 0
    assert max(week.visits["ended"].tolist()) < 24 * 3600


def test_each_visit_begins_once_and_lands_on_its_landing_page(ga4_shop: Warehouse) -> None:
    assert ask(
        ga4_shop,
        """
        SELECT count(*) FROM (
            SELECT session_id,
                count(*) FILTER (WHERE event_name = 'session_start') AS starts,
                count(*) FILTER (WHERE event_name = 'page_view' AND previous_page_id < 0) AS landings,
                bool_and(previous_page_id >= 0 OR page_id = landing_page_id) AS there
            FROM events GROUP BY session_id
            HAVING starts <> 1 OR landings <> 1 OR NOT there
        )
        """,
    ) == [(0,)]


def test_each_person_comes_first_once(ga4_shop: Warehouse) -> None:
    assert ask(
        ga4_shop,
        """
        SELECT count(*) FROM (
            SELECT user_id FROM events WHERE event_name = 'first_visit' GROUP BY user_id
            HAVING count(*) > 1 OR any_value(day) <> any_value(first_day)
        )
        """,
    ) == [(0,)]


def test_a_person_keeps_place_and_device(ga4_shop: Warehouse) -> None:
    assert ask(
        ga4_shop,
        """
        SELECT count(*) FROM (
            SELECT user_id FROM sessions GROUP BY user_id
            HAVING count(DISTINCT place_id) > 1 OR count(DISTINCT device_id) > 1 OR count(DISTINCT first_traffic_id) > 1
        )
        """,
    ) == [(0,)]


def test_each_purchase_is_paid_for_by_its_items(ga4_shop: Warehouse) -> None:
    assert ask(
        ga4_shop,
        """
        SELECT count(*), count(*) FILTER (WHERE paid = priced AND paid > 0)
        FROM (SELECT session_id, amount_cents AS paid FROM events WHERE event_name = 'purchase')
        JOIN (
            SELECT session_id, sum(units * price_cents) AS priced
            FROM goods JOIN items ON items.id = goods.item_id WHERE event_name = 'purchase' GROUP BY session_id
        ) USING (session_id)
        """,
    ) == ask(ga4_shop, "SELECT count(*), count(*) FROM events WHERE event_name = 'purchase'")


def test_an_event_carries_as_many_units_as_its_items(ga4_shop: Warehouse) -> None:
    for event in ("purchase", "view_item_list"):
        carried, listed, most = ask(
            ga4_shop,
            f"""
            SELECT (SELECT sum(units) FROM events WHERE event_name = '{event}'), sum(units), max(units)
            FROM goods WHERE event_name = '{event}'
            """,  # noqa: S608  a literal
        )[0]
        assert carried == listed
        assert most > 1


def test_a_first_visit_comes_from_where_the_person_came_from(ga4_shop: Warehouse) -> None:
    firsts = "SELECT count(*) FROM sessions WHERE is_new AND"
    assert ask(ga4_shop, f"{firsts} session_traffic_id <> first_traffic_id") == [(0,)]
    assert ask(ga4_shop, "SELECT count(*) > 0 FROM sessions WHERE session_traffic_id <> first_traffic_id") == [(True,)]


def test_weekends_are_quieter(ga4_shop: Warehouse) -> None:
    by_day = dict(ask(ga4_shop, "SELECT day_of_week_name, count(*) FROM sessions JOIN calendar USING (day) GROUP BY 1"))
    busiest_first = sorted(by_day, key=lambda name: -by_day[name])
    assert set(busiest_first[-2:]) == {"Saturday", "Sunday"}
    assert "Tuesday" in busiest_first[:3]


def test_a_year_that_begins_on_sunday_has_a_whole_first_week(ga4_shop: Warehouse) -> None:
    weeks = ask(ga4_shop, "SELECT date, week FROM calendar WHERE date IN (20340101, 20340107, 20340108) ORDER BY date")
    assert weeks == [(20340101, 1), (20340107, 1), (20340108, 2)]


def test_what_is_bought_was_seen_and_put_in_the_cart_before(ga4_shop: Warehouse) -> None:
    bought = "SELECT session_id, item_id FROM goods WHERE event_name = 'purchase'"
    for earlier in ("view_item", "add_to_cart", "begin_checkout"):
        missing = f"{bought} EXCEPT SELECT session_id, item_id FROM goods WHERE event_name = '{earlier}'"  # noqa: S608  two literals
        assert ask(ga4_shop, missing) == []


def test_a_person_buys_for_the_first_time_once(ga4_shop: Warehouse) -> None:
    assert ask(
        ga4_shop,
        """
        SELECT count(*) FROM (
            SELECT user_id, count(*) FILTER (WHERE first_purchase) AS firsts,
                arg_min(first_purchase, day) FILTER (WHERE purchases > 0) AS at_first,
                min(first_day) >= (SELECT min(day) FROM sessions) AS whole
            FROM sessions GROUP BY user_id
            HAVING firsts > 1 OR (whole AND at_first = false)
        )
        """,
    ) == [(0,)]


def test_a_campaign_brings_people_only_in_its_season(ga4_shop: Warehouse) -> None:
    days = ask(
        ga4_shop,
        """
        SELECT DISTINCT calendar.date % 10000 FROM sessions
        JOIN traffic ON traffic.id = session_traffic_id JOIN calendar USING (day)
        WHERE traffic.campaign = 'spring_sale'
        """,
    )
    assert days
    assert all(316 <= day <= 329 for (day,) in days)


def test_a_shop_that_grew_by_days_equals_one_made_at_once(world: World) -> None:
    def made() -> Warehouse:
        return Warehouse(world, {"events": "count(*)"}, IMMEDIATE, history_days=9)

    def rows(shop: Warehouse, table: Table, today: int) -> list[tuple[Any, ...]]:
        """How many there are, and a number that depends on each."""
        with shop.reader(today) as reader:
            columns, grouped = "* EXCLUDE (user_number, visit_number)", ""
            if table is Table.EVENT_DAYS:
                # Its rows differ by when people were there before, which the longer history knows better.
                columns, grouped = "day, event_name, active, sum(rows), sum(events)", "GROUP BY ALL"
            found = f"SELECT {columns} FROM {table} WHERE day > {LAST - 5} {grouped}"  # noqa: S608  literals
            digest = f"SELECT count(*), sum(hash(found)::HUGEINT) FROM ({found}) AS found"  # noqa: S608  as above
            return reader.read(Statement(digest, {}))

    with made() as grown, made() as whole:
        for today in (LAST - 4, LAST - 1, LAST, LAST + 8, LAST - 2, LAST + 1):
            rows(grown, Table.SESSIONS, today)
        for table in Table:
            assert rows(grown, table, LAST + 1)[0][0]
            assert rows(grown, table, LAST + 1) == rows(whole, table, LAST + 1), table
