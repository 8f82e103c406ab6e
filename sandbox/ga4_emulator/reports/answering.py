"""Answers a report that has been checked: reads the shop, or remembers what it said before."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from google.analytics.data_v1beta.types import (
    RunPivotReportRequest,
    RunPivotReportResponse,
    RunRealtimeReportResponse,
    RunReportRequest,
    RunReportResponse,
)

from sandbox.ga4_emulator.reports.asked import Asked
from sandbox.ga4_emulator.reports.caveats import fill_caveats
from sandbox.ga4_emulator.reports.checks import ReportRequest, RowsRequest, check_patterns
from sandbox.ga4_emulator.reports.condensing import condensed
from sandbox.ga4_emulator.reports.memo import Memo
from sandbox.ga4_emulator.reports.pivots import fill_pivots
from sandbox.ga4_emulator.reports.query import ReportQuery
from sandbox.ga4_emulator.reports.tables import fill_aggregations, fill_headers, fill_rows
from sandbox.ga4_emulator.shop.warehouse import Reader, Warehouse

Rows = TypeVar("Rows", RunReportResponse, RunRealtimeReportResponse)

_DEFAULT_LIMIT = 10_000
_LARGEST_LIMIT = 250_000
_DAY = 24 * 3600


class Answering:
    """Answers requests one at a time in the caller's thread; any number of threads may ask at once.

    Each answer has all that `begun` has. Every method raises `Refused` for a regular expression that cannot be read.
    """

    def __init__(self, memo: Memo) -> None:
        self._memo = memo

    def rows(self, begun: Rows, request: RowsRequest, asked: Asked, warehouse: Warehouse) -> Rows:
        """The report's headers, a page of its rows, and the aggregations."""

        def make() -> Rows:
            fill_headers(begun, asked)
            with _reading(asked, warehouse) as reader:
                shown = condensed(asked, reader)
                query = ReportQuery(shown, reader.numbers)
                fill_rows(begun, shown, query, reader, _page(request))
                fill_aggregations(begun, shown, query, reader, request.metric_aggregations)
                if isinstance(begun, RunReportResponse):
                    fill_caveats(begun.metadata, shown, reader)
            return begun

        return self._memo.answer(_key(begun, request, asked, warehouse), type(begun), make)

    def pivots(
        self, begun: RunPivotReportResponse, request: RunPivotReportRequest, asked: Asked, warehouse: Warehouse
    ) -> RunPivotReportResponse:
        """The report's headers, its pivots' headers, the rows where they meet, and the aggregates."""

        def make() -> RunPivotReportResponse:
            fill_headers(begun, asked)
            with _reading(asked, warehouse) as reader:
                shown = condensed(asked, reader)
                fill_pivots(begun, request.pivots, shown, reader)
                fill_caveats(begun.metadata, shown, reader)
            return begun

        return self._memo.answer(_key(begun, request, asked, warehouse), type(begun), make)


def _page(request: RowsRequest) -> tuple[int, int]:
    offset = request.offset if isinstance(request, RunReportRequest) else 0
    return min(request.limit or _DEFAULT_LIMIT, _LARGEST_LIMIT), offset


@contextmanager
def _reading(asked: Asked, warehouse: Warehouse) -> Iterator[Reader]:
    """Reads the shop as it is at the moment of the request."""
    with warehouse.reader(asked.view.now // _DAY) as reader:
        for expression in (*(one.filter for one in asked.slices), asked.metric_filter):
            check_patterns(expression, reader)
        yield reader


def _key(begun: Any, request: ReportRequest, asked: Asked, warehouse: Warehouse) -> Hashable:
    """Everything that an answer depends on. Days that have settled read the same after every batch."""
    view = asked.view
    settled = warehouse.processing.last_settled_day(view.now // _DAY)
    if view.batch is None:
        state: Hashable = view.now
    else:
        state = view.batch if any(one.last_day > settled for one in asked.slices) else "settled"
    words = (view.first_day, view.stream_id, view.stream_name, view.currency_code, _named_property(asked))
    periods = tuple(period for one in asked.slices for period in one.periods)
    return state, words, periods, asked.exchange, asked.treatment, _bytes(begun), _said(request)


def _named_property(asked: Asked) -> str:
    """The property, if the answer names it: those that report one shop say the same otherwise."""
    dimensions = asked.fields.model.dimensions
    named = any("{property_id}" in dimensions[name].sql for name in [*asked.dimensions, *asked.filtered()])
    return asked.view.property_id if named else ""


def _said(request: ReportRequest) -> bytes:
    """What a request says apart from whom it asks and whether it wants to hear of quota."""
    kind: Any = type(request)
    said = kind(request)
    said.property, said.return_property_quota = "", False
    return _bytes(said)


def _bytes(message: Any) -> bytes:
    written: bytes = type(message).pb(message).SerializeToString(deterministic=True)
    return written
