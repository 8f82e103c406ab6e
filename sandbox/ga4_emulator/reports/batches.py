"""Several reports in one request."""

from __future__ import annotations

from google.analytics.data_v1beta.types import BatchRunPivotReportsRequest, BatchRunReportsRequest

from sandbox.ga4_emulator.refusals import invalid

_LARGEST_BATCH = 5


def check_batch(request: BatchRunReportsRequest | BatchRunPivotReportsRequest, batch: str, report: str) -> None:
    """Refuses an empty batch, one that is too large and one over several properties; gives each report the property.

    `batch` and `report` are what GA4 calls them.
    """
    if not request.requests:
        raise invalid(f"The {batch} must contain at least one {report}.")
    if len(request.requests) > _LARGEST_BATCH:
        raise invalid(
            f"Batch requests are limited to {_LARGEST_BATCH} requests.\n"
            f"  This batch request contains {len(request.requests)} requests."
        )
    for one in request.requests:
        one.property = one.property or request.property
        if one.property != request.property:
            raise invalid(
                "Each property in requests must match the batch's property."
                f" batch = {request.property} and request = {one.property}"
            )
