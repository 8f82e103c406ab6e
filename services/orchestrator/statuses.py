"""Which gRPC status each of the orchestrator's errors becomes."""

from __future__ import annotations

from collections.abc import Callable

import grpc
from google.rpc import error_details_pb2, status_pb2

from services.orchestrator import errors
from services.serving.statuses import StatusTable, status


def orchestrator_statuses() -> StatusTable:
    """The table that the server's calls are mapped with."""
    table = StatusTable()
    for kind, code, reason in (
        (errors.OrchestratorError, grpc.StatusCode.INTERNAL, "INTERNAL"),
        (errors.NotCached, grpc.StatusCode.NOT_FOUND, "NOT_CACHED"),
        (errors.AnswerUnknown, grpc.StatusCode.NOT_FOUND, "ANSWER_UNKNOWN"),
        (errors.AnswerElsewhere, grpc.StatusCode.UNIMPLEMENTED, "ANSWER_ON_ANOTHER_REPLICA"),
        (errors.DeadlinePassed, grpc.StatusCode.DEADLINE_EXCEEDED, "ANSWER_TOO_SLOW"),
        (errors.SourceRejected, grpc.StatusCode.FAILED_PRECONDITION, "GA4_REJECTED"),
        (errors.SourceForbidden, grpc.StatusCode.PERMISSION_DENIED, "GA4_FORBIDDEN"),
    ):
        table.add(kind, _plain(code, reason))
    table.add(errors.Overloaded, _overloaded)
    table.add(errors.StillBeingMade, _still_being_made)
    table.add(errors.SourceExhausted, _exhausted)
    table.add(errors.SourceUnavailable, _unavailable)
    return table


def _plain(code: grpc.StatusCode, reason: str) -> Callable[[Exception], status_pb2.Status]:
    return lambda error: status(code, str(error), reason)


def _overloaded(error: errors.Overloaded) -> status_pb2.Status:
    return status(grpc.StatusCode.RESOURCE_EXHAUSTED, str(error), "OVERLOADED", retry_after=error.retry_after)


def _still_being_made(error: errors.StillBeingMade) -> status_pb2.Status:
    return status(
        grpc.StatusCode.DEADLINE_EXCEEDED, str(error), "ANSWER_STILL_BEING_MADE", retry_after=error.retry_after
    )


def _exhausted(error: errors.SourceExhausted) -> status_pb2.Status:
    subject = f"properties/{error.property_id}" if error.property_id else "Google Analytics property"
    violation = error_details_pb2.QuotaFailure.Violation(subject=subject, description=str(error))
    failure = error_details_pb2.QuotaFailure(violations=[violation])
    return status(
        grpc.StatusCode.RESOURCE_EXHAUSTED, str(error), "GA4_QUOTA_EXHAUSTED", failure, retry_after=error.retry_after
    )


def _unavailable(error: errors.SourceUnavailable) -> status_pb2.Status:
    return status(grpc.StatusCode.UNAVAILABLE, str(error), "GA4_UNAVAILABLE", retry_after=error.retry_after)
