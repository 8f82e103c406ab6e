"""The slices that a report is made of: for each date range, cohort and comparison, the rows that belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from google.analytics.data_v1beta.types import Comparison, FilterExpression, FilterExpressionList

from sandbox.ga4_emulator.reports.label_filters import NOTHING, settled
from sandbox.ga4_emulator.reports.periods import Period
from sandbox.ga4_emulator.reports.unattested import unattested

DATE_RANGE = "dateRange"
COHORT = "cohort"
COMPARISON = "comparison"
LABELS = (COHORT, COMPARISON, DATE_RANGE)
"""The dimensions whose values tell slices apart."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows of the shop that lie in any of the periods and pass the filter, and what they are called: the values of
    `dateRange`, `cohort` and `comparison`, as far as the report has these. Where not all periods have one filter,
    `apart` has each filter with the periods that it is for."""

    labels: Mapping[str, str]
    periods: Sequence[Period]
    filter: FilterExpression
    apart: Sequence[tuple[FilterExpression, Sequence[Period]]] = ()

    def parts(self) -> list[tuple[FilterExpression, Sequence[Period]]]:
        """Each filter with the periods that it is for, no longer asking for the labels."""
        labels = {**dict.fromkeys(LABELS, ""), **self.labels}
        return [(settled(one, labels), periods) for one, periods in self.apart or [(self.filter, self.periods)]]

    def narrowed(self, further: FilterExpression) -> Slice:
        """Those of its rows that pass another filter, too."""
        apart = [(both(one, further), periods) for one, periods in self.apart]
        return replace(self, filter=both(self.filter, further), apart=apart)

    @property
    def first_day(self) -> int:
        """Its first day, since 1970-01-01."""
        return min(period.first_day for period in self.periods)

    @property
    def last_day(self) -> int:
        """Its last day, since 1970-01-01."""
        return max(period.last_day for period in self.periods)

    @property
    def days(self) -> int:
        """How many days its periods have, each counted for itself."""
        return sum(period.days for period in self.periods)

    def where(self, first_kept: int, days_before: int = 0) -> str:
        """The SQL that picks the rows of its periods and those of the days before each, from the first day kept."""
        return _any_of(period.where(first_kept, days_before) for period in self.periods)

    def last_days(self) -> str:
        """The SQL that picks the rows of each period's last day."""
        return _any_of(f"fact.day = {period.last_day}" for period in self.periods)

    def all_days(self) -> str:
        """The SQL that picks the rows of its days, whatever the hour."""
        return _any_of(f"fact.day BETWEEN {period.first_day} AND {period.last_day}" for period in self.periods)


def slices_of(
    label: str, periods: Sequence[Period], dimension_filter: FilterExpression, comparisons: Sequence[Comparison]
) -> list[Slice]:
    """A slice for each comparison in each period; `label` is what tells the periods apart.

    Raises `Refused` for a comparison that the property does not have.
    """
    if not comparisons:
        return [Slice({label: period.name}, (period,), dimension_filter) for period in periods]
    return [
        Slice(
            {label: period.name, COMPARISON: comparison.name or f"comparison_{place}"},
            (period,),
            both(dimension_filter, _filter_of(comparison)),
        )
        for place, comparison in enumerate(comparisons)
        for period in periods
    ]


def merged(slices: Sequence[Slice], kept: Iterable[str]) -> tuple[list[Slice], list[int]]:
    """The slices put together as far as they agree in the kept labels, and for each slice the place of its whole.

    A whole has the labels that all its slices share.
    """
    kept = [label for label in LABELS if label in set(kept)]
    groups: dict[tuple[str, ...], list[Slice]] = {}
    for one in slices:
        groups.setdefault(tuple(one.labels.get(label, "") for label in kept), []).append(one)
    places = {key: place for place, key in enumerate(groups)}
    wholes = [_whole(group) for group in groups.values()]
    return wholes, [places[tuple(one.labels.get(label, "") for label in kept)] for one in slices]


def both(first: FilterExpression, second: FilterExpression) -> FilterExpression:
    """The filter of what passes both of these."""
    return FilterExpression(and_group=FilterExpressionList(expressions=[first, second]))


def _filter_of(comparison: Comparison) -> FilterExpression:
    if "comparison" in comparison:
        raise unattested("saved_comparison", name=comparison.comparison)
    return comparison.dimension_filter


def _whole(group: Sequence[Slice]) -> Slice:
    """All that is in any of the slices; each is settled first, since the whole no longer says which it was."""
    labels = dict(set.intersection(*(set(one.labels.items()) for one in group)))
    parts = [part for one in group for part in one.parts()]
    parts = [part for part in parts if part[0] != NOTHING] or parts[:1]
    apart = [
        (one, [period for other, periods in parts if other == one for period in periods])
        for place, (one, _) in enumerate(parts)
        if one not in [other for other, _ in parts[:place]]
    ]
    periods = list(dict.fromkeys(period for _, kept in parts for period in kept))
    same = all(set(kept) == set(periods) for _, kept in apart)
    return Slice(labels, periods, _either([one for one, _ in apart]), () if same else apart)


def _either(filters: Sequence[FilterExpression]) -> FilterExpression:
    different = [one for place, one in enumerate(filters) if one not in filters[:place]]
    if len(different) == 1:
        return different[0]
    return FilterExpression(or_group=FilterExpressionList(expressions=different))


def _any_of(conditions: Iterable[str]) -> str:
    alternatives = list(conditions)
    return alternatives[0] if len(alternatives) == 1 else "(" + " OR ".join(f"({one})" for one in alternatives) + ")"
