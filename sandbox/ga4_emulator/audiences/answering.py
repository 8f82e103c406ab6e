"""Answers the RPCs of audience exports."""

from __future__ import annotations

import base64
import binascii

from google.analytics.data_v1beta.types import (
    AudienceDimensionValue,
    AudienceExport,
    AudienceExportMetadata,
    AudienceRow,
    CreateAudienceExportRequest,
    GetAudienceExportRequest,
    ListAudienceExportsRequest,
    ListAudienceExportsResponse,
    QueryAudienceExportRequest,
    QueryAudienceExportResponse,
)
from google.longrunning.operations_pb2 import GetOperationRequest, Operation
from grpc import StatusCode

from sandbox.ga4_emulator.audiences.exports import Export, ExportShelf
from sandbox.ga4_emulator.audiences.members import DIMENSIONS, AudienceModel, members_of
from sandbox.ga4_emulator.properties import Properties, Property
from sandbox.ga4_emulator.quota.costs import Cost
from sandbox.ga4_emulator.quota.ledger import QuotaLedger
from sandbox.ga4_emulator.quota.limits import Category
from sandbox.ga4_emulator.refusals import Refused
from sandbox.ga4_emulator.reports.checks import check_page
from sandbox.ga4_emulator.reports.periods import Moment
from sandbox.ga4_emulator.reports.unattested import unattested
from sandbox.ga4_emulator.shop.audiences import Audience
from sandbox.ga4_emulator.shop.shops import Shops
from services.serving.clock import Clock

_DEFAULT_PAGE, _LARGEST_PAGE = 200, 1_000
_DEFAULT_LIMIT, _LARGEST_LIMIT = 10_000, 250_000
_OPERATION = "/operations/create"


class AudienceExporting:
    """Answers requests one at a time in the caller's thread; any number of threads may ask at once.

    Every method raises `Refused` for what the API refuses.
    """

    def __init__(
        self, properties: Properties, model: AudienceModel, shops: Shops, quota: QuotaLedger, clock: Clock
    ) -> None:
        self._properties = properties
        self._model = model
        self._shops = shops
        self._quota = quota
        self._clock = clock
        self._shelf = ExportShelf()

    def create(self, request: CreateAudienceExportRequest) -> Operation:
        """Begins an export of who is in the audience now."""
        reported = self._properties.find(request.parent)
        wanted = request.audience_export
        audience = self._audience(reported, wanted.audience)
        dimensions = [dimension.dimension_name for dimension in wanted.dimensions]
        if not dimensions:
            raise unattested("audience_dimensions")
        for name in dimensions:
            if name not in DIMENSIONS:
                raise unattested("audience_dimension", name=name)
        now = self._clock.now()
        export = Export(
            name=f"properties/{reported.property_id}/audienceExports/{self._shelf.next_number()}",
            audience_name=wanted.audience,
            audience=audience,
            dimensions=dimensions,
            begun=now,
            seconds=self._model.creating_seconds,
            tokens=self._model.tokens,
            members=members_of(audience, self._shops.of(reported.shop), Moment.of(now, reported.time_zone)),
        )
        self._shelf.add(reported.property_id, export)
        self._quota.charge(reported, Category.CORE, Cost(export.tokens))
        return self._operation(export)

    def get(self, request: GetAudienceExportRequest) -> AudienceExport:
        """How far an export is."""
        return self._find(request.name).described(self._clock.now())

    def get_operation(self, request: GetOperationRequest) -> Operation:
        """Whether the operation that `create` began is done."""
        return self._operation(self._find(request.name.removesuffix(_OPERATION)))

    def list(self, request: ListAudienceExportsRequest) -> ListAudienceExportsResponse:
        """A page of a property's exports, in the order in which they were begun."""
        reported = self._properties.find(request.parent)
        check_page(request.page_size, 0)
        first = _first_of(request.page_token)
        size = min(request.page_size or _DEFAULT_PAGE, _LARGEST_PAGE)
        exports = list(self._shelf.of(reported.property_id).values())
        now = self._clock.now()
        return ListAudienceExportsResponse(
            audience_exports=[export.described(now) for export in exports[first : first + size]],
            next_page_token=_page_token(first + size) if first + size < len(exports) else "",
        )

    def query(self, request: QueryAudienceExportRequest) -> QueryAudienceExportResponse:
        """A page of the people in an export that is done."""
        export, now = self._find(request.name), self._clock.now()
        check_page(request.limit, request.offset)
        if not export.done(now):
            raise Refused(
                StatusCode.FAILED_PRECONDITION,
                f"The audience export {export.name} is not ACTIVE. Its state is CREATING.",
            )
        rows = export.rows(min(request.limit or _DEFAULT_LIMIT, _LARGEST_LIMIT), request.offset)
        return QueryAudienceExportResponse(
            audience_export=export.described(now),
            audience_rows=[
                AudienceRow(dimension_values=[AudienceDimensionValue(value=value) for value in row]) for row in rows
            ],
            row_count=len(export.members),
        )

    def _audience(self, reported: Property, name: str) -> Audience:
        prefix = f"properties/{reported.property_id}/audiences/"
        if not name:
            raise unattested("audience_required")
        found = self._model.audiences.get(name.removeprefix(prefix))
        if not name.startswith(prefix) or found is None:
            raise unattested("audience_unknown", name=name)
        return found

    def _find(self, name: str) -> Export:
        return self._shelf.find(self._properties.find(name).property_id, name)

    def _operation(self, export: Export) -> Operation:
        now = self._clock.now()
        operation = Operation(name=export.name + _OPERATION, done=export.done(now))
        operation.metadata.Pack(AudienceExportMetadata.pb(AudienceExportMetadata()))
        if operation.done:
            operation.response.Pack(AudienceExport.pb(export.described(now)))
        return operation


def _page_token(first: int) -> str:
    return base64.urlsafe_b64encode(f"from {first}".encode()).decode()


def _first_of(page_token: str) -> int:
    if not page_token:
        return 0
    try:
        said = base64.urlsafe_b64decode(page_token).decode()
        return int(said.removeprefix("from "))
    except (binascii.Error, ValueError) as error:
        raise unattested("audience_page_token", token=page_token) from error
