"""The fact tables: what happened, event by event, and summed up for those who ask for less."""

# ruff: noqa: S608  the SQL put together here is the emulator's own, never a caller's

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Literal

KEPT_BY_PEOPLE = frozenset({"user_id", "user_number", "place_id", "device_id", "age_id", "gender_id", "first_day"})
"""The columns that are the same on all of a person's visits."""


_SEEN = {"seen": "", "active_seen": " FILTER (WHERE active)"}
_NEVER = 2**31 - 1


class Table(StrEnum):
    """The fact tables, the cheapest first.

    `sessions`, `hour_visits`, `page_visits` and `event_visits` have a row for each visit, for each hour, page and kind
    of event in a visit, and columns for the sums over its events; all but the first know visits by their numbers only.
    `events` has a row for each event, `goods` one for each item that an event carries. `event_days` is for reports
    about days and kinds of events alone: a row for so many `rows` of `event_visits` as differ in nothing such reports
    can tell.

    Rows of the summed tables know on which day the same person had a row before for the same hour, page or kind of
    event: `seen`, and `active_seen` among those of active visits alone. So the people of some days are the rows whose
    `seen` is a day before these. Of days that have not settled, `seen` is the last settled one; `seen_in` says in which
    batch reports first get a row of the days between, and `active_earlier` lists all of these, of active visits.
    """

    SESSIONS = "sessions"
    HOUR_VISITS = "hour_visits"
    PAGE_VISITS = "page_visits"
    EVENT_DAYS = "event_days"
    EVENT_VISITS = "event_visits"
    EVENTS = "events"
    GOODS = "goods"

    @property
    def summed(self) -> bool:
        """Whether its rows stand for several events."""
        return self in _SUMMED_BY

    @property
    def summed_by(self) -> Collection[str]:
        """The columns that tell a visit's rows apart, of a summed table."""
        return _SUMMED_BY.get(self, {}).keys()

    @property
    def unsettled(self) -> str:
        """The columns that only days have that have not settled, as a list in SQL."""
        return "appears, attributed, seen_in, active_seen_in, active_earlier" if self.summed else "appears, attributed"


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
    Table.EVENT_DAYS: {"event_name": "fact.event_name", "is_key_event": "fact.is_key_event"},
    Table.EVENT_VISITS: {"event_name": "fact.event_name", "is_key_event": "fact.is_key_event"},
}
"""By what the summed tables sum up the events of a visit: columns and their SQL."""


Part = Literal["settled", "recent"]
"""The two parts of a table, kept apart: the days that do not change any more, and the others."""


def table_sql(table: Table, part: Part, first_day: int, measures: Mapping[str, str], known_from: int | None) -> str:
    """The SQL that makes rows of a table of `new_visits`, `new_events` and `new_goods`, which begin on a day.

    Those of the summed tables are made of the part's rows that are already in `events`; `measures` are the sums that
    they keep, by column name. Who comes was there before on settled days from `known_from` on at most; None if there
    are no such days.
    """
    if table is Table.EVENTS:
        return _EVENTS
    if table is Table.GOODS:
        return _GOODS
    if table is Table.EVENT_DAYS:
        return _event_days_sql(part, first_day, measures)
    by = {"visit_number": "fact.visit_number", **_SUMMED_BY[table]}
    columns = [f"{sql} AS {name}" for name, sql in by.items()]
    columns += [f"coalesce({sql}, 0)::{_width(name)} AS {name}" for name, sql in measures.items()]
    unneeded = "visit, started, ended" if table is Table.SESSIONS else "visit, started, ended, session_id"
    key = ", ".join(["user_number", *table.summed_by])
    before = "(FROM made LIMIT 0)" if known_from is None else f"(FROM settled_{table} WHERE day >= {known_from})"
    seen, active_seen = (
        [f"coalesce(max(day){picked} OVER earlier, known.{name}, 0)" for name, picked in _SEEN.items()]
        if part == "settled"
        else [f"coalesce(known.{name}, 0)" for name in _SEEN]
    )
    return f"""
        WITH made AS (
            SELECT visits.* EXCLUDE ({unneeded}), summed.* EXCLUDE (visit_number)
            FROM new_visits AS visits
            JOIN (
                SELECT {", ".join(columns)} FROM {part}_events AS fact
                WHERE fact.day >= {first_day} GROUP BY {", ".join(by.values())}
            ) AS summed USING (visit_number)
        ), back AS (
            SELECT DISTINCT user_number FROM new_visits WHERE NOT is_new
        ), known AS (
            SELECT {key}, max(day) AS seen, max(day) FILTER (WHERE active) AS active_seen
            FROM {before} SEMI JOIN back USING (user_number) GROUP BY {key}
        ), earlier AS (
            SELECT visit_number, {key}, {seen} AS seen,
                CASE WHEN active THEN {active_seen} ELSE {_NEVER} END AS active_seen,
                min(appears) OVER earlier AS seen_in,
                min(appears) FILTER (WHERE active) OVER earlier AS active_seen_in,
                list({{'appears': appears, 'day': day}}) FILTER (WHERE active) OVER earlier AS active_earlier
            FROM made SEMI JOIN back USING (user_number) LEFT JOIN known USING ({key})
            WINDOW earlier AS (PARTITION BY {key} ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        )
        SELECT made.*, seen_in, active_seen_in, active_earlier,
            coalesce(seen, 0)::INTEGER AS seen, coalesce(active_seen, 0)::INTEGER AS active_seen
        FROM made LEFT JOIN earlier USING (visit_number, {key})
        ORDER BY visit_number
    """


def _event_days_sql(part: Part, first_day: int, measures: Mapping[str, str]) -> str:
    alike = "day, event_name, is_key_event, active, seen, active_seen"
    if part == "recent":
        # When a visit appears is its own affair.
        kept = ", ".join(f"{name}::INTEGER AS {name}" for name in measures)
        return f"SELECT {alike}, {Table.EVENT_DAYS.unsettled}, 1::INTEGER AS rows, {kept} FROM recent_event_visits"
    unsettled = ", ".join(f"NULL AS {name}" for name in Table.EVENT_DAYS.unsettled.split(", "))
    sums = ", ".join(f"sum({name})::INTEGER AS {name}" for name in measures)
    rows = f"FROM settled_event_visits WHERE day >= {first_day} GROUP BY {alike}"
    return f"SELECT {alike}, {unsettled}, count(*)::INTEGER AS rows, {sums} {rows} ORDER BY day"


def _width(measure: str) -> str:
    """A column's type: money and thousandths of seconds are large, counts within one visit small."""
    if measure.endswith(("_cents", "_ms")):
        return "INTEGER"
    return "SMALLINT" if measure == "seconds" else "UTINYINT"
