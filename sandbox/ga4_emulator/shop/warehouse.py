"""A shop in DuckDB: fact tables that grow by whole days, and the small tables that explain their ids."""

# ruff: noqa: S608  the SQL put together here is the emulator's own, never a caller's

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import duckdb
import numpy as np

from sandbox.ga4_emulator.shop.chance import Ints
from sandbox.ga4_emulator.shop.days import KEY_EVENTS, Days, days_of_shop
from sandbox.ga4_emulator.shop.explanations import CALENDAR, explanations
from sandbox.ga4_emulator.shop.facts import FROM_FINEST, table_sql
from sandbox.ga4_emulator.shop.numbers import Numbers
from sandbox.ga4_emulator.shop.people import MOST_PEOPLE_A_DAY, new_people
from sandbox.ga4_emulator.shop.processing import Processing
from sandbox.ga4_emulator.shop.shown import whole_sql
from sandbox.ga4_emulator.shop.world import World

_DAYS_AT_ONCE = 60
_DAY = 24 * 3600


class MakingStopped(Exception):
    """The tables were not made to the end, because the warehouse is about to close."""


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and the values of its parameters, by name."""

    sql: str
    values: Mapping[str, Any]


class Reader:
    """Runs statements over the shop's tables as they were when it was made."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, numbers: Numbers) -> None:
        self._cursor = cursor
        self.numbers = numbers

    def read(self, statement: Statement) -> list[tuple[Any, ...]]:
        """All rows that a statement selects."""
        return self._cursor.execute(statement.sql, statement.values).fetchall()


