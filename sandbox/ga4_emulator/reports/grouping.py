"""The inner half of a report's SQL: measures over the shop's tables, grouped by dimensions, for each period."""

# ruff: noqa: S608  put together from the model's own SQL; whatever a request says goes in as a parameter

from __future__ import annotations

from collections.abc import Sequence

from google.analytics.data_v1beta.types import FilterExpression

from sandbox.ga4_emulator.reports.filters import Conditions, Parameters
from sandbox.ga4_emulator.reports.model import Dimension, ReportModel, Table
from sandbox.ga4_emulator.reports.periods import Period


def columns(letter: str, names: Sequence[str]) -> list[str]:
    """Columns named by place: `d0` and on for dimensions, `b0` and on for measures."""
    return [f"{letter}{place}" for place in range(len(names))]


class Grouping:
    """Writes the SQL that groups one table. `now` is the moment of the request in seconds of the property's clock."""

    def __init__(self, model: ReportModel, table: Table, dimension_filter: FilterExpression, now: int) -> None:
        self._model = model
        self._table = table
        self._filter = dimension_filter
        self._now = now

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
        def sql_of(name: str) -> str:
            template = self._dimension(name).sql
            range_name = parameters.add(period.name) if "{range_name}" in template else ""
            return template.format(first_day=period.first_day, now=self._now, range_name=range_name)

        def text_of(name: str) -> str:
            return self._dimension(name).text(sql_of(name))

        condition = Conditions(text_of, parameters, numbers=False).of(self._filter)
        selected = [
            f"{place} AS period",
            *(f"{sql_of(name)} AS d{number}" for number, name in enumerate(dimensions)),
            *(f"{self._measure(name, window)} AS b{number}" for number, name in enumerate(measures)),
        ]
        joins = self._model.joins_for(condition, *selected)
        source, where = self._source(period, dimensions, window)
        grouping = "GROUP BY ALL" if dimensions else ""
        return f"SELECT {', '.join(selected)} FROM {source} AS fact {joins} WHERE {where} AND {condition} {grouping}"

    def _measure(self, name: str, window: int) -> str:
        return self._model.measure_sql(name, self._table) if self._model.window_days(name) == window else "NULL"

    def _source(self, period: Period, dimensions: Sequence[str], window: int) -> tuple[str, str]:
        """The rows to group. In a window each row counts on its own day and on those that follow; without days among
        the dimensions only the period's last day is looked at."""
        if window == 0:
            return str(self._table), period.where()
        rows = (
            f"(SELECT fact.* REPLACE (fact.day + ahead AS day) FROM {self._table} AS fact,"
            f" range({window}) AS following(ahead) WHERE {period.where(days_before=window - 1)})"
        )
        by_day = any(self._dimension(name).by_day for name in dimensions)
        first = period.first_day if by_day else period.last_day
        return rows, f"fact.day BETWEEN {first} AND {period.last_day}"

    def _dimension(self, name: str) -> Dimension:
        return self._model.dimensions[name]
