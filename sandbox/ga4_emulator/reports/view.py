"""From where a report sees the shop."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.ga4_emulator.properties import Property
from sandbox.ga4_emulator.reports.periods import Moment
from sandbox.ga4_emulator.shop.facts import Table
from sandbox.ga4_emulator.shop.warehouse import Warehouse

_MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class View:
    """What a report can see.

    `now` is the moment of the request in seconds since 1970-01-01 on the property's clock, `first_day` the first that
    is kept, `batch` the last that has been processed by now, or None to see events as they happen. The words are what
    the property calls its own. `sampled_share` is the share of people that it sees, always the same ones.
    """

    now: int
    first_day: int
    batch: int | None
    stream_id: str
    stream_name: str
    currency_code: str
    sampled_share: float = 1.0

    def table(self, table: Table) -> str:
        """The SQL of a table's rows."""
        rows = f"recent_{table}" if self.batch is None else f"{table}_at({self.batch})"
        if self.sampled_share == 1:
            return rows
        return f"(SELECT * FROM {rows} WHERE hash(user_id) % {_MANY} < {int(self.sampled_share * _MANY)})"  # noqa: S608  nothing of a request's is in it


def view_of(reported: Property, moment: Moment, warehouse: Warehouse, *, live: bool = False) -> View:
    """What a report of a property sees of its shop at a moment; a live one sees things as they happen."""
    return View(
        now=moment.seconds,
        first_day=moment.day - warehouse.history_days,
        batch=None if live else warehouse.processing.batch_at(moment.seconds),
        stream_id=reported.stream_id,
        stream_name=reported.display_name,
        currency_code=reported.currency_code,
    )