class Warehouse:
    """The tables of one shop, from `history_days` before the first day that is asked for.

    Each table of `Table` can be read as `{table}`, which is all that the shop knows; as `settled_{table}`, which is all
    of the days that do not change any more; and as `recent_{table}`, which is all of the others, today included.
    `processed_sql` has what reports see of it after a batch of `processing`, with `unattributed` for the sources that
    are not known yet. `measures` are the sums that the summed tables keep, by column name.
    """

    def __init__(self, world: World, measures: Mapping[str, str], processing: Processing, history_days: int) -> None:
        self.processing = processing
        self.unattributed = len(world.traffic)
        self._world = world
        self._measures = measures
        self.history_days = history_days
        self._longest = int(world.people["returns"]["longest_days"])
        self._growing = threading.Lock()
        self._stopping = threading.Event()
        self._database = duckdb.connect(":memory:", config={"threads": 1})
        # What it saves by looking at the rows of small tables first is less than it costs.
        self._database.execute("SET disabled_optimizers = 'join_filter_pushdown'")
        self._database.execute(CALENDAR)
        self._explain()
        self._today = -1
        self._first_day = 0
        self._last_settled = -1
        self._visits_a_day = np.zeros(0, np.int64)
        self._numbers = Numbers(0, self._longest, np.zeros(1, np.int64), np.zeros(1, np.int64))

    @contextmanager
    def reader(self, today: int) -> Iterator[Reader]:
        """Reads the tables as they stand on a day (days since 1970-01-01), in one thread."""
        with self._database.cursor() as cursor:
            with self._growing:
                if today != self._today:
                    self._move_to(today)
                cursor.begin()
                cursor.execute("FROM event_names LIMIT 1")
                reader = Reader(cursor, self._numbers)
            yield reader

    @property
    def made(self) -> bool:
        """Whether readers find tables, though they may have to wait for the days since."""
        return self._today >= 0

    def stop_making(self) -> None:
        """Has whoever is making tables raise `MakingStopped`, soon."""
        self._stopping.set()

    def close(self) -> None:
        """Gives the memory back; readers stop working."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _move_to(self, today: int) -> None:
        settled = self.processing.last_settled_day(today)
        with self._database.cursor() as changing:
            changing.begin()
            if self._today < 0 or settled < self._first_day - 1:
                self._begin(changing, today)
            elif settled < self._last_settled:
                self._go_back(changing, settled)
            self._settle(changing, settled)
            self._make_recent(changing, settled + 1, today, settled + 1 - self._longest)
            changing.commit()
        self._today = today

    def _begin(self, changing: duckdb.DuckDBPyConnection, today: int) -> None:
        """Empty tables for a history that ends today."""
        self._first_day = min(today - self.history_days, self.processing.last_settled_day(today) + 1)
        self._last_settled = self._first_day - 1
        self._visits_a_day = np.zeros(self._longest, np.int64)
        self._make_recent(changing, self._first_day, self._first_day - 1)
        for table in FROM_FINEST:
            columns = f"SELECT * EXCLUDE ({table.unsettled}) FROM recent_{table} LIMIT 0"
            changing.execute(f"CREATE OR REPLACE TABLE settled_{table} AS {columns}")
            changing.execute(f"CREATE OR REPLACE VIEW {table} AS {whole_sql(table)}")

    def _go_back(self, changing: duckdb.DuckDBPyConnection, last_settled: int) -> None:
        for table in FROM_FINEST:
            changing.execute(f"DELETE FROM settled_{table} WHERE day > {last_settled}")
        self._last_settled = last_settled

    def _settle(self, changing: duckdb.DuckDBPyConnection, last_day: int) -> None:
        """Adds the days up to this one to those that do not change any more."""
        for first in range(self._last_settled + 1, last_day + 1, _DAYS_AT_ONCE):
            if self._stopping.is_set():
                raise MakingStopped
            last = min(first + _DAYS_AT_ONCE - 1, last_day)
            with self._generated(changing, first, last):
                for table in FROM_FINEST:
                    rows = table_sql(table, "settled", first, self._measures, first - self._longest)
                    columns = f"SELECT * EXCLUDE ({table.unsettled}) FROM ({rows})"
                    changing.execute(f"INSERT INTO settled_{table} BY NAME {columns}")
            self._last_settled = last

    def _make_recent(
        self, changing: duckdb.DuckDBPyConnection, first_day: int, last_day: int, known_from: int | None = None
    ) -> None:
        with self._generated(changing, first_day, last_day):
            for table in FROM_FINEST:
                rows = table_sql(table, "recent", first_day, self._measures, known_from)
                changing.execute(f"CREATE OR REPLACE TABLE recent_{table} AS {rows}")

    @contextmanager
    def _generated(self, changing: duckdb.DuckDBPyConnection, first_day: int, last_day: int) -> Iterator[None]:
        """Lends what `table_sql` reads: these days' visits, numbered on from those of the days before."""
        days = days_of_shop(self._world, first_day, last_day)
        self._count(days.visits["day"].astype(np.int64), first_day, last_day)
        changing.register("new_visits", {**days.visits, **self._numbered(days), **self._processed(days)})
        changing.register("new_events", dict(days.events))
        changing.register("new_goods", dict(days.goods))
        yield
        for name in ("new_visits", "new_events", "new_goods"):
            changing.unregister(name)

    def _count(self, days: Ints, first_day: int, last_day: int) -> None:
        origin = self._first_day - self._longest
        before = self._visits_a_day[: first_day - origin]
        self._visits_a_day = np.append(before, np.bincount(days - first_day, minlength=last_day - first_day + 1))
        people_a_day = new_people(self._world, np.arange(origin, last_day + 1))
        self._numbers = Numbers(origin, self._longest, _before(people_a_day), _before(self._visits_a_day))

    def _numbered(self, days: Days) -> dict[str, Ints]:
        first_day, day = days.visits["first_day"].astype(np.int64), days.visits["day"].astype(np.int64)
        within_day = days.visits["user_id"].astype(np.int64) % MOST_PEOPLE_A_DAY
        first_visit = self._numbers.visits_of(int(day[0]), int(day[0])).lowest if len(day) else 0
        return {
            "user_number": (self._numbers.people_before(first_day) + within_day).astype(np.int32),
            "visit_number": (first_visit + np.arange(len(day))).astype(np.int32),
        }

    def _processed(self, days: Days) -> dict[str, Ints]:
        visit_id = days.visits["session_id"].astype(np.uint64)
        ended = days.visits["day"].astype(np.int64) * _DAY + days.visits["ended"].astype(np.int64)
        return {
            "appears": self.processing.appears(visit_id, ended),
            "attributed": self.processing.attributed(visit_id, ended),
        }

    def _explain(self) -> None:
        for name, columns, rows in explanations(self._world):
            self._create(name, columns, rows)
        names = self._world.event_names()
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


def _before(a_day: Ints) -> Ints:
    counted: Ints = np.concatenate([np.zeros(1, np.int64), np.cumsum(a_day)])
    return counted
