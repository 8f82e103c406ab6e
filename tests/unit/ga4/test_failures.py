from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import grpc
import pytest
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2
from hypothesis import given
from hypothesis import strategies as st

from services.orchestrator.errors import (
    SourceError,
    SourceExhausted,
    SourceForbidden,
    SourceRejected,
    SourceUnavailable,
)
from services.orchestrator.ga4.exhausted import BucketEmpty, TooManyAtOnce
from services.orchestrator.ga4.failures import source_error
from services.orchestrator.ga4.google_client import exceptions
from services.orchestrator.ga4.quota_limits import REFILL_MARGIN, Bucket
from services.orchestrator.ga4.unavailable import GivenUp, NotReached, TooSlow

NOON_IN_NEW_YORK = datetime(2026, 11, 24, 17, tzinfo=UTC)

KINDS: dict[str, type[SourceError]] = {
    "CANCELLED": SourceUnavailable,
    "UNKNOWN": SourceUnavailable,
    "INVALID_ARGUMENT": SourceRejected,
    "DEADLINE_EXCEEDED": TooSlow,
    "NOT_FOUND": SourceForbidden,
    "ALREADY_EXISTS": SourceUnavailable,
    "PERMISSION_DENIED": SourceForbidden,
    "UNAUTHENTICATED": SourceForbidden,
    "RESOURCE_EXHAUSTED": BucketEmpty,
    "FAILED_PRECONDITION": SourceRejected,
    "ABORTED": SourceUnavailable,
    "OUT_OF_RANGE": SourceRejected,
    "UNIMPLEMENTED": SourceRejected,
    "INTERNAL": SourceUnavailable,
    "UNAVAILABLE": SourceUnavailable,
    "DATA_LOSS": SourceUnavailable,
}


def google_error(code: grpc.StatusCode, words: str = "", **told: object) -> exceptions.GoogleAPICallError:
    from_status: Callable[..., exceptions.GoogleAPICallError] = exceptions.from_grpc_status
    return from_status(code, words, **told)


def told(code: grpc.StatusCode, words: str = "", **details: object) -> SourceError:
    return source_error(google_error(code, words, **details), "123456789", NOON_IN_NEW_YORK)


def retry_after(words: str, now: datetime = NOON_IN_NEW_YORK, **details: object) -> timedelta:
    error = source_error(google_error(grpc.StatusCode.RESOURCE_EXHAUSTED, words, **details), "1", now)
    assert isinstance(error, SourceExhausted)
    return error.retry_after


@pytest.mark.parametrize(
    ("words", "kind"), [("Deadline Exceeded", GivenUp), ("Deadline expired before operation could complete.", TooSlow)]
)
def test_who_stopped_waiting_is_told_apart(words: str, kind: type[SourceError]) -> None:
    assert type(told(grpc.StatusCode.DEADLINE_EXCEEDED, words)) is kind


@pytest.mark.parametrize("code", [code for code in grpc.StatusCode if code is not grpc.StatusCode.OK])
def test_every_status_has_its_kind_of_failure(code: grpc.StatusCode) -> None:
    assert type(told(code)) is KINDS[code.name]


@pytest.mark.parametrize(
    "code",
    [
        grpc.StatusCode.PERMISSION_DENIED,
        grpc.StatusCode.UNAUTHENTICATED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
    ],
)
@given(words=st.text(min_size=20))
def test_what_google_says_of_its_own_troubles_reaches_no_caller(code: grpc.StatusCode, words: str) -> None:
    assert words not in str(told(code, words))


def test_what_google_says_of_a_request_reaches_the_caller_on_one_line_and_within_bounds() -> None:
    words = "Requests are limited to 4 dateRanges.\n  This request contains 5 dateRanges."
    assert str(told(grpc.StatusCode.INVALID_ARGUMENT, words)).endswith(
        "Requests are limited to 4 dateRanges. This request contains 5 dateRanges."
    )
    assert len(str(told(grpc.StatusCode.INVALID_ARGUMENT, "x" * 10_000))) < 500


