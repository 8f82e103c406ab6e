"""What each property has left of its quotas, as far as GA4 told."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from services.orchestrator.ga4.exhausted import BucketEmpty, KeptForCallers
from services.orchestrator.ga4.metrics import SourceMetrics
from services.orchestrator.ga4.property_quota import ToldQuota
from services.orchestrator.ga4.quota_limits import STANDARD, Bucket, Category, Limits
from services.serving.clock import Clock

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class LedgerPolicy:
    """How much of each bucket is `kept_for_callers`, as a share of it, and of how many `properties` is remembered."""

    kept_for_callers: float = 0.5
    properties: int = 10_000


class QuotaLedger:
    """Remembers what GA4 tells of quotas, and says who may ask. What is not known is taken to be full."""

    def __init__(self, policy: LedgerPolicy, metrics: SourceMetrics, clock: Clock) -> None:
        self._policy = policy
        self._metrics = metrics
        self._clock = clock
        self._accounts: OrderedDict[tuple[str, Category], _Account] = OrderedDict()

    def told(self, property_id: str, category: Category, quota: ToldQuota, asked_at: datetime) -> None:
        """Takes note of the quota beside a report that was asked for at `asked_at`."""
        self._metrics.tokens.labels(category).inc(quota.tokens_spent)
        with self._noting(property_id, category) as account:
            account.learn(quota.limits)
            for bucket, remaining in quota.remaining.items():
                account.lower(bucket, remaining, bucket.refills_at(asked_at))

    def used_up(self, property_id: str, category: Category, refusal: BucketEmpty) -> None:
        """Takes note that GA4 refused a request for want of quota, and for how long."""
        with self._noting(property_id, category) as account:
            account.refuse(refusal.bucket, self._clock.now() + refusal.retry_after)

    def concurrent_requests(self, property_id: str, category: Category) -> int:
        """How many requests of a category GA4 runs at once for the property."""
        account = self._accounts.get((property_id, category))
        return (account.limits if account else STANDARD).concurrent_requests

    def check(self, property_id: str, category: Category, *, background: bool = False) -> None:
        """Raises BucketEmpty, with the time that it takes to refill, while nobody may ask.

        Work that no caller waits for, in the `background`, may only draw on what is not kept for callers; else it is
        told so by KeptForCallers.
        """
        account = self._accounts.get((property_id, category))
        if account is None:
            return
        now = self._clock.now()
        if empty := account.empty(now):
            bucket, until = empty
            raise BucketEmpty(property_id, bucket, until - now)
        low_until = account.low_until(now, self._policy.kept_for_callers)
        if background and low_until:
            raise KeptForCallers(
                f"What property {property_id} has left is kept for callers.", low_until - now, property_id
            )

    @contextmanager
    def _noting(self, property_id: str, category: Category) -> Iterator[_Account]:
        key = (property_id, category)
        account = self._accounts.setdefault(key, _Account())
        self._accounts.move_to_end(key)
        if len(self._accounts) > self._policy.properties:
            self._accounts.popitem(last=False)
        was_empty = account.empty(self._clock.now())
        yield account
        empty = account.empty(self._clock.now())
        if empty and not was_empty:
            bucket, until = empty
            named = bucket or "unknown"
            self._metrics.used_up.labels(category, named).inc()
            log.warning(
                "google analytics quota used up",
                property_id=property_id,
                category=category,
                bucket=named,
                until=until.isoformat(),
            )


@dataclass(slots=True)
class _Account:
    """What is known of one category of a property."""

    limits: Limits = STANDARD
    remaining: dict[Bucket, tuple[int, datetime]] = field(default_factory=dict)
    """What is left, and until when that is all."""
    refused: dict[Bucket | None, datetime] = field(default_factory=dict)

    def learn(self, limits: Limits) -> None:
        # A 360 property that has little left looks like a standard one.
        if limits is not STANDARD:
            self.limits = limits

    def lower(self, bucket: Bucket, remaining: int, until: datetime) -> None:
        known, known_until = self.remaining.get(bucket, (remaining, until))
        if until > known_until:
            self.remaining[bucket] = remaining, until
        elif until == known_until:
            # Replies overtake each other, but within an hour or a day a bucket only empties.
            self.remaining[bucket] = min(known, remaining), until

    def refuse(self, bucket: Bucket | None, until: datetime) -> None:
        self.refused[bucket] = max(until, self.refused.get(bucket, until))

    def empty(self, now: datetime) -> tuple[Bucket | None, datetime] | None:
        """The empty bucket that takes longest to refill, and until when."""
        empty: dict[Bucket | None, datetime] = dict(self.refused)
        for bucket, (remaining, until) in self.remaining.items():
            if remaining <= 0:
                empty[bucket] = max(until, empty.get(bucket, until))
        last = max(empty.items(), key=lambda each: each[1], default=None)
        return last if last and last[1] > now else None

    def low_until(self, now: datetime, share: float) -> datetime | None:
        """Until when some bucket has no more than a share of what it holds when it is full."""
        low = [
            until
            for bucket, (remaining, until) in self.remaining.items()
            if until > now and remaining <= share * self.limits.full[bucket]
        ]
        return max(low, default=None)
