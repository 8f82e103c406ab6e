"""The outer half of a report's SQL: metrics from measures, values as text, and which rows are kept, in what order."""

# ruff: noqa: S608  put together from the model's own SQL; whatever a request says goes in as a parameter

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from google.analytics.data_v1beta.types import FilterExpression, OrderBy

from sandbox.ga4_emulator.reports.filters import Conditions, Parameters, fields_of
from sandbox.ga4_emulator.reports.grouping import Grouping, View, columns
from sandbox.ga4_emulator.reports.model import ReportModel
from sandbox.ga4_emulator.reports.periods import Period
from sandbox.ga4_emulator.shop.numbers import Numbers
from sandbox.ga4_emulator.shop.warehouse import Statement

_OrderType = OrderBy.DimensionOrderBy.OrderType


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for, free of how it was asked, and what it sees of the shop.

    `exchange` is what money is multiplied by to be in the currency asked for.
    """

    dimensions: Sequence[str]
    metrics: Sequence[str]
    periods: Sequence[Period]
    dimension_filter: FilterExpression
    metric_filter: FilterExpression
    order_bys: Sequence[OrderBy]
    keep_empty_rows: bool
    view: View
    exchange: float = 1.0


class ReportQuery:
    """Writes the statements that answer one report, all of whose fields the model knows.

    Columns are named by place: `d0` and on for dimensions, `m0` and on for metrics, `period` for the period's place.
    """

    def __init__(self, model: ReportModel, asked: Asked, numbers: Numbers) -> None:
        self._model = model
        self._asked = asked
        self._metrics = list(dict.fromkeys([*asked.metrics, *fields_of(asked.metric_filter)]))
        self._measures = model.measures_of(self._metrics)
        table = model.table_for(
            [*asked.dimensions, *fields_of(asked.dimension_filter)], instants=asked.view.batch is None
        )
        self._grouping = Grouping(model, table, asked.dimension_filter, asked.view, numbers)

    def rows(self, limit: int, offset: int) -> Statement:
        """The page of rows: the dimensions, the metrics, and last the number of all rows."""
        parameters = Parameters()
        listed = ", ".join([*columns("d", self._asked.dimensions), *self._shown(), "count(*) OVER ()"])
        page = f"LIMIT {parameters.add(limit)} OFFSET {parameters.add(offset)}"
        return Statement(
            f"SELECT {listed} FROM ({self._kept(parameters)}) ORDER BY {self._order()} {page}", parameters.values
        )

    def row_count(self) -> Statement:
        """The number of all rows."""
        parameters = Parameters()
        return Statement(f"SELECT count(*) FROM ({self._kept(parameters)})", parameters.values)

    def extremes(self, function: str) -> Statement:
        """The period's place and each metric's "min" or "max" over its rows."""
        parameters = Parameters()
        listed = ", ".join(["period", *(f"{function}({column})" for column in self._shown())])
        return Statement(
            f"SELECT {listed} FROM ({self._kept(parameters)}) GROUP BY period ORDER BY period", parameters.values
        )

    def totals(self) -> Statement:
        """The period's place and each metric over everything that the dimension filter leaves, so that people are
        counted once; taken before the metric filter."""
        parameters = Parameters()
        listed = ", ".join(["period", *self._shown()])
        return Statement(
            f"SELECT {listed} FROM ({self._calculated(parameters, [])}) ORDER BY period", parameters.values
        )

    def _kept(self, parameters: Parameters) -> str:
        by_name = dict(zip(self._metrics, columns("m", self._metrics), strict=True))
        conditions = [Conditions(by_name.__getitem__, parameters, numbers=True).of(self._asked.metric_filter)]
        if self._shown() and not self._asked.keep_empty_rows:
            conditions.append("(" + " OR ".join(f"{column} <> 0" for column in self._shown()) + ")")
        calculated = self._calculated(parameters, self._asked.dimensions)
        return f"SELECT * FROM ({calculated}) WHERE {' AND '.join(conditions)}"

    def _calculated(self, parameters: Parameters, dimensions: Sequence[str]) -> str:
        measures = dict(zip(self._measures, columns("b", self._measures), strict=True))
        listed = ", ".join(
            [
                "period",
                *(f"{self._model.dimensions[name].text(f'd{n}')} AS d{n}" for n, name in enumerate(dimensions)),
                *(
                    f"{self._model.metric_sql(name, measures, self._asked.exchange)} AS m{n}"
                    for n, name in enumerate(self._metrics)
                ),
            ]
        )
        grouped = self._grouping.of(self._asked.periods, dimensions, self._measures, parameters)
        return f"SELECT {listed} FROM ({grouped})"

    def _shown(self) -> list[str]:
        return columns("m", self._asked.metrics)

    def _order(self) -> str:
        keys = [self._order_key(order) for order in self._asked.order_bys]
        if not keys and self._asked.metrics:
            keys = ["m0 DESC"]
        return ", ".join([*keys, *columns("d", self._asked.dimensions), "period"])

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
