"""What a report is asked for, free of how it was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from google.analytics.data_v1beta.types import FilterExpression, OrderBy

from sandbox.ga4_emulator.reports.expressions import Fields
from sandbox.ga4_emulator.reports.filters import fields_of
from sandbox.ga4_emulator.reports.slices import Slice
from sandbox.ga4_emulator.reports.treatment import EXACT, Treatment
from sandbox.ga4_emulator.reports.view import View


@dataclass(frozen=True, slots=True)
class Asked:
    """A report: what it shows, of which rows, in which order, and what it sees of the shop.

    `metrics` are those shown, `hidden` those that only filters and orders use; `fields` says what all names are.
    `exchange` is what money is multiplied by to be in the currency asked for. `carried` is how far a cohort that
    accumulates carries each row forward: the steps, and the days in a step. `treatment` is what is done to its rows;
    of the dimensions in `named` only these values are shown by name, and the others as "(other)".
    """

    fields: Fields
    dimensions: Sequence[str]
    metrics: Sequence[str]
    hidden: Sequence[str]
    slices: Sequence[Slice]
    metric_filter: FilterExpression
    order_bys: Sequence[OrderBy]
    keep_empty_rows: bool
    view: View
    exchange: float = 1.0
    carried: tuple[int, int] | None = None
    treatment: Treatment = EXACT
    named: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """How many days its slices have, each counted for itself."""
        return sum(one.days for one in self.slices)

    def filtered(self) -> list[str]:
        """The dimensions that its filters ask about."""
        return list(dict.fromkeys(name for one in self.slices for name in fields_of(one.filter)))
