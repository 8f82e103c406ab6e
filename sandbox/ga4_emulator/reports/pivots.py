"""Reports with pivots: combinations of values side by side, and what is summed up over each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from google.analytics.data_v1beta.types import (
    Filter,
    FilterExpression,
    MetricAggregation,
    OrderBy,
    Pivot,
    PivotDimensionHeader,
    PivotHeader,
    RunPivotReportResponse,
)

from sandbox.ga4_emulator.reports.asked import Asked
from sandbox.ga4_emulator.reports.query import ReportQuery
from sandbox.ga4_emulator.reports.slices import LABELS, Slice, merged
from sandbox.ga4_emulator.reports.tables import RESERVED, add_row
from sandbox.ga4_emulator.shop.warehouse import Reader

Values = tuple[str, ...]
Numbers = tuple[float, ...]
_OrderType = OrderBy.DimensionOrderBy.OrderType

_AGGREGATED: dict[int, Callable[[list[float]], float]] = {
    MetricAggregation.MINIMUM: min,
    MetricAggregation.MAXIMUM: max,
    MetricAggregation.COUNT: len,
}


def fill_pivots(response: RunPivotReportResponse, pivots: Sequence[Pivot], asked: Asked, reader: Reader) -> None:
    """Writes the pivots' headers, the rows where they meet, and the aggregates of each pivot's combinations."""
    query = ReportQuery(asked, reader.numbers)
    width = len(asked.dimensions)
    kept = {tuple(row[:width]): tuple(row[width:]) for row in reader.read(query.kept())}
    axes = [_Axis(pivot, asked, query, reader, list(kept)) for pivot in pivots]
    response.pivot_headers = [axis.header() for axis in axes]
    message = RunPivotReportResponse.pb(response)
    met = {values: ranks for values in kept if None not in (ranks := tuple(axis.rank(values) for axis in axes))}
    for values in sorted(met, key=lambda values: [rank or 0 for rank in met[values]]):
        add_row(message.rows, values, kept[values])
    for axis in axes:
        for labels, numbers in axis.aggregates(kept):
            add_row(message.aggregates, labels, numbers)


class _Axis:
    """One pivot over all rows: its combinations of values in their order, and which of them are shown."""

    def __init__(self, pivot: Pivot, asked: Asked, query: ReportQuery, reader: Reader, rows: Sequence[Values]) -> None:
        self._pivot = pivot
        self._asked = asked
        self._query = query
        self._reader = reader
        self._metrics = [*asked.metrics, *asked.hidden]
        self._places = [asked.dimensions.index(name) for name in pivot.field_names]
        self._totals = self._totalled(asked.slices)
        ordered = self._ordered(list(dict.fromkeys(self._of(values) for values in rows)))
        self._count = len(ordered)
        self._shown = ordered[pivot.offset : pivot.offset + pivot.limit]
        self._ranks = {combination: rank for rank, combination in enumerate(self._shown)}

    def header(self) -> PivotHeader:
        """The combinations shown, and how many there are."""
        headers = [
            PivotDimensionHeader(dimension_values=[{"value": value} for value in combination])
            for combination in self._shown
        ]
        return PivotHeader(pivot_dimension_headers=headers, row_count=self._count)

    def rank(self, values: Values) -> int | None:
        """The place of a row's combination among those shown; None if it is not shown."""
        return self._ranks.get(self._of(values))

    def aggregates(self, kept: dict[Values, Numbers]) -> list[tuple[list[str], list[float]]]:
        """What is summed up over the combinations shown, as the labels and numbers of rows."""
        if not self._pivot.metric_aggregations:
            return []
        rows: dict[Values, list[Numbers]] = {}
        for values, numbers in kept.items():
            rows.setdefault(self._of(values), []).append(numbers)
        return [
            (self._labels(combination, RESERVED[kind]), self._aggregated(kind, combination, rows[combination]))
            for kind in dict.fromkeys(self._pivot.metric_aggregations)
            if kind in RESERVED
            for combination in self._shown
        ]

    def _aggregated(self, kind: int, combination: Values, rows: list[Numbers]) -> list[float]:
        if kind == MetricAggregation.TOTAL:
            return list(self._totals[combination][: len(self._asked.metrics)])
        return [_AGGREGATED[kind](list(column)) for column in zip(*rows, strict=True)]

    def _labels(self, combination: Values, reserved: str) -> list[str]:
        labels = [reserved] * len(self._asked.dimensions)
        for place, value in zip(self._places, combination, strict=True):
            labels[place] = value
        return labels

    def _of(self, values: Values) -> Values:
        return tuple(values[place] for place in self._places)

    def _totalled(self, slices: Sequence[Slice]) -> dict[Values, Numbers]:
        """Each combination's metrics over all that the slices have."""
        names = list(self._pivot.field_names)
        wholes, _ = merged(slices, names)
        rows = self._reader.read(self._query.totals(wholes, names)) if wholes else []
        return {tuple(row[1 : 1 + len(names)]): tuple(row[1 + len(names) :]) for row in rows}

    def _ordered(self, combinations: list[Values]) -> list[Values]:
        combinations.sort()
        default = OrderBy(metric=OrderBy.MetricOrderBy(metric_name=self._metrics[0]), desc=True)
        for order in reversed(list(self._pivot.order_bys) or [default]):
            combinations.sort(key=self._key(order), reverse=order.desc)
        return combinations

    def _key(self, order: OrderBy) -> Callable[[Values], float | str]:
        if "dimension" in order:
            place = list(self._pivot.field_names).index(order.dimension.dimension_name)
            text_key = _text_key(order.dimension.order_type)
            return lambda combination: text_key(combination[place])
        name = order.pivot.metric_name if "pivot" in order else order.metric.metric_name
        metric = self._metrics.index(name)
        totals = self._totalled(self._selected(order.pivot)) if "pivot" in order else self._totals
        return lambda combination: totals[combination][metric] if combination in totals else 0

    def _selected(self, order: OrderBy.PivotOrderBy) -> list[Slice]:
        """The slices, with only the rows that have the values selected."""
        slices = list(self._asked.slices)
        for selection in order.pivot_selections:
            name, value = selection.dimension_name, selection.dimension_value
            if name in LABELS:
                slices = [one for one in slices if one.labels.get(name) == value]
                continue
            exact = Filter.StringFilter(
                match_type=Filter.StringFilter.MatchType.EXACT, value=value, case_sensitive=True
            )
            only = FilterExpression(filter=Filter(field_name=name, string_filter=exact))
            slices = [one.narrowed(only) for one in slices]
        return slices


def _text_key(order_type: int) -> Callable[[str], float | str]:
    if order_type == _OrderType.NUMERIC:
        return _number
    return str.lower if order_type == _OrderType.CASE_INSENSITIVE_ALPHANUMERIC else str


def _number(text: str) -> float:
    """Text that is no number comes before all numbers."""
    try:
        return float(text)
    except ValueError:
        return float("-inf")