@pytest.mark.parametrize(
    ("code", "words", "kind"),
    [
        (grpc.StatusCode.UNAVAILABLE, "DNS resolution failed for analyticsdata.googleapis.com", NotReached),
        (grpc.StatusCode.UNAVAILABLE, "Getting metadata from plugin failed with error: no token", NotReached),
        (grpc.StatusCode.UNAVAILABLE, "Socket closed", SourceUnavailable),
        (grpc.StatusCode.INTERNAL, "failed to connect to all addresses", SourceUnavailable),
    ],
)
def test_a_call_that_never_left_is_told_from_one_that_google_failed(
    code: grpc.StatusCode, words: str, kind: type[SourceError]
) -> None:
    assert type(told(code, words)) is kind


def test_a_forbidden_property_is_named_and_what_to_check() -> None:
    message = str(told(grpc.StatusCode.PERMISSION_DENIED, "User does not have sufficient permissions"))
    assert "123456789" in message
    assert "Viewer" in message


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Exhausted concurrent requests quota.", timedelta(seconds=2)),
        (
            "Exhausted property tokens for a project per hour. These quota tokens will return in under an hour.",
            timedelta(minutes=20),
        ),
        (
            "Exhausted potentially thresholded requests quota. This quota will refresh in under an hour.",
            timedelta(minutes=20),
        ),
        ("Exhausted something new.", timedelta(minutes=5)),
    ],
)
def test_when_to_come_back_is_read_from_googles_words(words: str, expected: timedelta) -> None:
    twenty_to_one = NOON_IN_NEW_YORK + timedelta(minutes=40) + REFILL_MARGIN
    assert retry_after(words, twenty_to_one) == expected


@pytest.mark.parametrize(
    ("words", "bucket"),
    [
        ("Exhausted property tokens for a project per hour.", Bucket.TOKENS_PER_PROJECT_PER_HOUR),
        ("Exhausted property tokens per hour.", Bucket.TOKENS_PER_HOUR),
        ("Exhausted property tokens per day.", Bucket.TOKENS_PER_DAY),
        (
            "Exhausted property tokens per day. These quota tokens will return in under 24 hours.",
            Bucket.TOKENS_PER_DAY,
        ),
        ("Exhausted server errors for a project per hour.", Bucket.SERVER_ERRORS_PER_PROJECT_PER_HOUR),
        (
            "Exhausted potentially thresholded requests quota. This quota will refresh in under an hour.",
            Bucket.POTENTIALLY_THRESHOLDED_REQUESTS_PER_HOUR,
        ),
        ("Exhausted something new.", None),
    ],
)
def test_googles_words_say_which_quota_it_is(words: str, bucket: Bucket | None) -> None:
    error = told(grpc.StatusCode.RESOURCE_EXHAUSTED, words)
    assert isinstance(error, BucketEmpty)
    assert error.bucket is bucket


def test_too_many_requests_at_once_empty_no_bucket() -> None:
    error = told(grpc.StatusCode.RESOURCE_EXHAUSTED, "Exhausted concurrent requests quota.")
    assert isinstance(error, TooManyAtOnce)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 24, 17, tzinfo=UTC), timedelta(hours=15)),
        (datetime(2026, 11, 25, 7, 59, tzinfo=UTC), timedelta(minutes=1)),
        # On this day California's clocks go back, so that it has 25 hours.
        (datetime(2026, 11, 1, 7, 0, tzinfo=UTC), timedelta(hours=25)),
    ],
)
def test_a_daily_quota_returns_at_midnight_in_california(now: datetime, expected: timedelta) -> None:
    assert retry_after("Exhausted property tokens per day.", now) == expected + REFILL_MARGIN


def test_googles_own_word_on_when_to_come_back_counts_most() -> None:
    retry_info = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=42))
    assert retry_after("will return in under an hour", details=[retry_info]) == timedelta(seconds=42)
