"""Who is in which audience during a slice.

As Google's documentation has it, reports show people in the audiences that they were in during the date range, whatever
has become of them since: at any moment of it, that is. All that they did in the slice counts for each of their
audiences, and once where a report does not show these apart.
"""

# ruff: noqa: S608  put together from the model's own SQL; nothing of a request's is in it

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from sandbox.ga4_emulator.reports.model import ReportModel
from sandbox.ga4_emulator.reports.slices import Slice
from sandbox.ga4_emulator.reports.view import View
from sandbox.ga4_emulator.shop.audiences import Audience
from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.shown import columns_in, settled_sql

AUDIENCES = "audiences"
"""The column with a bit for each audience that the row's person is in, the first audience's the lowest."""

_FIELD = re.compile(r"\baudiences\.(\w+)")
_SECOND = "fact.day::BIGINT * 86400 + fact.at"


class Memberships:
    """The audiences of the people in one slice."""

    def __init__(self, model: ReportModel, view: View, one: Slice) -> None:
        self._model = model
        self._view = view
        self._slice = one

    def rows(self, table: Table, columns: Collection[str], last_day: int) -> str:
        """The SQL of a table's rows up to a day at least, with these columns; `AUDIENCES` may be among them."""
        if AUDIENCES not in columns:
            return self._view.table(table, columns, last_day)
        rows = self._view.table(table, {*columns, "user_number"} - {AUDIENCES}, last_day)
        return f"(SELECT * FROM {rows} JOIN ({self._people()}) USING (user_number))"

    def _people(self) -> str:
        picked = [
            f"CASE WHEN ({self._within(audience)}) AND {audience.condition} THEN {1 << place} ELSE 0 END"
            for place, audience in enumerate(self._model.audiences)
        ]
        bits = " | ".join(picked)
        return (
            f"SELECT user_number, bit_or({bits}) AS {AUDIENCES} FROM ({self._visits(columns_in(bits))}) AS fact"
            f" GROUP BY user_number"
        )

    def _within(self, audience: Audience) -> str:
        """The SQL that picks the visits by which people are in an audience in the slice's periods."""
        earliest = self._view.first_day
        return " OR ".join(
            f"fact.day BETWEEN {max(period.first_day - audience.days, earliest)} AND {period.last_day}"
            for period in self._slice.periods
        )

    def _visits(self, columns: Collection[str]) -> str:
        needed = {*columns, "user_number"}
        if self._view.batch is not None:
            return self._view.table(Table.SESSIONS, needed, self._slice.last_day)
        # What is seen as it happens: the visits of the last days as far as they have come by now.
        sofar = [f"{self._model.additive.get(name, f'any_value(fact.{name})')} AS {name}" for name in sorted(needed)]
        return (
            f"{settled_sql(Table.SESSIONS, needed)} UNION ALL BY NAME"
            f" SELECT {', '.join(sofar)} FROM recent_{Table.EVENTS} AS fact"
            f" WHERE {_SECOND} <= {self._view.now} GROUP BY fact.visit_number"
        )


def each_audience(audiences: Collection[Audience]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """For each audience the SQL of whether a row's person is in it, and the audience's values by their columns."""
    for place, audience in enumerate(audiences):
        yield (
            f"(fact.{AUDIENCES} >> {place}) & 1 = 1",
            {"api_id": audience.id, "name": audience.display_name},
        )


def said_of(values: Mapping[str, str], sql: str, add: Callable[[str], str]) -> str:
    """SQL about audiences, of the one that has these values; `add` takes a value and returns what stands for it."""
    return _FIELD.sub(lambda found: add(values[found[1]]), sql)


def asks_for_audiences(model: ReportModel, dimension: str) -> bool:
    """Whether a dimension is about audiences."""
    return AUDIENCES in model.columns_of(dimension)
