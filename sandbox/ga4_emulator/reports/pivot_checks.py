"""What GA4 refuses of pivots."""

from __future__ import annotations

import math
from collections.abc import Sequence

from google.analytics.data_v1beta.types import OrderBy, Pivot, RunPivotReportRequest

from sandbox.ga4_emulator.reports.checks import check_page, repeated, unknown_in_order
from sandbox.ga4_emulator.reports.expressions import parts_of
from sandbox.ga4_emulator.reports.filters import fields_of
from sandbox.ga4_emulator.reports.slices import COHORT, COMPARISON, DATE_RANGE
from sandbox.ga4_emulator.reports.unattested import unattested

_LARGEST_PRODUCT = 250_000


def check_pivot_limits(pivots: Sequence[Pivot]) -> None:
    """Refuses to go without pivots, pages that cannot be, and too many rows."""
    if not pivots:
        raise unattested("pivots_none")
    for pivot in pivots:
        check_page(pivot.limit, pivot.offset)
        if not pivot.limit:
            raise unattested("pivot_limit", limit=pivot.limit)
    product = math.prod(pivot.limit for pivot in pivots)
    if product > _LARGEST_PRODUCT:
        raise unattested("pivot_limits", product=product)


def check_pivots(request: RunPivotReportRequest) -> None:
    """Refuses pivots of what the request does not define, and what it defines for nothing."""
    dimensions = [dimension.name for dimension in request.dimensions]
    metrics = [metric.name for metric in request.metrics]
    if not metrics:
        raise unattested("pivot_metrics")
    shown = [name for pivot in request.pivots for name in pivot.field_names]
    for name in shown:
        if name not in (*dimensions, DATE_RANGE, COMPARISON):
            raise unattested("pivot_field", name=name)
    if shared := repeated(shown):
        raise unattested("pivot_shared", name=shared)
    for pivot in request.pivots:
        for order in pivot.order_bys:
            _check_order(order, pivot, shown, metrics)
    filtered = fields_of(request.dimension_filter)
    for name in [*filtered, *fields_of(request.metric_filter)]:
        if name not in (*dimensions, *metrics, DATE_RANGE, COMPARISON):
            raise unattested("pivot_filter", name=name)
    used = {COHORT, *shown, *filtered, *(part for dimension in request.dimensions for part in parts_of(dimension))}
    used.update(name for one in request.comparisons for name in fields_of(one.dimension_filter))
    for name in dimensions:
        if name not in used:
            raise unattested("pivot_unused", name=name)


def _check_order(order: OrderBy, pivot: Pivot, shown: Sequence[str], metrics: Sequence[str]) -> None:
    if "pivot" in order:
        name, known = order.pivot.metric_name, metrics
        for selection in order.pivot.pivot_selections:
            if selection.dimension_name not in shown:
                raise unknown_in_order(selection.dimension_name)
    elif "metric" in order:
        name, known = order.metric.metric_name, metrics
    else:
        name, known = order.dimension.dimension_name, pivot.field_names
    if name not in known:
        raise unknown_in_order(name)
