"""The outer half of a report's SQL: metrics from measures, values as text, and which rows are kept, in what order."""

# ruff: noqa: S608  put together from the model's own SQL; whatever a request says goes in as a parameter

from __future__ import annotations

from collections.abc import Sequence

from google.analytics.data_v1beta.types import OrderBy

from sandbox.ga4_emulator.reports.asked import Asked
from sandbox.ga4_emulator.reports.filters import Conditions, Parameters
from sandbox.ga4_emulator.reports.grouping import Grouping, columns
from sandbox.ga4_emulator.reports.model import ReportModel
from sandbox.ga4_emulator.reports.slices import Slice
from sandbox.ga4_emulator.shop.numbers import Numbers
from sandbox.ga4_emulator.shop.warehouse import Statement

USERS = "totalUsers"
"""The metric that says how many people a row is about."""

_OrderType = OrderBy.DimensionOrderBy.OrderType


class ReportQuery:
    """Writes the statements that answer one report, all of whose fields the model knows.

    Columns are named by place: `d0` and on for dimensions, `m0` and on for metrics (those shown, then the hidden
    ones), `slice` for the slice's place.
    """

    def __init__(self, asked: Asked, numbers: Numbers) -> None:
        self._asked = asked
        self._model: ReportModel = asked.fields.model
        self._metrics = [*asked.metrics, *asked.hidden]
        if asked.treatment.least_users and USERS not in self._metrics:
            self._metrics.append(USERS)
        self._measures = self._model.measures_of(self._metrics)
        table = self._model.table_for([*asked.dimensions, *asked.filtered()], instants=asked.view.batch is None)
        self._grouping = Grouping(asked, table, numbers)

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

    def kept(self) -> Statement:
        """All rows, in no order: the dimensions and the metrics shown."""
        parameters = Parameters()
        listed = ", ".join([*columns("d", self._asked.dimensions), *self._shown()])
        return Statement(f"SELECT {listed} FROM ({self._kept(parameters)})", parameters.values)

    def extremes(self, function: str, wholes: Sequence[int]) -> Statement:
        """Each metric's "min" or "max" over the rows of the slices that belong together: the place of their whole
        (`wholes` has it for each slice), then the metrics."""
        parameters = Parameters()
        whole = f"list_extract({parameters.add(list(wholes))}, slice + 1) AS whole"
        listed = ", ".join([whole, *(f"{function}({column})" for column in self._shown())])
        return Statement(
            f"SELECT {listed} FROM ({self._kept(parameters)}) GROUP BY whole ORDER BY whole", parameters.values
        )

    def totals(self, slices: Sequence[Slice], dimensions: Sequence[str] = ()) -> Statement:
        """Each metric over everything that the slices have, so that people are counted once; taken before the metric
        filter. The slice's place, the dimensions, then all metrics, the hidden ones too."""
        parameters = Parameters()
        listed = ", ".join(["slice", *columns("d", dimensions), *columns("m", self._metrics)])
        calculated = self._calculated(parameters, slices, dimensions)
        return Statement(f"SELECT {listed} FROM ({calculated}) ORDER BY slice", parameters.values)

    def _kept(self, parameters: Parameters) -> str:
        by_name = dict(zip(self._metrics, columns("m", self._metrics), strict=True))
        conditions = [Conditions(by_name.__getitem__, parameters, numbers=True).of(self._asked.metric_filter)]
        if self._shown() and not self._asked.keep_empty_rows:
            conditions.append("(" + " OR ".join(f"{column} <> 0" for column in self._shown()) + ")")
        if (least := self._asked.treatment.least_users) and self._asked.dimensions:
            conditions.append(f"{by_name[USERS]} >= {least}")
        calculated = self._calculated(parameters, self._asked.slices, self._asked.dimensions)
        return f"SELECT * FROM ({calculated}) WHERE {' AND '.join(conditions)}"

    def _calculated(self, parameters: Parameters, slices: Sequence[Slice], dimensions: Sequence[str]) -> str:
        measures = {
            name: self._in_currency(name, self._scaled(column))
            for name, column in zip(self._measures, columns("b", self._measures), strict=True)
        }
        listed = ", ".join(
            [
                "slice",
                *(f"{self._text(name, f'd{n}')} AS d{n}" for n, name in enumerate(dimensions)),
                *(f"{self._model.metric_sql(name, measures)} AS m{n}" for n, name in enumerate(self._metrics)),
            ]
        )
        grouped = self._grouping.of(slices, dimensions, self._measures, parameters)
        return f"SELECT {listed} FROM ({grouped})"

    def _text(self, dimension: str, column: str) -> str:
        """The text of a grouped value; where some are "(other)", values are grouped as text."""
        return column if dimension in self._asked.named else self._model.dimensions[dimension].text(column)

    def _scaled(self, column: str) -> str:
        """What a measure of a sample is of the whole."""
        share = self._asked.view.sampled_share
        return column if share == 1 else f"round({column} / {share!r}::DOUBLE)::BIGINT"

    def _in_currency(self, measure: str, column: str) -> str:
        if self._asked.exchange == 1 or not measure.endswith("_cents"):
            return column
        return f"({column} * {self._asked.exchange!r}::DOUBLE)"

    def _shown(self) -> list[str]:
        return columns("m", self._asked.metrics)

    def _order(self) -> str:
        keys = [self._order_key(order) for order in self._asked.order_bys]
        if not keys and self._asked.metrics:
            keys = ["m0 DESC"]
        return ", ".join([*keys, *columns("d", self._asked.dimensions), "slice"])

    def _order_key(self, order: OrderBy) -> str:
        direction = " DESC" if order.desc else ""
        if "metric" in order:
            return f"m{self._metrics.index(order.metric.metric_name)}{direction}"
        column = f"d{list(self._asked.dimensions).index(order.dimension.dimension_name)}"
        if order.dimension.order_type == _OrderType.NUMERIC:
            return f"TRY_CAST({column} AS DOUBLE){direction} NULLS {'LAST' if order.desc else 'FIRST'}"
        if order.dimension.order_type == _OrderType.CASE_INSENSITIVE_ALPHANUMERIC:
            column = f"lower({column})"
        return f"{column}{direction}"
