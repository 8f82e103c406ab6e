"""What a call to Headrace can fail with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import grpc


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """A field of the request that breaks its rule."""

    field: str
    description: str


@dataclass(frozen=True, slots=True)
class QuotaViolation:
    """A quota that is used up, and whose."""

    subject: str
    description: str


class HeadraceError(Exception):
    """Any failure of a call; its text is the service's message, which says what to do.

    `reason` is why, as a constant such as "INVALID_FIELD"; every failure that the service itself reports has one, so
    it is empty where the connection failed. `retry_after` is how long to wait before asking again, None where nothing
    was said. Raised as it is for codes without a class of their own, INTERNAL for example.
    """

    def __init__(
        self,
        message: str,
        code: grpc.StatusCode,
        *,
        reason: str = "",
        field_violations: tuple[FieldViolation, ...] = (),
        quota_violations: tuple[QuotaViolation, ...] = (),
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason
        self.field_violations = field_violations
        self.quota_violations = quota_violations
        self.retry_after = retry_after


class InvalidArgument(HeadraceError):
    """The request breaks a rule; `field_violations` names the fields."""


class Unauthenticated(HeadraceError):
    """No token was sent, or one that is not known."""


class PermissionDenied(HeadraceError):
    """The caller may not act for the tenant, or the property may not be read."""


class NotFound(HeadraceError):
    """Only a cached answer was asked for, and there is none."""


class ResourceExhausted(HeadraceError):
    """A quota is used up or the service is full; see `retry_after`."""


class Unavailable(HeadraceError):
    """The service, or Google Analytics behind it, could not be reached; see `retry_after`."""


class DeadlineExceeded(HeadraceError):
    """The call was not done within its time-out."""


class AnswerLost(HeadraceError):
    """The stream of an answer broke and could not be resumed. Asking the question again is safe.

    The events up to `sequence` of `answer_id` were delivered, each once.
    """

    def __init__(
        self,
        message: str,
        code: grpc.StatusCode,
        *,
        answer_id: str,
        sequence: int,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(message, code, retry_after=retry_after)
        self.answer_id = answer_id
        self.sequence = sequence
