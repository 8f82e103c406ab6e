"""The shop in DuckDB: fact tables that grow by whole days, and the small tables that explain their ids."""

# ruff: noqa: S608  the SQL put together here is the emulator's own, never a caller's

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

import duckdb

from sandbox.ga4_emulator.shop.days import KEY_EVENTS, Days, days_of_shop
from sandbox.ga4_emulator.shop.world import Kinds, World

_CALENDAR = """
CREATE TABLE calendar AS
SELECT
    day::INTEGER AS day,
    strftime(date, '%Y%m%d')::INTEGER AS date,
    year(date)::INTEGER AS year,
    month(date)::INTEGER AS month,
    day(date)::INTEGER AS day_of_month,
    dayofweek(date)::INTEGER AS day_of_week,
    dayname(date) AS day_of_week_name,
    ((dayofyear(date) + dayofweek(date_trunc('year', date)) - 1) // 7 + 1)::INTEGER AS week,
    weekofyear(date)::INTEGER AS iso_week,
    isoyear(date)::INTEGER AS iso_year
FROM (SELECT day, DATE '1970-01-01' + day::INTEGER AS date FROM range($first, $last) AS days(day))
"""

_EVENTS = """
SELECT
    visits.* EXCLUDE (visit, started, ended),
    visits.ended AS ended,
    visits.started + sent.at AS at,
    event_names.name AS event_name,
    event_names.is_key AS is_key_event,
    sent.page AS page_id,
    sent.previous_page AS previous_page_id,
    sent.seconds AS seconds,
    sent.engaged_ms AS engaged_ms,
    sent.file AS file_id,
    sent.link AS link_id,
    sent.term AS term_id
"""

_ADD_EVENTS = f"""
{_EVENTS}, coalesce(carried.units, 0)::INTEGER AS units, coalesce(carried.amount_cents, 0)::INTEGER AS amount_cents
FROM new_events AS sent
JOIN new_visits AS visits USING (visit)
JOIN event_names ON event_names.id = sent.name
LEFT JOIN (
    SELECT event, sum(goods.units) AS units, sum(goods.units * items.price_cents) AS amount_cents
    FROM new_goods AS goods JOIN items ON items.id = goods.item GROUP BY event
) AS carried USING (event)
ORDER BY visits.day
"""

_ADD_GOODS = f"""
{_EVENTS}, goods.item AS item_id, goods.units, goods.units * items.price_cents AS amount_cents
FROM new_goods AS goods
JOIN new_events AS sent USING (event)
JOIN new_visits AS visits USING (visit)
JOIN event_names ON event_names.id = sent.name
JOIN items ON items.id = goods.item
ORDER BY visits.day
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and the values of its parameters, by name."""

    sql: str
    values: Mapping[str, Any]


