"""From where a report sees the shop."""

# ruff: noqa: S608  put together from the model's own SQL; nothing of a request's is in it

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sandbox.ga4_emulator.properties import Property
from sandbox.ga4_emulator.reports.periods import Moment
from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.shown import listed, processed_sql, settled_sql
from sandbox.ga4_emulator.shop.warehouse import Warehouse

_MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class View:
    """What a report can see.

    `now` is the moment of the request in seconds since 1970-01-01 on the property's clock, `first_day` the first that
    is kept, `settled_day` the last that does not change any more, `batch` the last that has been processed by now, or
    None to see events as they happen; a visit whose source is not known yet has the one numbered `unattributed`. The
    words are what the property calls its own. `sampled_share` is the share of people it sees, always the same ones.
    """

    now: int
    first_day: int
    settled_day: int
    batch: int | None
    unattributed: int
    property_id: str
    stream_id: str
    stream_name: str
    currency_code: str
    sampled_share: float = 1.0

    def table(self, table: Table, columns: Collection[str], last_day: int) -> str:
        """The SQL of a table's rows up to a day at least: its day and these columns."""
        sampled = self.sampled_share < 1
        needed = {"day", *columns, *(("user_id",) if sampled else ())}
        if self.batch is None:
            rows = f"SELECT {listed(needed)} FROM recent_{table}"
        elif last_day <= self.settled_day:
            rows = settled_sql(table, needed)
        else:
            rows = processed_sql(table, needed, batch=self.batch, unattributed=self.unattributed)
        if not sampled:
            return f"({rows})"
        return f"(SELECT * FROM ({rows}) WHERE hash(user_id) % {_MANY} < {int(self.sampled_share * _MANY)})"


def view_of(reported: Property, moment: Moment, warehouse: Warehouse, *, live: bool = False) -> View:
    """What a report of a property sees of its shop at a moment; a live one sees things as they happen."""
    return View(
        now=moment.seconds,
        first_day=moment.day - warehouse.history_days,
        settled_day=warehouse.processing.last_settled_day(moment.day),
        batch=None if live else warehouse.processing.batch_at(moment.seconds),
        unattributed=warehouse.unattributed,
        property_id=reported.property_id,
        stream_id=reported.stream_id,
        stream_name=reported.display_name,
        currency_code=reported.currency_code,
    )
