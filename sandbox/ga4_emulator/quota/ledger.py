"""What each property has used, and who is let in."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from google.analytics.data_v1beta.types import PropertyQuota, QuotaStatus

from sandbox.ga4_emulator.properties import Property
from sandbox.ga4_emulator.quota.costs import Cost
from sandbox.ga4_emulator.quota.exhausted import exhausted
from sandbox.ga4_emulator.quota.limits import LIMITS, TOKENS, Bucket, Category, spans_at
from services.serving.clock import Clock

EVERY_PROPERTY = ""
"""Stands for all properties where one may be named."""


@dataclass(frozen=True, slots=True)
class Charged:
    """What a request has consumed of each quota, and what remained after it."""

    consumed: Mapping[Bucket, int]
    remaining: Mapping[Bucket, int]

    def told(self) -> PropertyQuota:
        """As responses tell it."""
        status = {
            bucket: QuotaStatus(consumed=self.consumed.get(bucket, 0), remaining=max(self.remaining[bucket], 0))
            for bucket in Bucket
        }
        return PropertyQuota(
            tokens_per_day=status[Bucket.TOKENS_PER_DAY],
            tokens_per_hour=status[Bucket.TOKENS_PER_HOUR],
            tokens_per_project_per_hour=status[Bucket.TOKENS_PER_PROJECT_PER_HOUR],
            concurrent_requests=status[Bucket.CONCURRENT_REQUESTS],
            server_errors_per_project_per_hour=status[Bucket.SERVER_ERRORS_PER_PROJECT_PER_HOUR],
            potentially_thresholded_requests_per_hour=status[Bucket.THRESHOLDED_REQUESTS_PER_HOUR],
        )


@dataclass(slots=True)
class _Use:
    """What is used of each quota in the span that it is counted for."""

    spans: dict[Bucket, int] = field(default_factory=dict)
    used: Counter[Bucket] = field(default_factory=Counter)
    in_flight: int = 0

    def move_to(self, spans: Mapping[Bucket, int]) -> None:
        """Gives back what was used in other spans."""
        for bucket, span in spans.items():
            if self.spans.get(bucket) != span:
                self.spans[bucket], self.used[bucket] = span, 0


class QuotaLedger:
    """Counts what the requests of each category use of each property's quotas. Any number of threads may call it.

    Limits are the API's, times `scale`, at least 1. All callers count as one Google Cloud project.
    """

    def __init__(self, clock: Clock, scale: float = 1.0) -> None:
        self._clock = clock
        self._limits = {
            level: {bucket: max(int(limit * scale), 1) for bucket, limit in limits.items()}
            for level, limits in LIMITS.items()
        }
        self._uses: defaultdict[tuple[str, Category], _Use] = defaultdict(_Use)
        self._used_up: dict[tuple[str, Category, Bucket], int] = {}
        self._writing = threading.Lock()

    @contextmanager
    def admitted(self, reported: Property, category: Category) -> Iterator[None]:
        """Is one of the requests at a time for as long as the block lasts.

        Raises `Refused` if any of the property's quotas is used up.
        """
        with self._writing:
            for bucket, remaining in self._remaining(reported, category).items():
                if remaining <= 0:
                    raise exhausted(bucket)
            use = self._uses[reported.property_id, category]
            use.in_flight += 1
        try:
            yield
        finally:
            with self._writing:
                use.in_flight -= 1

    def charge(self, reported: Property, category: Category, cost: Cost) -> Charged:
        """Takes what a request costs."""
        consumed = {**dict.fromkeys(TOKENS, cost.tokens), Bucket.THRESHOLDED_REQUESTS_PER_HOUR: int(cost.thresholded)}
        with self._writing:
            use = self._current(reported.property_id, category)
            use.used.update(consumed)
            remaining = self._remaining(reported, category)
            if use.in_flight > 0:
                remaining[Bucket.CONCURRENT_REQUESTS] += 1
        return Charged(consumed, remaining)

    def server_failed(self, reported: Property, category: Category) -> None:
        """Counts an answer that is the server's own error."""
        with self._writing:
            self._current(reported.property_id, category).used[Bucket.SERVER_ERRORS_PER_PROJECT_PER_HOUR] += 1

    def use_up(
        self, bucket: Bucket, property_id: str = EVERY_PROPERTY, categories: Iterable[Category] = Category
    ) -> None:
        """Leaves nothing of a quota until the clock refills it; of requests at a time, until `refill`."""
        span = spans_at(self._clock.now())[bucket]
        with self._writing:
            for category in categories:
                self._used_up[property_id, category, bucket] = span

    def refill(self, property_id: str = EVERY_PROPERTY) -> None:
        """Gives back all that has been used, of one property or of every one."""
        with self._writing:
            for (whose, _), use in self._uses.items():
                if property_id in {EVERY_PROPERTY, whose}:
                    use.used.clear()
            for key in [key for key in self._used_up if property_id in {EVERY_PROPERTY, key[0]}]:
                del self._used_up[key]

    def _current(self, property_id: str, category: Category) -> _Use:
        use = self._uses[property_id, category]
        use.move_to(spans_at(self._clock.now()))
        return use

    def _remaining(self, reported: Property, category: Category) -> dict[Bucket, int]:
        property_id = reported.property_id
        use = self._current(property_id, category)
        limits = self._limits[reported.service_level]
        remaining = {bucket: limits[bucket] - use.used[bucket] for bucket in Bucket}
        remaining[Bucket.CONCURRENT_REQUESTS] -= use.in_flight
        for (whose, kind, bucket), span in self._used_up.items():
            if kind is category and whose in {EVERY_PROPERTY, property_id} and use.spans[bucket] == span:
                remaining[bucket] = 0
        return remaining
