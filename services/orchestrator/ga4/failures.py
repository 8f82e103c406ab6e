"""From Google's errors to ours: the one place that knows both.

Messages are our own, save for GA4's words on what it refuses in a request: those name fields and limits only, and
say what to change.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import grpc
from google.rpc import error_details_pb2

from services.orchestrator.errors import (
    SourceError,
    SourceExhausted,
    SourceForbidden,
    SourceRejected,
    SourceUnavailable,
)
from services.orchestrator.ga4.exhausted import BucketEmpty, TooManyAtOnce
from services.orchestrator.ga4.google_client import exceptions
from services.orchestrator.ga4.quota_limits import Bucket
from services.orchestrator.ga4.unavailable import GivenUp, NotReached, TooSlow

CONCURRENCY_RETURNS_IN = timedelta(seconds=2)
UNKNOWN_QUOTA_RETURNS_IN = timedelta(minutes=5)
LONGEST_QUOTE = 400

_REFUSED = {
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.OUT_OF_RANGE,
    grpc.StatusCode.UNIMPLEMENTED,
}
_FORBIDDEN = {grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.NOT_FOUND}
_NEVER_SENT = (
    "failed to connect to all addresses",
    "DNS resolution failed",
    "Getting metadata from plugin failed",
)
"""How gRPC itself begins to tell that a call did not leave; nothing else in the error sets it apart from Google's."""

_GIVEN_UP = "Deadline Exceeded"
"""How gRPC itself tells that the call's own time-out came; Google's servers say it in other words."""


def source_error(error: exceptions.GoogleAPICallError, property_id: str, now: datetime) -> SourceError:
    """What a failed call means for the caller. Whatever is not known to be final may be tried again."""
    code = error.grpc_status_code
    if code in _REFUSED:
        return SourceRejected(f"Google Analytics refuses the request: {_quoted(error.message)}")
    if code in _FORBIDDEN:
        return SourceForbidden(
            f"Google Analytics refuses access to property {property_id}. Check its number, and that this service's "
            "account has the Viewer role on it."
        )
    if code is grpc.StatusCode.UNAUTHENTICATED:
        return SourceForbidden(
            "Google Analytics does not accept this service's credentials. Its operator has to renew them."
        )
    if code is grpc.StatusCode.RESOURCE_EXHAUSTED:
        return _exhausted(error, property_id, now)
    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        slow = GivenUp if error.message.startswith(_GIVEN_UP) else TooSlow
        return slow("Google Analytics did not answer in time. Ask again, or for fewer days or columns.")
    never_sent = code is grpc.StatusCode.UNAVAILABLE and error.message.startswith(_NEVER_SENT)
    kind = NotReached if never_sent else SourceUnavailable
    return kind("Google Analytics cannot be reached or fails at the moment. Ask again shortly.")


def _exhausted(error: exceptions.GoogleAPICallError, property_id: str, now: datetime) -> SourceExhausted:
    told = _told_delay(error)
    words = error.message.lower()
    if "concurrent" in words:
        return TooManyAtOnce(
            f"Too many requests run at once for Google Analytics property {property_id}. Ask again shortly.",
            told or CONCURRENCY_RETURNS_IN,
            property_id,
        )
    bucket = _bucket(words)
    returns_in = bucket.refills_at(now) - now if bucket else UNKNOWN_QUOTA_RETURNS_IN
    return BucketEmpty(property_id, bucket, told or returns_in)


def _bucket(words: str) -> Bucket | None:
    """The bucket that GA4's words tell of; of the day's and the property's own hour they are not attested."""
    if "threshold" in words:
        return Bucket.POTENTIALLY_THRESHOLDED_REQUESTS_PER_HOUR
    if "server error" in words:
        return Bucket.SERVER_ERRORS_PER_PROJECT_PER_HOUR
    # First, for its tokens return "in under 24 hours".
    if "per day" in words or "daily" in words:
        return Bucket.TOKENS_PER_DAY
    if "hour" in words:
        return Bucket.TOKENS_PER_PROJECT_PER_HOUR if "project" in words else Bucket.TOKENS_PER_HOUR
    return None


def _told_delay(error: exceptions.GoogleAPICallError) -> timedelta | None:
    for detail in error.details:
        if isinstance(detail, error_details_pb2.RetryInfo):
            delay: timedelta = detail.retry_delay.ToTimedelta()
            return delay
    return None


def _quoted(words: str) -> str:
    """On one line, and not without bounds."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1]}…"
