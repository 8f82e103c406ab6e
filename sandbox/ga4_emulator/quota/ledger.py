"""What each property has used, and who is let in."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from google.analytics.data_v1beta.types import PropertyQuota, QuotaStatus

from sandbox.ga4_emulator.properties import Property
from sandbox.ga4_emulator.quota.costs import Cost
from sandbox.ga4_emulator.quota.exhausted import exhausted
from sandbox.ga4_emulator.quota.limits import LIMITS, TOKENS, Bucket, Category
from services.serving.clock import Clock

EVERY_PROPERTY = ""
"""Stands for all properties where one may be named."""


@dataclass(slots=True)
class _Use:
    span: str
    used: int = 0


class QuotaLedger:
    """Counts what the requests of each category use of each property's quotas. Any number of threads may call it.

    Limits are the API's, times `scale`, at least 1. All callers count as one Google Cloud project.
    """

    def __init__(self, clock: Clock, scale: float = 1.0) -> None:
        self._clock = clock
        self._scale = scale
        self._uses: dict[tuple[str, Category, Bucket], _Use] = {}
        self._in_flight: Counter[tuple[str, Category]] = Counter()
        self._used_up: dict[tuple[str, Category, Bucket], str] = {}
        self._writing = threading.Lock()

    @contextmanager
    def admitted(self, reported: Property, category: Category) -> Iterator[None]:
        """Is one of the requests at a time for as long as the block lasts.

        Raises `Refused` if any of the property's quotas is used up.
        """
        flight = reported.property_id, category
        with self._writing:
            for bucket in Bucket:
                if self._remaining(reported, category, bucket) <= 0:
                    raise exhausted(bucket)
            self._in_flight[flight] += 1
        try:
            yield
        finally:
            with self._writing:
                self._in_flight[flight] -= 1

    def charge(self, reported: Property, category: Category, cost: Cost) -> PropertyQuota:
        """Takes what a request costs and returns the property's quota after it."""
        consumed = Counter(dict.fromkeys(TOKENS, cost.tokens))
        consumed[Bucket.THRESHOLDED_REQUESTS_PER_HOUR] = int(cost.thresholded)
        with self._writing:
            for bucket, amount in consumed.items():
                self._use(reported.property_id, category, bucket).used += amount
            left = {bucket: self._remaining(reported, category, bucket) for bucket in Bucket}
            if self._in_flight[reported.property_id, category] > 0:
                left[Bucket.CONCURRENT_REQUESTS] += 1
        status = {b: QuotaStatus(consumed=consumed[b], remaining=max(left[b], 0)) for b in Bucket}
        return PropertyQuota(
            tokens_per_day=status[Bucket.TOKENS_PER_DAY],
            tokens_per_hour=status[Bucket.TOKENS_PER_HOUR],
            tokens_per_project_per_hour=status[Bucket.TOKENS_PER_PROJECT_PER_HOUR],
            concurrent_requests=status[Bucket.CONCURRENT_REQUESTS],
            server_errors_per_project_per_hour=status[Bucket.SERVER_ERRORS_PER_PROJECT_PER_HOUR],
            potentially_thresholded_requests_per_hour=status[Bucket.THRESHOLDED_REQUESTS_PER_HOUR],
        )

    def server_failed(self, reported: Property, category: Category) -> None:
        """Counts an answer that is the server's own error."""
        with self._writing:
            self._use(reported.property_id, category, Bucket.SERVER_ERRORS_PER_PROJECT_PER_HOUR).used += 1

    def use_up(
        self, bucket: Bucket, property_id: str = EVERY_PROPERTY, categories: Iterable[Category] = Category
    ) -> None:
        """Leaves nothing of a quota until the clock refills it; of requests at a time, until `refill`."""
        with self._writing:
            for category in categories:
                self._used_up[property_id, category, bucket] = bucket.span(self._clock.now())

    def refill(self, property_id: str = EVERY_PROPERTY) -> None:
        """Gives back all that has been used, of one property or of every one."""
        with self._writing:
            for counted in (self._uses, self._used_up):
                for key in [key for key in counted if property_id in {EVERY_PROPERTY, key[0]}]:
                    del counted[key]

    def _remaining(self, reported: Property, category: Category, bucket: Bucket) -> int:
        property_id = reported.property_id
        span = bucket.span(self._clock.now())
        if any(self._used_up.get((whose, category, bucket)) == span for whose in (property_id, EVERY_PROPERTY)):
            return 0
        limit = max(int(LIMITS[reported.service_level][bucket] * self._scale), 1)
        if bucket is Bucket.CONCURRENT_REQUESTS:
            return limit - self._in_flight[property_id, category]
        return limit - self._use(property_id, category, bucket).used

    def _use(self, property_id: str, category: Category, bucket: Bucket) -> _Use:
        span = bucket.span(self._clock.now())
        use = self._uses.get((property_id, category, bucket))
        if use is None or use.span != span:
            use = self._uses[property_id, category, bucket] = _Use(span)
        return use
