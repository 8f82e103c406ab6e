"""The fact tables: what happened, event by event, and summed up for those who ask for less."""

# ruff: noqa: S608  the SQL put together here is the emulator's own, never a caller's

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

PROCESSED = "appears, attributed"
"""The columns that say in which batch reports get a visit, and from which one on they know its source."""


_COLUMN = re.compile(r"\bfact\.(\w+)")


class Table(StrEnum):
    """The fact tables, the cheapest first.

    `sessions`, `hour_visits`, `page_visits` and `event_visits` have a row for each visit, for each hour, page and kind
    of event in a visit, and columns for the sums over its events; all but the first know visits by their numbers only.
    `events` has a row for each event, `goods` one for each item that an event carries.
    """

    SESSIONS = "sessions"
    HOUR_VISITS = "hour_visits"
    PAGE_VISITS = "page_visits"
    EVENT_VISITS = "event_visits"
    EVENTS = "events"
    GOODS = "goods"

    @property
    def summed(self) -> bool:
        """Whether its rows stand for several events."""
        return self in _SUMMED_BY


FROM_FINEST = tuple(reversed(Table))
"""The tables in an order in which each is made after those that it sums up."""

_EVENT = """
    visits.* EXCLUDE (visit, started, ended),
    (visits.started + sent.at)::INTEGER AS at,
    ((visits.started + sent.at) // 3600)::UTINYINT AS hour,
    event_names.name AS event_name,
    event_names.is_key AS is_key_event,
    sent.page::SMALLINT AS page_id,
    sent.previous_page::SMALLINT AS previous_page_id,
    sent.seconds::SMALLINT AS seconds,
    sent.engaged_ms AS engaged_ms,
    sent.file::SMALLINT AS file_id,
    sent.link::SMALLINT AS link_id,
    sent.term::SMALLINT AS term_id
"""

_EVENTS = f"""
SELECT {_EVENT}, coalesce(carried.units, 0)::SMALLINT AS units,
    coalesce(carried.amount_cents, 0)::INTEGER AS amount_cents
FROM new_events AS sent
JOIN new_visits AS visits USING (visit)
JOIN event_names ON event_names.id = sent.name
LEFT JOIN (
    SELECT event, sum(goods.units) AS units, sum(goods.units * items.price_cents) AS amount_cents
    FROM new_goods AS goods JOIN items ON items.id = goods.item GROUP BY event
) AS carried USING (event)
"""

_GOODS = f"""
SELECT {_EVENT}, goods.item::SMALLINT AS item_id, goods.units::SMALLINT AS units,
    goods.position::SMALLINT AS item_position,
    (goods.units * items.price_cents)::INTEGER AS amount_cents
FROM new_goods AS goods
JOIN new_events AS sent USING (event)
JOIN new_visits AS visits USING (visit)
JOIN event_names ON event_names.id = sent.name
JOIN items ON items.id = goods.item
ORDER BY visits.visit, goods.event, goods.item
"""

_SUMMED_BY: Mapping[Table, Mapping[str, str]] = {
    Table.SESSIONS: {},
    Table.HOUR_VISITS: {"hour": "fact.hour"},
    Table.PAGE_VISITS: {"page_id": "fact.page_id"},
    Table.EVENT_VISITS: {"event_name": "fact.event_name", "is_key_event": "fact.is_key_event"},
}
"""By what the summed tables sum up the events of a visit: columns and their SQL."""


def table_sql(table: Table, events: str, first_day: int, measures: Mapping[str, str]) -> str:
    """The SQL that makes rows of a table of `new_visits`, `new_events` and `new_goods`, which begin on a day.

    Those of the summed tables are made of the rows that are already in the table `events`; `measures` are the sums
    that they keep, by column name.
    """
    if table is Table.EVENTS:
        return _EVENTS
    if table is Table.GOODS:
        return _GOODS
    by = {"visit_number": "fact.visit_number", **_SUMMED_BY[table]}
    sums = [f"coalesce({sql}, 0)::{_width(name)} AS {name}" for name, sql in measures.items()]
    unneeded = "visit, started, ended" if table is Table.SESSIONS else "visit, started, ended, session_id"
    return f"""
        SELECT visits.* EXCLUDE ({unneeded}), summed.* EXCLUDE (visit_number)
        FROM new_visits AS visits
        JOIN (
            SELECT {", ".join([*(f"{sql} AS {name}" for name, sql in by.items()), *sums])} FROM {events} AS fact
            WHERE fact.day >= {first_day} GROUP BY {", ".join(by.values())}
        ) AS summed USING (visit_number)
        ORDER BY visits.visit
    """


_KNOWN_LATER = {
    "session_traffic_id": "attributed > {batch}",
    "attributed_traffic_id": "attributed > {batch}",
    "first_traffic_id": "attributed > {batch} AND is_new",
}
"""When a visit's columns that say where it came from are not known yet."""


def columns_in(*sql: str) -> set[str]:
    """The columns of `fact` that pieces of SQL read."""
    return {column for piece in sql for column in _COLUMN.findall(piece)}


def listed(columns: Iterable[str]) -> str:
    """The SQL of a list of columns, always in the same order."""
    return ", ".join(_quoted(name) for name in sorted(columns))


def settled_sql(table: Table, columns: Collection[str]) -> str:
    """The SQL of some columns of a table, of the days that do not change any more."""
    return f"SELECT {listed(columns)} FROM settled_{table}"


def processed_sql(table: Table, columns: Collection[str], *, batch: int, unattributed: int) -> str:
    """The SQL of some columns of a table as reports see it after a batch; a visit whose source is not known yet has
    the one numbered `unattributed`.

    Few columns are named at a time, because a statement over all of them takes longer to plan than many take to run.
    """
    shown = [
        f"CASE WHEN {_KNOWN_LATER[name].format(batch=batch)} THEN {unattributed}::SMALLINT ELSE {name} END"
        if name in _KNOWN_LATER
        else _quoted(name)
        for name in sorted(columns)
    ]
    recent = f"SELECT {', '.join(shown)} FROM recent_{table} WHERE appears <= {batch}"
    return f"{settled_sql(table, columns)} UNION ALL {recent}"


def whole_sql(table: Table) -> str:
    """The SQL of all that a table holds, also what reports do not show yet."""
    return f"SELECT * FROM settled_{table} UNION ALL BY NAME SELECT * EXCLUDE ({PROCESSED}) FROM recent_{table}"


def _quoted(column: str) -> str:
    return f'"{column}"'


def _width(measure: str) -> str:
    """A column's type: money and thousandths of seconds are large, counts within one visit small."""
    if measure.endswith(("_cents", "_ms")):
        return "INTEGER"
    return "SMALLINT" if measure == "seconds" else "UTINYINT"
