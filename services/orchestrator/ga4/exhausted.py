"""Which quota is used up, where that decides what may be asked next."""

from __future__ import annotations

from datetime import timedelta

from services.orchestrator.errors import SourceExhausted
from services.orchestrator.ga4.quota_limits import Bucket

_WORDS = {
    None: "A quota",
    Bucket.TOKENS_PER_DAY: "The daily quota",
    Bucket.TOKENS_PER_HOUR: "The hourly quota",
    Bucket.TOKENS_PER_PROJECT_PER_HOUR: "This service's hourly quota",
    Bucket.SERVER_ERRORS_PER_PROJECT_PER_HOUR: "The hourly quota of server errors",
    Bucket.POTENTIALLY_THRESHOLDED_REQUESTS_PER_HOUR: "The hourly quota of requests that tell of few people",
}


class TooManyAtOnce(SourceExhausted):
    """Google Analytics runs as many requests for the property as it may; some may end any moment."""


class BucketEmpty(SourceExhausted):
    """What a bucket held is used up; nothing is answered before it refills. None is a bucket that was not named."""

    def __init__(self, property_id: str, bucket: Bucket | None, retry_after: timedelta) -> None:
        super().__init__(
            f"{_WORDS[bucket]} is used up for Google Analytics property {property_id}. Ask again later.",
            retry_after,
            property_id,
        )
        self.bucket = bucket


class KeptForCallers(SourceExhausted):
    """What is left of a quota is for those who wait for an answer."""


class QueueFull(SourceExhausted):
    """Too many wait here for a place among the requests that may run at once, or waited for too long."""
