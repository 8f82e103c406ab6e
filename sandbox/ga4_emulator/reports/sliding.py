"""Counts of people over the days up to each day, without looking at each of these days for each of them."""

# ruff: noqa: S608  put together from the model's own SQL; whatever a request says goes in as a parameter

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

ACTIVE_BEFORE = "active_before"
"""The column that says on which day a row's person was there before, active; the rows of one day in any order."""


@dataclass(frozen=True, slots=True)
class Sliding:
    """A window of some days that ends on each of the days from `first_day` to `last_day`.

    `rows` writes the SQL of the rows of these days and of the days that their windows look back on, with some columns;
    none is of a day before `kept`. `apart` are the columns by which the counts are taken apart. Whoever comes is in the
    window for its length; where somebody comes again within it, the days that both visits cover are taken back once.
    """

    rows: Callable[[Sequence[str]], str]
    days: int
    first_day: int
    last_day: int
    kept: int
    apart: Sequence[str]

    def sql(self) -> str:
        """The SQL of a row for each day and combination of the columns in `apart` of which the window holds any row:
        these columns, the day, and in `people` how many were active."""
        apart = "".join(f'"{name}", ' for name in self.apart)
        partition = f"PARTITION BY {apart[:-2]} " if apart else ""
        combinations = f"(SELECT DISTINCT {apart[:-2]} FROM a_day), " if apart else ""
        return f"""
            (WITH a_day AS MATERIALIZED (
                SELECT {apart}day, count(*) AS present, count_if(active) AS people
                FROM ({self.rows(["day", "active", *self.apart])}) GROUP BY ALL
            ), again AS MATERIALIZED (
                SELECT {apart}day, {ACTIVE_BEFORE} + {self.days} AS until
                FROM ({self.rows(["day", ACTIVE_BEFORE, *self.apart])})
                WHERE {ACTIVE_BEFORE} >= {self.kept} AND {ACTIVE_BEFORE} BETWEEN day - {self.days - 1} AND day
            ), changes AS (
                SELECT {apart}day, present, people FROM a_day
                UNION ALL SELECT {apart}day + {self.days}, -present, -people FROM a_day
                UNION ALL SELECT {apart}day, 0, -count(*) FROM again GROUP BY ALL
                UNION ALL SELECT {apart}until, 0, count(*) FROM again GROUP BY ALL
                UNION ALL SELECT {apart}number, 0, 0
                    FROM {combinations}range({self.first_day}, {self.last_day + 1}) AS days(number)
            ), summed AS (
                SELECT {apart}day, sum(present) AS present, sum(people) AS people FROM changes GROUP BY ALL
            ), running AS (
                SELECT {apart}day, sum(present) OVER upwards AS present, sum(people) OVER upwards AS people
                FROM summed WINDOW upwards AS ({partition}ORDER BY day)
            )
            SELECT {apart}day, people::BIGINT AS people FROM running
            WHERE present > 0 AND day BETWEEN {self.first_day} AND {self.last_day})
        """
