"""From exceptions to gRPC statuses with `google.rpc` details that a program can act on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import grpc
from google.protobuf import any_pb2, message
from google.rpc import code_pb2, error_details_pb2, status_pb2

from services.serving.errors import InvalidField, NotAuthenticated, NotPermitted

DOMAIN = "headrace"

E = TypeVar("E", bound=Exception)


def status(
    code: grpc.StatusCode,
    text: str,
    reason: str,
    *details: message.Message,
    retry_after: timedelta | None = None,
) -> status_pb2.Status:
    """A status with an ErrorInfo of `reason`, the details, and a RetryInfo where there is a time to come back."""
    result = status_pb2.Status(code=code_pb2.Code.Value(code.name), message=text)
    everything = [error_details_pb2.ErrorInfo(reason=reason, domain=DOMAIN), *details]
    if retry_after is not None:
        retry_info = error_details_pb2.RetryInfo()
        retry_info.retry_delay.FromTimedelta(retry_after)
        everything.append(retry_info)
    for detail in everything:
        packed = any_pb2.Any()
        packed.Pack(detail)
        result.details.append(packed)
    return result


class StatusTable:
    """Which status each kind of exception becomes.

    A subclass becomes what its nearest listed ancestor becomes. An exception with no listed ancestor is a fault of
    the service: `status_of` answers None, and the call fails with INTERNAL.
    """

    def __init__(self) -> None:
        self._rules: dict[type[Exception], Callable[[Any], status_pb2.Status]] = {}
        self.add(InvalidField, _invalid_field)
        self.add(NotAuthenticated, lambda e: status(grpc.StatusCode.UNAUTHENTICATED, str(e), "NOT_AUTHENTICATED"))
        self.add(NotPermitted, lambda e: status(grpc.StatusCode.PERMISSION_DENIED, str(e), "NOT_PERMITTED"))

    def add(self, kind: type[E], to_status: Callable[[E], status_pb2.Status]) -> None:
        """Lists a kind of exception."""
        self._rules[kind] = to_status

    def status_of(self, error: Exception) -> status_pb2.Status | None:
        """The status of an expected failure; None for an unexpected one."""
        for kind in type(error).__mro__:
            if rule := self._rules.get(kind):
                return rule(error)
        return None


def unexpected(request_id: str) -> status_pb2.Status:
    """The status of a failure nobody listed: says nothing of it but where to look."""
    return status(
        grpc.StatusCode.INTERNAL, f"The service failed; its log has the reason under request {request_id}.", "INTERNAL"
    )


def _invalid_field(error: InvalidField) -> status_pb2.Status:
    violation = error_details_pb2.BadRequest.FieldViolation(field=error.field, description=error.rule)
    bad_request = error_details_pb2.BadRequest(field_violations=[violation])
    return status(grpc.StatusCode.INVALID_ARGUMENT, str(error), "INVALID_FIELD", bad_request)
