"""What GA4 allows a property in an hour and a day, and when that returns.

Figures: developers.google.com/analytics/devguides/reporting/data/v1/quotas. Core and realtime requests have each a
whole set of buckets of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.orchestrator.understanding.plan import Method

DAYS_BEGIN_IN = "America/Los_Angeles"
REFILL_MARGIN = timedelta(seconds=1)
"""For clocks that differ: what is asked too early, Google counts to the hour before."""


class Category(StrEnum):
    """The kinds of requests that are counted apart."""

    CORE = "core"
    REALTIME = "realtime"


class Bucket(StrEnum):
    """What is counted; the names of `PropertyQuota`'s fields."""

    TOKENS_PER_DAY = "tokens_per_day"
    TOKENS_PER_HOUR = "tokens_per_hour"
    TOKENS_PER_PROJECT_PER_HOUR = "tokens_per_project_per_hour"
    SERVER_ERRORS_PER_PROJECT_PER_HOUR = "server_errors_per_project_per_hour"
    POTENTIALLY_THRESHOLDED_REQUESTS_PER_HOUR = "potentially_thresholded_requests_per_hour"

    def refills_at(self, now: datetime) -> datetime:
        """When the bucket that is drawn on at `now` is surely full again (UTC).

        GA4 says of hourly quotas only that they return "in under an hour"; here they return with the clock's hour.
        """
        if self is Bucket.TOKENS_PER_DAY:
            zone = ZoneInfo(DAYS_BEGIN_IN)
            tomorrow = now.astimezone(zone).date() + timedelta(days=1)
            return datetime.combine(tomorrow, time.min, zone).astimezone(UTC) + REFILL_MARGIN
        return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1) + REFILL_MARGIN


@dataclass(frozen=True, slots=True)
class Limits:
    """How many requests may run at once, and how much each bucket holds when it is full."""

    concurrent_requests: int
    full: Mapping[Bucket, int]


STANDARD = Limits(
    concurrent_requests=10,
    full={
        Bucket.TOKENS_PER_DAY: 200_000,
        Bucket.TOKENS_PER_HOUR: 40_000,
        Bucket.TOKENS_PER_PROJECT_PER_HOUR: 14_000,
        Bucket.SERVER_ERRORS_PER_PROJECT_PER_HOUR: 10,
        Bucket.POTENTIALLY_THRESHOLDED_REQUESTS_PER_HOUR: 120,
    },
)
ANALYTICS_360 = Limits(
    concurrent_requests=50,
    full={
        Bucket.TOKENS_PER_DAY: 2_000_000,
        Bucket.TOKENS_PER_HOUR: 400_000,
        Bucket.TOKENS_PER_PROJECT_PER_HOUR: 140_000,
        Bucket.SERVER_ERRORS_PER_PROJECT_PER_HOUR: 50,
        Bucket.POTENTIALLY_THRESHOLDED_REQUESTS_PER_HOUR: 120,
    },
)


def category_of(method: Method) -> Category:
    """What a request is counted as; questions about fields are core requests."""
    return Category.REALTIME if method is Method.RUN_REALTIME_REPORT else Category.CORE
