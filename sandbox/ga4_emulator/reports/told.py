"""Whether a table's rows say enough of when their people were there before to count these without looking for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sandbox.ga4_emulator.reports.asked import Asked
from sandbox.ga4_emulator.reports.counting import Counting
from sandbox.ga4_emulator.reports.filters import fields_of
from sandbox.ga4_emulator.reports.memberships import AUDIENCES
from sandbox.ga4_emulator.reports.slices import Slice
from sandbox.ga4_emulator.shop.facts import KEPT_BY_PEOPLE, Table

_TOLD_BY_DAYS = {"", "fact.active"}
"""The conditions on rows that `event_days` can tell."""
_KEPT_IN_A_SLICE = KEPT_BY_PEOPLE | {AUDIENCES}
_MANY_VALUES = {"user_id", "user_number", "first_day"}


class Told:
    """What the rows of one slice tell, in a summed table: these know when the same person was there before."""

    def __init__(self, asked: Asked, table: Table, one: Slice) -> None:
        self._asked = asked
        self._model = asked.fields.model
        self._table = table
        self._slice = one

    def rows_apart(self, dimensions: Sequence[str]) -> bool:
        """Whether no two rows of a visit come into one group."""
        if self._table is Table.SESSIONS:
            return True
        shown = {name: self._model.dimensions[name] for name in dimensions if name not in self._asked.named}
        apart = [name for name, dimension in shown.items() if dimension.apart]
        return any(self._model.columns_of(name) & {*self._table.summed_by} for name in apart)

    def since(self, dimensions: Sequence[str]) -> int | None:
        """The first day, if `seen` tells the people of each group from those who were in it before."""
        period, *others = self._slice.periods
        first_day = max(period.first_day, self._asked.view.first_day)
        if others or period.acquired or first_day > self._asked.view.settled_day + 1:
            return None
        told = self.rows_apart(dimensions) and self._only_told([*dimensions, *fields_of(self._slice.filter)])
        return first_day if told else None

    def slides(self, dimensions: Sequence[str]) -> bool:
        """Whether the people in a window that ends on each day follow from when each was there before."""
        period, *others = self._slice.periods
        if others or period.acquired or not self.rows_apart(dimensions):
            return False
        if not any(self._model.dimensions[name].by_day for name in dimensions):
            return False
        few = {"day", *_KEPT_IN_A_SLICE, *self._table.summed_by} - _MANY_VALUES
        shown = all(self._model.columns_of(name) <= few for name in dimensions)
        return shown and self._only_told(fields_of(self._slice.filter))

    def by_days(self, dimensions: Sequence[str], measures: Sequence[str], counting: Counting) -> bool:
        """Whether `event_days` tells the same as `event_visits`, of which it has far fewer rows."""
        if self._table is not Table.EVENT_VISITS or self._asked.view.sampled_share < 1:
            return False
        told = {"day", *self._table.summed_by}
        fields = [*dimensions, *fields_of(self._slice.filter)]
        counted = all(self._model.adds_up(name, counting) for name in measures)
        counted = counted and all(self._model.picked(name) in _TOLD_BY_DAYS for name in measures)
        return counted and all(self._model.columns_of(name) <= told for name in fields)

    def _only_told(self, fields: Iterable[str]) -> bool:
        """Whether these read only what is the same for all rows of which one says when its person was there before."""
        told = _KEPT_IN_A_SLICE.union(self._table.summed_by)
        return self._table.summed and all(self._model.columns_of(name) <= told for name in fields)
