"""A report as SQL: one grouping for each period, then what is kept, ordered and cut of all of them.

Statements are put together from the model's own SQL; whatever a request says goes in as a parameter.
"""

# ruff: noqa: S608  for the reason above

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from google.analytics.data_v1beta.types import FilterExpression, OrderBy

from sandbox.ga4_emulator.reports.filters import Conditions, Parameters, fields_of
from sandbox.ga4_emulator.reports.model import Dimension, ReportModel
from sandbox.ga4_emulator.reports.periods import Period
from sandbox.ga4_emulator.shop.warehouse import Statement

_OrderType = OrderBy.DimensionOrderBy.OrderType


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for, free of how it was asked. Names are known and modelled; `now` is in seconds of the
    property's clock."""

    dimensions: Sequence[str]
    metrics: Sequence[str]
    periods: Sequence[Period]
    dimension_filter: FilterExpression
    metric_filter: FilterExpression
    order_bys: Sequence[OrderBy]
    keep_empty_rows: bool
    now: int


class ReportQuery:
    """Writes the statements that answer one report.

    `instants` says that the periods are about single events, not whole visits. Columns are named by place: `d0` and
    on for dimensions, `m0` and on for metrics, `period` for the period's place.
    """

    def __init__(self, model: ReportModel, asked: Asked, *, instants: bool) -> None:
        self._model = model
        self._asked = asked
        filtered = [name for name in fields_of(asked.metric_filter) if name not in asked.metrics]
        self._metrics = list(dict.fromkeys([*asked.metrics, *filtered]))
        names = [*asked.dimensions, *fields_of(asked.dimension_filter)]
        self._table = model.table_for(names, instants=instants)

    def rows(self, limit: int, offset: int) -> Statement:
        """The page of rows: the dimensions, the metrics, and last the number of all rows."""
        parameters = Parameters()
        columns = [*self._columns("d", self._asked.dimensions), *self._columns("m", self._asked.metrics)]
        page = f"LIMIT {parameters.add(limit)} OFFSET {parameters.add(offset)}"
        kept = self._kept(parameters)
        listed = ", ".join([*columns, "count(*) OVER () AS row_count"])
        return Statement(f"{kept} SELECT {listed} FROM kept ORDER BY {self._order()} {page}", parameters.values)

    def row_count(self) -> Statement:
        """The number of all rows."""
        parameters = Parameters()
        return Statement(f"{self._kept(parameters)} SELECT count(*) FROM kept", parameters.values)

    def extremes(self, function: str) -> Statement:
        """The period's place and each metric's "min" or "max" over its rows."""
        parameters = Parameters()
        columns = [f"{function}({column})" for column in self._columns("m", self._asked.metrics)]
        listed = ", ".join(["period", *columns])
        return Statement(
            f"{self._kept(parameters)} SELECT {listed} FROM kept GROUP BY period ORDER BY period", parameters.values
        )

    def totals(self) -> Statement:
        """The period's place and each metric over everything that the dimension filter leaves, so that people are
        counted once; taken before the metric filter."""
        parameters = Parameters()
        grouped = self._grouped(parameters, [], self._asked.metrics)
        columns = ", ".join(["period", *self._columns("m", self._asked.metrics)])
        return Statement(f"SELECT {columns} FROM ({grouped}) ORDER BY period", parameters.values)

    def _kept(self, parameters: Parameters) -> str:
        columns = [
            f"{self._dimension(name).text(f'd{place}')} AS d{place}"
            for place, name in enumerate(self._asked.dimensions)
        ]
        metrics = self._columns("m", self._metrics)
        by_name = dict(zip(self._metrics, metrics, strict=True))
        conditions = [Conditions(by_name.__getitem__, parameters, numbers=True).of(self._asked.metric_filter)]
        shown = self._columns("m", self._asked.metrics)
        if shown and not self._asked.keep_empty_rows:
            conditions.append("(" + " OR ".join(f"{column} <> 0" for column in shown) + ")")
        grouped = self._grouped(parameters, self._asked.dimensions, self._metrics)
        listed = ", ".join(["period", *columns, *metrics])
        return f"WITH kept AS (SELECT {listed} FROM ({grouped}) WHERE {' AND '.join(conditions)})"

    def _grouped(self, parameters: Parameters, dimensions: Sequence[str], metrics: Sequence[str]) -> str:
        return " UNION ALL ".join(
            self._grouped_period(place, period, parameters, dimensions, metrics)
            for place, period in enumerate(self._asked.periods)
        )

    def _grouped_period(
        self, place: int, period: Period, parameters: Parameters, dimensions: Sequence[str], metrics: Sequence[str]
    ) -> str:

        def sql_of(name: str) -> str:
            template = self._dimension(name).sql
            range_name = parameters.add(period.name) if "{range_name}" in template else ""
            return template.format(first_day=period.first_day, now=self._asked.now, range_name=range_name)

        def text_of(name: str) -> str:
            return self._dimension(name).text(sql_of(name))

        condition = Conditions(text_of, parameters, numbers=False).of(self._asked.dimension_filter)
        columns = [
            f"{place} AS period",
            *(f"{sql_of(name)} AS d{number}" for number, name in enumerate(dimensions)),
            *(f"{self._model.metric_sql(name, self._table)} AS m{number}" for number, name in enumerate(metrics)),
        ]
        joins = self._model.joins_for(condition, *columns)
        grouping = "GROUP BY ALL" if dimensions else ""
        return (
            f"SELECT {', '.join(columns)} FROM {self._table} AS fact {joins}"
            f" WHERE {period.where} AND {condition} {grouping}"
        )

    def _order(self) -> str:
        keys = [self._order_key(order) for order in self._asked.order_bys]
        if not keys and self._asked.metrics:
            keys = ["m0 DESC"]
        return ", ".join([*keys, *self._columns("d", self._asked.dimensions), "period"])

    def _order_key(self, order: OrderBy) -> str:
        direction = " DESC" if order.desc else ""
        if "metric" in order:
            return f"m{list(self._asked.metrics).index(order.metric.metric_name)}{direction}"
        column = f"d{list(self._asked.dimensions).index(order.dimension.dimension_name)}"
        if order.dimension.order_type == _OrderType.NUMERIC:
            column = f"TRY_CAST({column} AS DOUBLE)"
        elif order.dimension.order_type == _OrderType.CASE_INSENSITIVE_ALPHANUMERIC:
            column = f"lower({column})"
        return f"{column}{direction}"

    def _dimension(self, name: str) -> Dimension:
        return self._model.dimensions[name]

    @staticmethod
    def _columns(letter: str, names: Sequence[str]) -> list[str]:
        return [f"{letter}{place}" for place in range(len(names))]
