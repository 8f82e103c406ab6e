"""From gRPC statuses to Headrace's errors."""

from __future__ import annotations

from datetime import timedelta

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.message import DecodeError, Message
from google.rpc import error_details_pb2, status_pb2

from headrace import errors

_KINDS: dict[grpc.StatusCode, type[errors.HeadraceError]] = {
    grpc.StatusCode.INVALID_ARGUMENT: errors.InvalidArgument,
    grpc.StatusCode.UNAUTHENTICATED: errors.Unauthenticated,
    grpc.StatusCode.PERMISSION_DENIED: errors.PermissionDenied,
    grpc.StatusCode.NOT_FOUND: errors.NotFound,
    grpc.StatusCode.RESOURCE_EXHAUSTED: errors.ResourceExhausted,
    grpc.StatusCode.UNAVAILABLE: errors.Unavailable,
    grpc.StatusCode.DEADLINE_EXCEEDED: errors.DeadlineExceeded,
}
_DETAILS_KEY = "grpc-status-details-bin"
_DETAIL_KINDS = (
    error_details_pb2.ErrorInfo,
    error_details_pb2.BadRequest,
    error_details_pb2.QuotaFailure,
    error_details_pb2.RetryInfo,
)


def error_from(failure: grpc.aio.AioRpcError) -> errors.HeadraceError:
    """The error that a failed call becomes, with the `google.rpc` details that its trailing metadata carries."""
    reason = ""
    fields: list[errors.FieldViolation] = []
    quotas: list[errors.QuotaViolation] = []
    retry_after: timedelta | None = None
    for detail in _details_of(failure):
        match detail:
            case error_details_pb2.ErrorInfo():
                reason = detail.reason
            case error_details_pb2.BadRequest():
                fields += [errors.FieldViolation(v.field, v.description) for v in detail.field_violations]
            case error_details_pb2.QuotaFailure():
                quotas += [errors.QuotaViolation(v.subject, v.description) for v in detail.violations]
            case error_details_pb2.RetryInfo():
                retry_after = detail.retry_delay.ToTimedelta()
    kind = _KINDS.get(failure.code(), errors.HeadraceError)
    return kind(
        failure.details() or failure.code().name,
        failure.code(),
        reason=reason,
        field_violations=tuple(fields),
        quota_violations=tuple(quotas),
        retry_after=retry_after,
    )


def _details_of(failure: grpc.aio.AioRpcError) -> list[Message]:
    details: list[Message] = []
    try:
        for key, value in failure.trailing_metadata() or ():
            if key == _DETAILS_KEY:
                details += [_unpacked(each) for each in status_pb2.Status.FromString(value).details]
    except DecodeError:
        return []  # A proxy mangled them: the code and the message stand without.
    return details


def _unpacked(packed: Any) -> Message:
    for kind in _DETAIL_KINDS:
        detail: Message = kind()
        if packed.Unpack(detail):
            return detail
    return packed
