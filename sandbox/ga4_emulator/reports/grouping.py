"""The inner half of a report's SQL: measures over the shop's tables, grouped by dimensions, for each period."""

# ruff: noqa: S608  put together from the model's own SQL; whatever a request says goes in as a parameter

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from google.analytics.data_v1beta.types import FilterExpression

from sandbox.ga4_emulator.reports.counting import FEW_GROUPS, Counting
from sandbox.ga4_emulator.reports.filters import Conditions, Parameters
from sandbox.ga4_emulator.reports.model import Dimension, ReportModel
from sandbox.ga4_emulator.reports.periods import Period
from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.numbers import Numbers


def columns(letter: str, names: Sequence[str]) -> list[str]:
    """Columns named by place: `d0` and on for dimensions, `b0` and on for measures."""
    return [f"{letter}{place}" for place in range(len(names))]


@dataclass(frozen=True, slots=True)
class View:
    """From where a report sees the shop.

    `now` is the moment of the request in seconds since 1970-01-01 on the property's clock, `first_day` the first that
    is kept, `batch` the last that has been processed by now, or None to see events as they happen. The words are what
    the property calls its own.
    """

    now: int
    first_day: int
    batch: int | None
    stream_id: str
    stream_name: str
    currency_code: str

    def table(self, table: Table) -> str:
        """The SQL of a table's rows."""
        return f"recent_{table}" if self.batch is None else f"{table}_at({self.batch})"


class Grouping:
    """Writes the SQL that groups one table."""

    def __init__(
        self, model: ReportModel, table: Table, dimension_filter: FilterExpression, view: View, numbers: Numbers
    ) -> None:
        self._model = model
        self._table = table
        self._filter = dimension_filter
        self._view = view
        self._numbers = numbers

    def of(
        self, periods: Sequence[Period], dimensions: Sequence[str], measures: Sequence[str], parameters: Parameters
    ) -> str:
        """One row for each period and combination of values: the columns `period` (its place), `d0` and on with the
        dimensions' ungarnished values, `b0` and on with the measures."""
        parts = [
            self._part(place, period, dimensions, measures, ahead, parameters)
            for place, period in enumerate(periods)
            for ahead in self._windows(measures)
        ]
        together = " UNION ALL ".join(parts)
        if len(parts) == len(periods):
            return together
        grouped = ", ".join(["period", *columns("d", dimensions)])
        merged = ", ".join([grouped, *(f"max({column}) AS {column}" for column in columns("b", measures))])
        return f"SELECT {merged} FROM ({together}) GROUP BY {grouped}"

    def _windows(self, measures: Sequence[str]) -> list[int]:
        """The lengths of the windows that the measures look back over, in days; 0 is no window."""
        return sorted({self._model.window_days(measure) for measure in measures}) or [0]

    def _part(
        self,
        place: int,
        period: Period,
        dimensions: Sequence[str],
        measures: Sequence[str],
        window: int,
        parameters: Parameters,
    ) -> str:
        words = {
            "range_name": period.name,
            "stream_id": self._view.stream_id,
            "stream_name": self._view.stream_name,
            "currency_code": self._view.currency_code,
        }

        def sql_of(name: str) -> str:
            template = self._dimension(name).sql
            said = {word: parameters.add(text) for word, text in words.items() if f"{{{word}}}" in template}
            return template.format(first_day=period.first_day, now=self._view.now, **said)

        def text_of(name: str) -> str:
            return self._dimension(name).text(sql_of(name))

        counting = self._counting(period, dimensions, window)
        condition = Conditions(text_of, parameters, numbers=False).of(self._filter)
        selected = [
            f"{place} AS period",
            *(f"{sql_of(name)} AS d{number}" for number, name in enumerate(dimensions)),
            *(f"{self._measure(name, window, counting)} AS b{number}" for number, name in enumerate(measures)),
        ]
        joins = self._model.joins_for(condition, *selected)
        source, where = self._source(period, dimensions, window)
        grouping = "GROUP BY ALL" if dimensions else ""
        return f"SELECT {', '.join(selected)} FROM {source} AS fact {joins} WHERE {where} AND {condition} {grouping}"

    def _measure(self, name: str, window: int, counting: Counting) -> str:
        return self._model.measure_sql(name, counting) if self._model.window_days(name) == window else "NULL"

    def _counting(self, period: Period, dimensions: Sequence[str], window: int) -> Counting:
        shown = [self._dimension(name) for name in dimensions]
        by_day = any(dimension.by_day for dimension in shown)
        if by_day or math.prod(dimension.values for dimension in shown) > FEW_GROUPS:
            return Counting(self._table, by_day, once=window == 0)
        first_day = period.first_day - window
        return Counting(
            self._table,
            once=window == 0,
            people=self._numbers.people_of(first_day, period.last_day),
            visits=self._numbers.visits_of(first_day, period.last_day),
        )

    def _source(self, period: Period, dimensions: Sequence[str], window: int) -> tuple[str, str]:
        """The rows to group. In a window each row counts on its own day and on those that follow; without days among
        the dimensions only the period's last day is looked at."""
        if window == 0:
            return self._view.table(self._table), period.where(self._view.first_day)
        rows = (
            f"(SELECT fact.* REPLACE (fact.day + ahead AS day) FROM {self._view.table(self._table)} AS fact,"
            f" range({window}) AS following(ahead) WHERE {period.where(self._view.first_day, days_before=window - 1)})"
        )
        by_day = any(self._dimension(name).by_day for name in dimensions)
        first = period.first_day if by_day else period.last_day
        return rows, f"fact.day BETWEEN {first} AND {period.last_day}"

    def _dimension(self, name: str) -> Dimension:
        return self._model.dimensions[name]
