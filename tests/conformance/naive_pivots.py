"""A slow and simple reading of reports with pivots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from google.analytics.data_v1beta.types import MetricAggregation, OrderBy, Pivot, RunPivotReportRequest

from tests.conformance.naive import METRICS, Event, Row, groups, labelled, measured, passing, text_key

_RESERVED: dict[Any, str] = {
    MetricAggregation.TOTAL: "RESERVED_TOTAL",
    MetricAggregation.MINIMUM: "RESERVED_MIN",
    MetricAggregation.MAXIMUM: "RESERVED_MAX",
    MetricAggregation.COUNT: "RESERVED_COUNT",
}
_OF_COLUMN: dict[Any, Callable[[Sequence[float]], float]] = {
    MetricAggregation.MINIMUM: min,
    MetricAggregation.MAXIMUM: max,
    MetricAggregation.COUNT: len,
}


@dataclass(frozen=True)
class PivotReport:
    """What a report should be: its columns, each pivot's combinations and how many there are, rows and aggregates."""

    dimensions: list[str]
    headers: list[tuple[int, list[tuple[str, ...]]]]
    rows: list[Row]
    aggregates: list[Row]


def read_pivots(events: Sequence[Event], request: RunPivotReportRequest) -> PivotReport:
    """Reads a report with pivots that asks for nothing but what is read here."""
    about = labelled(events, request)
    visible = {name for pivot in request.pivots for name in pivot.field_names}
    names = [*(d.name for d in request.dimensions if d.name in visible), *({"dateRange"} & visible)]
    meaning = {metric.name: metric.expression or metric.name for metric in request.metrics}
    shown = [meaning[metric.name] for metric in request.metrics if not metric.invisible]
    stays = passing(request.metric_filter)
    kept: dict[tuple[str, ...], tuple[float, ...]] = {}
    for key, group in groups(about, names).items():
        numbers = {name: measured(group, [meaning.get(name, name)])[0] for name in {*meaning, *METRICS}}
        values = measured(group, shown)
        if stays(numbers) and (request.keep_empty_rows or any(values)):
            kept[key] = values
    places = [[names.index(name) for name in pivot.field_names] for pivot in request.pivots]
    headers, pages = [], []
    for pivot, of in zip(request.pivots, places, strict=True):
        everything = sorted({tuple(key[place] for place in of) for key in kept})
        _sort(everything, pivot, request, about, meaning)
        pages.append(everything[pivot.offset : pivot.offset + pivot.limit])
        headers.append((len(everything), pages[-1]))
    ranked = []
    for key, values in kept.items():
        meets = [tuple(key[place] for place in of) for of in places]
        if all(one in page for one, page in zip(meets, pages, strict=True)):
            ranked.append(([page.index(one) for one, page in zip(meets, pages, strict=True)], key, values))
    aggregates = []
    for pivot, of, page in zip(request.pivots, places, pages, strict=True):
        for kind in pivot.metric_aggregations:
            for one in page:
                labels = [one[of.index(n)] if n in of else _RESERVED[kind] for n in range(len(names))]
                if kind == MetricAggregation.TOTAL:
                    found = measured(groups(about, list(pivot.field_names))[one], shown)
                else:
                    rows = [v for key, v in kept.items() if tuple(key[place] for place in of) == one]
                    found = tuple(_OF_COLUMN[kind](column) for column in zip(*rows, strict=True))
                aggregates.append((tuple(labels), found))
    return PivotReport(names, headers, [(key, values) for _, key, values in sorted(ranked)], aggregates)


def _sort(
    combinations: list[tuple[str, ...]],
    pivot: Pivot,
    request: RunPivotReportRequest,
    about: Sequence[Event],
    meaning: dict[str, str],
) -> None:
    default = OrderBy(metric=OrderBy.MetricOrderBy(metric_name=_first_shown(request)), desc=True)
    fields = list(pivot.field_names)
    for order in reversed(list(pivot.order_bys) or [default]):
        if "dimension" in order:
            place, kind = fields.index(order.dimension.dimension_name), order.dimension.order_type
            keys = {one: text_key(kind, one[place]) for one in combinations}
        else:
            picked = {one.dimension_name: one.dimension_value for one in order.pivot.pivot_selections}
            looked_at = groups([e for e in about if all(e[n] == value for n, value in picked.items())], fields)
            name = meaning[order.pivot.metric_name if "pivot" in order else order.metric.metric_name]
            keys = {one: measured(looked_at[one], [name])[0] if one in looked_at else 0 for one in combinations}
        combinations.sort(key=keys.__getitem__, reverse=order.desc)


def _first_shown(request: RunPivotReportRequest) -> str:
    return next(metric.name for metric in request.metrics if not metric.invisible)
