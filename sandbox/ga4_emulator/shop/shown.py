"""The SQL of a table's rows as they are seen: by reports after a batch, settled, or whole."""

# ruff: noqa: S608  the SQL put together here is the emulator's own, never a caller's

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from sandbox.ga4_emulator.shop.facts import Table

_COLUMN = re.compile(r"\bfact\.(\w+)")
_CHANGING = {
    "session_traffic_id": "CASE WHEN attributed > {batch} THEN {unattributed} ELSE session_traffic_id END",
    "attributed_traffic_id": "CASE WHEN attributed > {batch} THEN {unattributed} ELSE attributed_traffic_id END",
    "first_traffic_id": "CASE WHEN attributed > {batch} AND is_new THEN {unattributed} ELSE first_traffic_id END",
    "seen": "CASE WHEN seen_in <= {batch} THEN day ELSE seen END",
    "active_seen": "CASE WHEN active AND active_seen_in <= {batch} THEN day ELSE active_seen END",
    "active_before": (
        "coalesce(CASE WHEN active THEN list_max([one.day FOR one IN active_earlier IF one.appears <= {batch}]) END,"
        " active_seen) AS active_before"
    ),
}
"""What columns of days that have not settled are after a batch, where that changes. `active_before` says
what `active_seen` does, but names the day also where it has not settled; few reports need it, and it costs more."""
_SETTLED = {"active_before": "active_seen AS active_before"}
"""The columns that tables of settled days have by another name."""


def columns_in(*sql: str) -> set[str]:
    """The columns of `fact` that pieces of SQL read."""
    return {column for piece in sql for column in _COLUMN.findall(piece)}


def listed(columns: Iterable[str]) -> str:
    """The SQL of a list of columns, always in the same order."""
    return ", ".join(_quoted(name) for name in sorted(columns))


def settled_sql(table: Table, columns: Collection[str]) -> str:
    """The SQL of some columns of a table, of the days that do not change any more."""
    shown = [_SETTLED.get(name, _quoted(name)) for name in sorted(columns)]
    return f"SELECT {', '.join(shown)} FROM settled_{table}"


def processed_sql(table: Table, columns: Collection[str], *, batch: int, unattributed: int) -> str:
    """The SQL of some columns of a table as reports see it after a batch; a visit whose source is not known yet has
    the one numbered `unattributed`.

    Few columns are named at a time, because a statement over all of them takes longer to plan than many take to run.
    """
    numbers = {"batch": batch, "unattributed": f"{unattributed}::SMALLINT"}
    shown = [_CHANGING.get(name, _quoted(name)).format_map(numbers) for name in sorted(columns)]
    recent = f"SELECT {', '.join(shown)} FROM recent_{table} WHERE appears <= {batch}"
    return f"{settled_sql(table, columns)} UNION ALL {recent}"


def whole_sql(table: Table) -> str:
    """The SQL of all that a table holds, also what reports do not show yet; without what only helps to count people."""
    settled, recent = f"SELECT * FROM settled_{table}", f"SELECT * EXCLUDE ({table.unsettled}) FROM recent_{table}"
    whole = f"{settled} UNION ALL BY NAME {recent}"
    return f"SELECT * EXCLUDE (seen, active_seen) FROM ({whole})" if table.summed else whole


def _quoted(column: str) -> str:
    return f'"{column}"'
