"""What a property may use in which span of time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from sandbox.ga4_emulator.properties import ServiceLevel

_DAYS_BEGIN_IN = ZoneInfo("America/Los_Angeles")
_HOUR = 3600


class Category(StrEnum):
    """Kinds of requests that do not use up each other's quotas."""

    CORE = "core"
    REALTIME = "realtime"


class Bucket(StrEnum):
    """The quotas, in the API's names and in the order in which they are looked at."""

    TOKENS_PER_DAY = "tokensPerDay"
    TOKENS_PER_HOUR = "tokensPerHour"
    TOKENS_PER_PROJECT_PER_HOUR = "tokensPerProjectPerHour"
    THRESHOLDED_REQUESTS_PER_HOUR = "potentiallyThresholdedRequestsPerHour"
    SERVER_ERRORS_PER_PROJECT_PER_HOUR = "serverErrorsPerProjectPerHour"
    CONCURRENT_REQUESTS = "concurrentRequests"


def spans_at(now: datetime) -> Mapping[Bucket, int]:
    """For each quota the span that a moment lies in: what is used in it is back in the next. Hours are those of the
    clock, days are days in Los Angeles; requests at a time have only one span."""
    return _spans(int(now.timestamp()) // _HOUR)


@lru_cache(maxsize=8)
def _spans(hour: int) -> Mapping[Bucket, int]:
    day = datetime.fromtimestamp(hour * _HOUR, _DAYS_BEGIN_IN).toordinal()
    return {**dict.fromkeys(Bucket, hour), Bucket.TOKENS_PER_DAY: day, Bucket.CONCURRENT_REQUESTS: 0}


TOKENS = (Bucket.TOKENS_PER_DAY, Bucket.TOKENS_PER_HOUR, Bucket.TOKENS_PER_PROJECT_PER_HOUR)
"""The quotas that a request's tokens are taken from, all of them from each."""

_STANDARD = {
    Bucket.TOKENS_PER_DAY: 200_000,
    Bucket.TOKENS_PER_HOUR: 40_000,
    Bucket.TOKENS_PER_PROJECT_PER_HOUR: 14_000,
    Bucket.THRESHOLDED_REQUESTS_PER_HOUR: 120,
    Bucket.SERVER_ERRORS_PER_PROJECT_PER_HOUR: 10,
    Bucket.CONCURRENT_REQUESTS: 10,
}
_PREMIUM = {
    Bucket.TOKENS_PER_DAY: 2_000_000,
    Bucket.TOKENS_PER_HOUR: 400_000,
    Bucket.TOKENS_PER_PROJECT_PER_HOUR: 140_000,
    Bucket.THRESHOLDED_REQUESTS_PER_HOUR: 120,
    Bucket.SERVER_ERRORS_PER_PROJECT_PER_HOUR: 50,
    Bucket.CONCURRENT_REQUESTS: 50,
}
LIMITS: Mapping[ServiceLevel, Mapping[Bucket, int]] = {
    ServiceLevel.STANDARD: _STANDARD,
    ServiceLevel.PREMIUM: _PREMIUM,
}
"""As documented in the API's description of PropertyQuota."""
