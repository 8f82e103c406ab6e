"""The rules of fields that both contracts have. Each check raises InvalidField."""

from __future__ import annotations

import re
from datetime import timedelta

from google.protobuf import duration_pb2

from services.serving.errors import InvalidField

LONGEST_DURATION = timedelta(days=366)

TENANT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
PROPERTY_ID = re.compile(r"[0-9]{1,20}")


def check_tenant_id(value: str, field: str = "tenant_id") -> None:
    """Without separators, so that no id can be forged by one inside another."""
    if not TENANT_ID.fullmatch(value):
        raise InvalidField(field, "must be 1 to 64 of A-Z a-z 0-9 _ -")


def check_property_id(value: str, field: str = "property_id") -> None:
    """Digits alone, as Google Analytics numbers its properties."""
    if not PROPERTY_ID.fullmatch(value):
        raise InvalidField(field, "must be a Google Analytics property's numeric id, such as 123456789")


def span_of(field: str, duration: duration_pb2.Duration) -> timedelta:
    """A duration of a request, to the microsecond; unset is zero."""
    if duration.seconds < 0 or duration.nanos < 0:
        raise InvalidField(field, "must not be negative")
    if duration.seconds > LONGEST_DURATION.total_seconds() or duration.nanos > 999_999_999:
        raise InvalidField(field, f"must be at most {LONGEST_DURATION.days} days")
    return timedelta(seconds=duration.seconds, microseconds=duration.nanos // 1000)


def duration_of(span: timedelta) -> duration_pb2.Duration:
    """A duration for a message."""
    duration = duration_pb2.Duration()
    duration.FromTimedelta(span)
    return duration
