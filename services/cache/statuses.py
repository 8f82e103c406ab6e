"""Which gRPC status each failure of the cache becomes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import grpc
from google.rpc import status_pb2

from services.cache.errors import CacheError, NotCleared, NotOffered, NotStored, Superseded
from services.serving.statuses import StatusTable, status

_RETRY_AFTER = timedelta(seconds=1)


def statuses() -> StatusTable:
    """The table for the server."""
    table = StatusTable()
    table.add(NotStored, _unavailable("NOT_STORED"))
    table.add(NotCleared, _unavailable("NOT_CLEARED"))
    table.add(Superseded, lambda error: status(grpc.StatusCode.FAILED_PRECONDITION, str(error), "SUPERSEDED"))
    table.add(NotOffered, lambda error: status(grpc.StatusCode.UNIMPLEMENTED, str(error), "NOT_OFFERED"))
    return table


def _unavailable(reason: str) -> Callable[[CacheError], status_pb2.Status]:
    return lambda error: status(grpc.StatusCode.UNAVAILABLE, str(error), reason, retry_after=_RETRY_AFTER)
