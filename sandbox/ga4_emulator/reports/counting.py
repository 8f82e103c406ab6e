"""How distinct people and visits are counted."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.numbers import Range

FEW_GROUPS = 300
"""Up to about so many groups, sets of bits are faster than hash tables: they fit the processor's cache."""


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts the people ("person") or visits ("visit") in groups of a table's rows.

    It is done in sets of bits where the numbers that can occur are given, otherwise in hash tables. `by_day` says that
    no group holds rows of two days, on which nobody comes twice; `once` that each row of the table occurs once.
    """

    table: Table
    by_day: bool = False
    once: bool = True
    people: Range | None = None
    visits: Range | None = None

    def sql(self, of: str, where: str) -> str:
        """The SQL of a count over the rows that a condition picks, or over all for none."""
        picked = f" FILTER (WHERE {where})" if where else ""
        if self.table is Table.SESSIONS and self.once and (of == "visit" or self.by_day):
            return f"count(*){picked}"
        column = "fact.user_number" if of == "person" else "fact.visit_number"
        numbers = self.people if of == "person" else self.visits
        if numbers is None:
            return f"count(DISTINCT {column}){picked}"
        return f"coalesce(bit_count(bitstring_agg({column}, {numbers.lowest}, {numbers.highest}){picked}), 0)"
