"""How distinct people and visits are counted."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.numbers import Range

FEW_GROUPS = 300
"""Up to about so many groups, sets of bits are faster than hash tables: they fit the processor's cache."""

_SEEN = {"": "seen", "fact.active": "active_seen"}
"""By the condition, the column that says when a row's person was last there before."""


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts the people ("person") or visits ("visit") in groups of a table's rows.

    It is done in sets of bits where the numbers that can occur are given, otherwise in hash tables; and where it says
    the same, by counting rows. `by_day` says that no group holds rows of two days, on which nobody comes twice; `apart`
    that none holds two rows of a visit; `once` that each row of the table occurs once. With `since`, the rows are those
    of some days in a row from that day on, and a group that holds a person's row holds all that have the same key.
    """

    table: Table
    by_day: bool = False
    apart: bool = False
    once: bool = True
    since: int | None = None
    people: Range | None = None
    visits: Range | None = None

    def sql(self, of: str, where: str) -> str:
        """The SQL of a count over the rows that a condition picks, or over all for none."""
        if self._each_row(of):
            return self._rows(where)
        if self._seen(of, where):
            return self._rows(f"fact.{_SEEN[where]} < {self.since}")
        picked = f" FILTER (WHERE {where})" if where else ""
        column = "fact.user_number" if of == "person" else "fact.visit_number"
        numbers = self.people if of == "person" else self.visits
        if numbers is None:
            return f"count(DISTINCT {column}){picked}"
        return f"coalesce(bit_count(bitstring_agg({column}, {numbers.lowest}, {numbers.highest}){picked}), 0)"

    def adds_up(self, of: str, where: str) -> bool:
        """Whether the count over a group is the sum of those over its parts."""
        return self._each_row(of) or self._seen(of, where)

    def _rows(self, where: str) -> str:
        if self.table is Table.EVENT_DAYS:
            return f"coalesce(sum(fact.rows) FILTER (WHERE {where or 'true'}), 0)"
        return f"count_if({where})" if where else "count(*)"

    def _each_row(self, of: str) -> bool:
        return self.apart and self.once and (of == "visit" or self.by_day)

    def _seen(self, of: str, where: str) -> bool:
        return self.since is not None and of == "person" and where in _SEEN
