"""From Google's errors to ours: the one place that knows both.

Messages are our own, save for GA4's words on what it refuses in a request: those name fields and limits only, and
say what to change.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import grpc
from google.rpc import error_details_pb2

from services.orchestrator.errors import (
    SourceError,
    SourceExhausted,
    SourceForbidden,
    SourceRejected,
    SourceUnavailable,
)
from services.orchestrator.ga4.google_client import exceptions
from services.orchestrator.ga4.unavailable import NotReached, TooSlow

CONCURRENCY_RETURNS_IN = timedelta(seconds=2)
HOURLY_QUOTA_RETURNS_IN = timedelta(hours=1)
"""GA4 says "in under an hour" and no more."""
UNKNOWN_QUOTA_RETURNS_IN = timedelta(minutes=5)
DAILY_QUOTA_ZONE = "America/Los_Angeles"
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
        return TooSlow("Google Analytics did not answer in time. Ask again, or for fewer days or columns.")
    never_sent = code is grpc.StatusCode.UNAVAILABLE and error.message.startswith(_NEVER_SENT)
    kind = NotReached if never_sent else SourceUnavailable
    return kind("Google Analytics cannot be reached or fails at the moment. Ask again shortly.")


def _exhausted(error: exceptions.GoogleAPICallError, property_id: str, now: datetime) -> SourceExhausted:
    words = error.message.lower()
    if "concurrent" in words:
        what, returns_in = "Too many requests run at once", CONCURRENCY_RETURNS_IN
    elif "hour" in words:
        what, returns_in = "An hourly quota is used up", HOURLY_QUOTA_RETURNS_IN
    elif "day" in words or "daily" in words:
        what, returns_in = "The daily quota is used up", _until_midnight(now)
    else:
        what, returns_in = "A quota is used up", UNKNOWN_QUOTA_RETURNS_IN
    return SourceExhausted(
        f"{what} for Google Analytics property {property_id}. Ask again later.", _told_delay(error) or returns_in
    )


def _told_delay(error: exceptions.GoogleAPICallError) -> timedelta | None:
    for detail in error.details:
        if isinstance(detail, error_details_pb2.RetryInfo):
            delay: timedelta = detail.retry_delay.ToTimedelta()
            return delay
    return None


def _until_midnight(now: datetime) -> timedelta:
    """Until the daily quotas return: midnight in California."""
    zone = ZoneInfo(DAILY_QUOTA_ZONE)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, zone).astimezone(UTC) - now.astimezone(UTC)


def _quoted(words: str) -> str:
    """On one line, and not without bounds."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1]}…"
