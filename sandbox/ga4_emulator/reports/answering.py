"""Answers a report that has been checked: reads the shop, or remembers what it said before."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeVar

from google.analytics.data_v1beta.types import RunRealtimeReportResponse, RunReportResponse

from sandbox.ga4_emulator.catalogue.catalogue import Catalogue
from sandbox.ga4_emulator.reports.checks import ReportRequest, check_patterns
from sandbox.ga4_emulator.reports.filters import fields_of
from sandbox.ga4_emulator.reports.memo import Memo
from sandbox.ga4_emulator.reports.model import ReportModel
from sandbox.ga4_emulator.reports.query import Asked, ReportQuery
from sandbox.ga4_emulator.reports.tables import fill_aggregations, fill_headers, fill_rows
from sandbox.ga4_emulator.shop.warehouse import Warehouse

Response = TypeVar("Response", RunReportResponse, RunRealtimeReportResponse)

_DEFAULT_LIMIT = 10_000
_LARGEST_LIMIT = 250_000
_DAY = 24 * 3600


class Answering:
    """Answers requests one at a time in the caller's thread; any number of threads may ask at once."""

    def __init__(self, model: ReportModel, memo: Memo) -> None:
        self._model = model
        self._memo = memo

    def answer(
        self,
        begun: Response,
        request: ReportRequest,
        asked: Asked,
        catalogue: Catalogue,
        offset: int,
        warehouse: Warehouse,
    ) -> Response:
        """A response with all that `begun` has, and the report's headers, rows and aggregations.

        Raises `Refused` for a regular expression that cannot be read.
        """

        def make() -> Response:
            self._fill(begun, request, asked, catalogue, offset, warehouse)
            return begun

        return self._memo.answer(_key(begun, request, asked, warehouse), type(begun), make)

    def _fill(
        self,
        response: Response,
        request: ReportRequest,
        asked: Asked,
        catalogue: Catalogue,
        offset: int,
        warehouse: Warehouse,
    ) -> None:
        fill_headers(response, asked, catalogue)
        if not self._modelled(asked):
            return
        limit = min(request.limit or _DEFAULT_LIMIT, _LARGEST_LIMIT)
        with warehouse.reader(asked.view.now // _DAY) as reader:
            query = ReportQuery(self._model, asked, reader.numbers)
            for expression in (asked.dimension_filter, asked.metric_filter):
                check_patterns(expression, reader)
            fill_rows(response, asked, query, reader, (limit, offset))
            fill_aggregations(response, asked, query, reader, request.metric_aggregations)

    def _modelled(self, asked: Asked) -> bool:
        """Whether the shop knows all dimensions; where it does not, the report is empty."""
        return {*asked.dimensions, *fields_of(asked.dimension_filter)} <= self._model.dimensions.keys()


def _key(begun: Response, request: ReportRequest, asked: Asked, warehouse: Warehouse) -> Hashable:
    """Everything that an answer depends on. Days that have settled read the same after every batch."""
    view = asked.view
    settled = warehouse.processing.last_settled_day(view.now // _DAY)
    if view.batch is None:
        state: Hashable = view.now
    else:
        state = view.batch if any(period.last_day > settled for period in asked.periods) else "settled"
    words = (view.first_day, view.stream_id, view.stream_name, view.currency_code)
    return state, words, tuple(asked.periods), asked.exchange, _bytes(begun), _said(request)


def _said(request: ReportRequest) -> bytes:
    """What a request says apart from whom it asks and whether it wants to hear of quota."""
    kind: Any = type(request)
    said = kind(request)
    said.property, said.return_property_quota = "", False
    return _bytes(said)


def _bytes(message: Any) -> bytes:
    written: bytes = type(message).pb(message).SerializeToString(deterministic=True)
    return written