class Reader:
    """Runs statements over the shop's tables."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def read(self, statement: Statement) -> list[tuple[Any, ...]]:
        """All rows that a statement selects."""
        return self._cursor.execute(statement.sql, statement.values).fetchall()


class Warehouse:
    """The shop's tables, from `first_day` up to the last day asked for (days since 1970-01-01).

    `session_measures` are the sums over a visit's events that the table `sessions` keeps, by column name.
    """

    def __init__(self, world: World, session_measures: Mapping[str, str], first_day: int, last_day: int) -> None:
        self._world = world
        self._session_measures = session_measures
        self._growing = threading.Lock()
        self._database = duckdb.connect(":memory:", config={"threads": 1})
        self._last_day = first_day - 1
        self._explain(first_day)
        self.grow_to(last_day)

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Reads the tables as they are now, in one thread."""
        with self._database.cursor() as cursor:
            yield Reader(cursor)

    def close(self) -> None:
        """Gives the memory back; readers stop working."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def grow_to(self, last_day: int) -> None:
        """Adds the days up to this one if they are not there yet."""
        with self._growing:
            if last_day > self._last_day:
                self._add(days_of_shop(self._world, self._last_day + 1, last_day))
                self._last_day = last_day

    def _explain(self, first_day: int) -> None:
        self._database.execute(_CALENDAR, {"first": first_day - 400, "last": first_day + 20_000})
        world = self._world
        for name, columns, rows in _explanations(world):
            self._create(name, columns, rows)
        names = world.event_names()
        listed = ", ".join(f"'{name}'" for name in names)
        self._database.execute(f"CREATE TYPE event_name AS ENUM ({listed})")
        self._create("event_names", ("name", "is_key"), [(name, name in KEY_EVENTS) for name in names])
        self._database.execute("ALTER TABLE event_names ALTER name TYPE event_name")

    def _create(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        numbered = [(number, *row) for number, row in enumerate(rows)]
        marks = ", ".join("(" + ", ".join("?" * len(row)) + ")" for row in numbered)
        named = ", ".join(f'"{column}"' for column in ("id", *columns))
        values = [value for row in numbered for value in row]
        self._database.execute(f"CREATE TABLE {name} AS SELECT * FROM (VALUES {marks}) AS listed({named})", values)

    def _add(self, days: Days) -> None:
        with self._database.cursor() as adding:
            for name, columns in (("new_visits", days.visits), ("new_events", days.events), ("new_goods", days.goods)):
                adding.register(name, dict(columns))
            adding.begin()
            _append(adding, "events", _ADD_EVENTS)
            _append(adding, "goods", _ADD_GOODS)
            _append(adding, "sessions", self._sessions())
            adding.commit()

    def _sessions(self) -> str:
        sums = ", ".join(f"coalesce({sql}, 0)::BIGINT AS {name}" for name, sql in self._session_measures.items())
        return f"""
            SELECT visits.* EXCLUDE (visit), visits.started AS at, summed.* EXCLUDE (session_id)
            FROM new_visits AS visits
            JOIN (
                SELECT fact.session_id, {sums}
                FROM events AS fact WHERE fact.day > {self._last_day} GROUP BY fact.session_id
            ) AS summed USING (session_id)
            ORDER BY visits.day
        """


def _explanations(world: World) -> Iterator[tuple[str, Sequence[str], Sequence[Sequence[Any]]]]:
    """Name, columns and rows of each small table; a row's id is its place."""
    yield "places", world.places.columns, world.places.rows
    yield "items", world.items.columns, world.items.rows
    yield "search_terms", world.search_terms.columns, world.search_terms.rows
    yield (
        "devices",
        *_with(
            world.devices,
            platform=lambda _: "web",
            platform_category=lambda device: f"web / {device['category']}",
            os_with_version=lambda device: f"{device['operating_system']} {device['os_version']}",
        ),
    )
    yield "traffic", *_with(world.traffic, source_medium=lambda traffic: f"{traffic['source']} / {traffic['medium']}")
    yield (
        "pages",
        *_with(
            world.pages,
            host=lambda _: world.host,
            location=lambda page: f"https://{world.host}{page['path']}",
        ),
    )
    yield "files", *_with(world.files, extension=lambda file: file["name"].rpartition(".")[2])
    yield "links", *_with(world.links, domain=lambda link: urlsplit(link["url"]).hostname)
    demographics = world.people["demographics"]
    yield "ages", ("name",), [(name,) for name in demographics["ages"]]
    yield "genders", ("name",), [(name,) for name in demographics["genders"]]
    yield "plan_tiers", ("name",), [(name,) for name in world.people["accounts"]["plan_tiers"]]


def _with(kinds: Kinds, **derived: Callable[[Mapping[str, Any]], Any]) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    """The kinds with further columns, each derived from a row's others."""
    rows = []
    for row in kinds.rows:
        named = dict(zip(kinds.columns, row, strict=True))
        rows.append((*row, *(derive(named) for derive in derived.values())))
    return (*kinds.columns, *derived), rows


def _append(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    connection.execute(f"CREATE TABLE IF NOT EXISTS {table} AS {query} LIMIT 0")
    connection.execute(f"INSERT INTO {table} {query}")
