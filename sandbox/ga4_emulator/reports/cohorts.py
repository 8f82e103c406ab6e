"""Cohorts: people whose first visit lies between two days, followed from then on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from google.analytics.data_v1beta.types import Cohort, CohortSpec, CohortsRange, DateRange

from sandbox.ga4_emulator.refusals import invalid
from sandbox.ga4_emulator.reports.periods import Moment, Period, period_of
from sandbox.ga4_emulator.reports.slices import COHORT
from sandbox.ga4_emulator.reports.unattested import unattested

NTH = ("cohortNthDay", "cohortNthWeek", "cohortNthMonth")
_PREFIX = "cohort"
_DIMENSION = "firstSessionDate"
_DAYS = {
    CohortsRange.Granularity.DAILY: 1,
    CohortsRange.Granularity.WEEKLY: 7,
    CohortsRange.Granularity.MONTHLY: 30,
}


def check_cohort_fields(dimensions: Iterable[str], metrics: Iterable[str]) -> None:
    """Refuses cohort fields, for a request without a cohort spec."""
    if any(name.startswith(_PREFIX) for name in metrics):
        raise invalid("Cohort metrics can only be used in requests with a CohortSpec.")
    if any(name.startswith(_PREFIX) for name in dimensions):
        raise unattested("cohort_dimensions")


def check_cohort_request(spec: CohortSpec, date_ranges: Sequence[DateRange], dimensions: Sequence[str]) -> None:
    """Refuses what a request with a cohort spec must not have, and what it lacks."""
    if date_ranges:
        raise unattested("cohort_dates")
    if not spec.cohorts:
        raise unattested("cohort_none")
    if spec.cohorts_range.granularity not in _DAYS:
        raise unattested("cohort_granularity")
    start, end = spec.cohorts_range.start_offset, spec.cohorts_range.end_offset
    if not 0 <= start <= end:
        raise unattested("cohort_offsets", start=start, end=end)
    if COHORT not in dimensions:
        raise unattested("cohort_missing")


def cohorts_of(spec: CohortSpec, moment: Moment) -> list[Period]:
    """Each cohort as the period over which it is followed. Raises `Refused` for what GA4 refuses of them."""
    unit = _DAYS[spec.cohorts_range.granularity]
    offsets = (spec.cohorts_range.start_offset * unit, spec.cohorts_range.end_offset * unit)
    return [_followed(cohort, place, offsets, moment) for place, cohort in enumerate(spec.cohorts)]


def carried_by(spec: CohortSpec) -> tuple[int, int] | None:
    """How far activity is carried forward: the steps and the days in each; None unless the spec accumulates."""
    if not spec.cohort_report_settings.accumulate:
        return None
    return spec.cohorts_range.end_offset, _DAYS[spec.cohorts_range.granularity]


def _followed(cohort: Cohort, place: int, offsets: tuple[int, int], moment: Moment) -> Period:
    if cohort.name.startswith(("cohort_", "RESERVED_")):
        raise unattested("cohort_name", name=cohort.name)
    name = cohort.name or f"cohort_{place}"
    if cohort.dimension != _DIMENSION:
        raise unattested("cohort_dimension", name=cohort.dimension)
    if "date_range" not in cohort:
        raise unattested("cohort_range", name=name)
    acquired = period_of(cohort.date_range, name, moment)
    return Period(
        name,
        acquired.first_day + offsets[0],
        acquired.last_day + offsets[1],
        f"fact.first_day BETWEEN {acquired.first_day} AND {acquired.last_day}",
        acquired=(acquired.first_day, acquired.last_day),
    )
