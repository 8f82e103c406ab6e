"""From a request to what it asks: checked in GA4's order, dates and names resolved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from google.analytics.data_v1beta.types import (
    FilterExpression,
    RunPivotReportRequest,
    RunRealtimeReportRequest,
    RunReportRequest,
)

from sandbox.ga4_emulator.catalogue.catalogue import Catalogue
from sandbox.ga4_emulator.reports.asked import Asked
from sandbox.ga4_emulator.reports.checks import (
    ReportRequest,
    check_aggregations,
    check_names,
    check_order,
    check_page,
    check_shape,
)
from sandbox.ga4_emulator.reports.cohorts import carried_by, check_cohort_fields, check_cohort_request, cohorts_of
from sandbox.ga4_emulator.reports.compatibility import Compatibility
from sandbox.ga4_emulator.reports.expressions import Fields, fields_for
from sandbox.ga4_emulator.reports.filters import fields_of
from sandbox.ga4_emulator.reports.model import ReportModel
from sandbox.ga4_emulator.reports.periods import Moment, Period, days_of, minutes_of
from sandbox.ga4_emulator.reports.pivot_checks import check_pivot_limits, check_pivots
from sandbox.ga4_emulator.reports.slices import COHORT, COMPARISON, DATE_RANGE, Slice, merged, slices_of
from sandbox.ga4_emulator.reports.unattested import unattested
from sandbox.ga4_emulator.reports.view import View

CoreRequest = RunReportRequest | RunPivotReportRequest


class Preparing:
    """Prepares requests for reports. Every method raises `Refused` for what GA4 refuses."""

    def __init__(self, catalogue: Catalogue, compatibility: Compatibility, model: ReportModel) -> None:
        self._core = catalogue.core()
        self._realtime = catalogue.realtime()
        self._compatibility = compatibility
        names = {**catalogue.dimensions, **catalogue.metrics}
        self._model = model.knowing(field.api_name for field in catalogue.dimensions.values()).also_called(
            {name: field.api_name for name, field in names.items() if name != field.api_name}
        )

    def report(self, request: RunReportRequest, moment: Moment, view: View, hidden: Collection[str] = ()) -> Asked:
        """What a report over days asks; the metrics in `hidden` are 0."""
        fields, filtered = self._named(request, hidden)
        check_page(request.limit, request.offset)
        slices = self._slices(request, moment)
        check_shape(request, filtered)
        check_aggregations(request.metric_aggregations)
        if request.cohort_spec.cohort_report_settings.accumulate:
            raise unattested("cohort_accumulate")
        dimensions = _with_labels([dimension.name for dimension in request.dimensions], slices)
        check_order(request.order_bys, dimensions, [metric.name for metric in request.metrics])
        self._check_compatibility(request, fields, filtered)
        return _asked(request, fields, dimensions, slices, view)

    def pivot_report(
        self, request: RunPivotReportRequest, moment: Moment, view: View, hidden: Collection[str] = ()
    ) -> Asked:
        """What a report with pivots asks: all rows from which the pivots are made. The metrics in `hidden` are 0."""
        fields, filtered = self._named(request, hidden)
        check_pivot_limits(request.pivots)
        slices = self._slices(request, moment)
        check_shape(request, filtered)
        check_pivots(request)
        self._check_compatibility(request, fields, filtered)
        visible = {name for pivot in request.pivots for name in pivot.field_names}
        dimensions = [dimension.name for dimension in request.dimensions if dimension.name in visible]
        dimensions += [name for name in (COMPARISON, DATE_RANGE) if name in visible and name not in dimensions]
        return _asked(request, fields, dimensions, merged(slices, visible)[0], view)

    def realtime_report(self, request: RunRealtimeReportRequest, moment: Moment, view: View, most: int) -> Asked:
        """What a report over the last minutes asks; `most` is how many minutes there are."""
        fields = fields_for(request.dimensions, request.metrics, self._realtime, self._model)
        filtered = fields_of(request.dimension_filter)
        check_names(request, filtered, fields, "realtime-api-schema")
        check_page(request.limit, 0)
        periods = minutes_of(request.minute_ranges, moment, most)
        check_shape(request, filtered)
        check_aggregations(request.metric_aggregations)
        slices = slices_of(DATE_RANGE, periods, request.dimension_filter, [])
        dimensions = _with_labels([dimension.name for dimension in request.dimensions], slices)
        check_order(request.order_bys, dimensions, [metric.name for metric in request.metrics])
        return _asked(request, fields, dimensions, slices, view)

    def _named(self, request: CoreRequest, hidden: Collection[str]) -> tuple[Fields, list[str]]:
        """The fields that the request may use, and the dimensions that its filters name."""
        fields = fields_for(request.dimensions, request.metrics, self._core, self._model.without(hidden))
        comparisons = [comparison.dimension_filter for comparison in request.comparisons]
        filtered = _names_in([request.dimension_filter, *comparisons])
        check_names(request, filtered, fields, "api-schema")
        for name in fields.sources(fields_of(request.metric_filter)):
            if name in hidden:
                raise unattested("restricted_filter", name=name)
        return fields, filtered

    def _slices(self, request: CoreRequest, moment: Moment) -> list[Slice]:
        dimensions = [dimension.name for dimension in request.dimensions]
        label, periods = DATE_RANGE, list[Period]()
        if "cohort_spec" in request:
            check_cohort_request(request.cohort_spec, request.date_ranges, dimensions)
            label, periods = COHORT, cohorts_of(request.cohort_spec, moment)
        else:
            periods = days_of(request.date_ranges, moment)
        return slices_of(label, periods, request.dimension_filter, request.comparisons)

    def _check_compatibility(self, request: CoreRequest, fields: Fields, filtered: Sequence[str]) -> None:
        dimensions = fields.sources([*(dimension.name for dimension in request.dimensions), *filtered])
        metrics = fields.sources([*(metric.name for metric in request.metrics), *fields_of(request.metric_filter)])
        if "cohort_spec" in request:
            dimensions, metrics = _without_cohorts(dimensions), _without_cohorts(metrics)
        else:
            check_cohort_fields(dimensions, metrics)
        self._compatibility.check(dimensions, metrics)


def _asked(request: ReportRequest, fields: Fields, dimensions: list[str], slices: Sequence[Slice], view: View) -> Asked:
    shown = [metric.name for metric in request.metrics if not metric.invisible]
    invisible = [metric.name for metric in request.metrics if metric.invisible]
    hidden = dict.fromkeys([*invisible, *fields_of(request.metric_filter)])
    return Asked(
        fields=fields,
        dimensions=dimensions,
        metrics=shown,
        hidden=[name for name in hidden if name not in shown],
        slices=slices,
        metric_filter=request.metric_filter,
        order_bys=[] if isinstance(request, RunPivotReportRequest) else list(request.order_bys),
        keep_empty_rows=not isinstance(request, RunRealtimeReportRequest) and request.keep_empty_rows,
        view=view,
        carried=None if isinstance(request, RunRealtimeReportRequest) else carried_by(request.cohort_spec),
    )


def _with_labels(dimensions: list[str], slices: Sequence[Slice]) -> list[str]:
    """The dimensions and those that GA4 adds by itself: one for comparisons, one for several ranges."""
    added = [COMPARISON] if any(COMPARISON in one.labels for one in slices) else []
    if len({one.labels[DATE_RANGE] for one in slices if DATE_RANGE in one.labels}) > 1:
        added.append(DATE_RANGE)
    return [*dimensions, *(name for name in added if name not in dimensions)]


def _without_cohorts(names: Iterable[str]) -> list[str]:
    return [name for name in names if not name.startswith("cohort")]


def _names_in(expressions: Iterable[FilterExpression]) -> list[str]:
    return list(dict.fromkeys(name for expression in expressions for name in fields_of(expression)))
