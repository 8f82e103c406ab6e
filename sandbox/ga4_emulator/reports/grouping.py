"""The inner half of a report's SQL: measures over the shop's tables, grouped by dimensions, for each slice."""

# ruff: noqa: S608  put together from the model's own SQL; whatever a request says goes in as a parameter

from __future__ import annotations

from collections.abc import Sequence

from sandbox.ga4_emulator.reports.asked import Asked
from sandbox.ga4_emulator.reports.filters import Parameters
from sandbox.ga4_emulator.reports.model import ReportModel
from sandbox.ga4_emulator.reports.slice_grouping import SliceGrouping
from sandbox.ga4_emulator.reports.slices import Slice
from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.numbers import Numbers


def columns(letter: str, names: Sequence[str]) -> list[str]:
    """Columns named by place: `d0` and on for dimensions, `b0` and on for measures."""
    return [f"{letter}{place}" for place in range(len(names))]


class Grouping:
    """Writes the SQL that groups one table for what a report asks."""

    def __init__(self, asked: Asked, table: Table, numbers: Numbers) -> None:
        self._asked = asked
        self._model: ReportModel = asked.fields.model
        self._table = table
        self._numbers = numbers

    def of(
        self, slices: Sequence[Slice], dimensions: Sequence[str], measures: Sequence[str], parameters: Parameters
    ) -> str:
        """One row for each slice and combination of values: the columns `slice` (its place), `d0` and on with the
        dimensions' ungarnished values, `b0` and on with the measures."""
        parts = [
            SliceGrouping(self._asked, self._table, self._numbers, one, window, parameters).sql(
                place, dimensions, measures
            )
            for place, one in enumerate(slices)
            for window in self._windows(measures)
        ]
        together = " UNION ALL ".join(parts)
        if len(parts) == len(slices):
            return together
        grouped = ", ".join(["slice", *columns("d", dimensions)])
        merged = ", ".join([grouped, *(f"max({column}) AS {column}" for column in columns("b", measures))])
        return f"SELECT {merged} FROM ({together}) GROUP BY {grouped}"

    def _windows(self, measures: Sequence[str]) -> list[int]:
        """The lengths of the windows that the measures look back over, in days; 0 is no window."""
        return sorted({self._model.window_days(measure) for measure in measures}) or [0]
