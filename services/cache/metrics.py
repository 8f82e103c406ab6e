"""What the cache counts: for Prometheus, and for `GetStats`."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Mapping
from enum import StrEnum

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from services.cache.errors import CorruptEntry, StoreBusy, StoreError, StoreSuspended
from services.cache.keys import CacheKey
from services.cache.stores.store import Tier

log = structlog.get_logger(__name__)

LATENCY_BUCKETS = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
"""Seconds: from a look-up in memory to past every tier's time-out."""
_RECENT = 1000


class WriteOutcome(StrEnum):
    """What became of a write to one tier."""

    TAKEN = "taken"
    REFUSED = "refused"
    FAILED = "failed"


class CacheMetrics:
    """The counts of one process since its start. `tiers` are those that are switched on, nearest first."""

    def __init__(self, registry: CollectorRegistry, tiers: Collection[Tier]) -> None:
        self._misses = Counter("cache_misses", "Look-ups that no tier could serve.", registry=registry)
        self._dropped = Counter(
            "cache_outdated_results", "Results not stored, made before an invalidation.", registry=registry
        )
        self._swept = Counter("cache_swept_entries", "Expired entries deleted from L2.", registry=registry)
        self._sweep_failures = Counter("cache_sweep_failures", "Sweeps that L2 did not let finish.", registry=registry)
        self._chore_failures = Counter(
            "cache_chore_failures", "Failures of upkeep that nobody expected.", ["chore"], registry=registry
        )
        enabled = Gauge("cache_tier_enabled", "Whether a tier is switched on.", ["tier"], registry=registry)
        for tier in Tier:
            enabled.labels(tier).set(tier in tiers)
        collectors = _TierCollectors(registry)
        self.tiers: Mapping[Tier, TierMetrics] = {tier: TierMetrics(tier, collectors) for tier in tiers}
        self.misses = 0

    def missed(self) -> None:
        """A look-up was served by no tier."""
        self.misses += 1
        self._misses.inc()

    def dropped(self) -> None:
        """A result was not stored, for it was made before an invalidation."""
        self._dropped.inc()

    def swept(self, entries: int) -> None:
        """Expired entries were deleted."""
        self._swept.inc(entries)

    def sweep_failed(self) -> None:
        """A sweep was cut short."""
        self._sweep_failures.inc()

    def chore_failed(self, chore: str) -> None:
        """A chore failed in a way that nobody expected."""
        self._chore_failures.labels(chore).inc()


class _TierCollectors:
    def __init__(self, registry: CollectorRegistry) -> None:
        self.hits = Counter("cache_hits", "Look-ups served, by the tier that did.", ["tier"], registry=registry)
        self.latency = Histogram(
            "cache_latency_seconds",
            "How long a tier's look-ups take, failed ones included.",
            ["tier"],
            buckets=LATENCY_BUCKETS,
            registry=registry,
        )
        self.errors = Counter("cache_errors", "Calls to a tier that failed.", ["tier", "reason"], registry=registry)
        self.up = Gauge("cache_tier_up", "Whether a tier answered its last call.", ["tier"], registry=registry)
        self.writes = Counter("cache_writes", "Writes to a tier.", ["tier", "outcome"], registry=registry)


class TierMetrics:
    """One tier's counts."""

    def __init__(self, tier: Tier, collectors: _TierCollectors) -> None:
        self.hits = 0
        self.misses = 0
        self.errors = 0
        self.up = True
        self._tier = tier
        self._errors = collectors.errors
        self._writes = {outcome: collectors.writes.labels(tier, outcome) for outcome in WriteOutcome}
        self._hits = collectors.hits.labels(tier)
        self._latency = collectors.latency.labels(tier)
        self._up = collectors.up.labels(tier)
        self._up.set(1)
        self._recent: deque[float] = deque(maxlen=_RECENT)

    def hit(self) -> None:
        """A look-up was served by this tier."""
        self.hits += 1
        self._hits.inc()

    def missed(self) -> None:
        """A look-up was not served by this tier."""
        self.misses += 1

    def looked_up(self, seconds: float) -> None:
        """A look-up took so long."""
        self._latency.observe(seconds)
        self._recent.append(seconds)

    def latency(self, share: float) -> float:
        """The latency in seconds that `share` of the last thousand look-ups kept within; 0 before the first."""
        if not self._recent:
            return 0.0
        ordered = sorted(self._recent)
        return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]

    def wrote(self, outcome: WriteOutcome) -> None:
        """A write ended."""
        self._writes[outcome].inc()

    def answered(self) -> None:
        """A call was answered."""
        if not self.up:
            self._turn(up=True)
            log.info("tier is back", tier=self._tier)

    def failed(self, error: StoreError) -> None:
        """A call failed, or was not made because too many had, or because too many were in line: that is no fault."""
        self._errors.labels(self._tier, error.reason).inc()
        if not isinstance(error, StoreSuspended):
            self.errors += 1
        if self.up and not isinstance(error, StoreBusy):
            self._turn(up=False)
            log.warning("tier is down", tier=self._tier, reason=error.reason, error=str(error))

    def corrupt(self, key: CacheKey, error: CorruptEntry) -> None:
        """An entry could not be read. The tier itself is well."""
        self.errors += 1
        self._errors.labels(self._tier, error.reason).inc()
        log.error("corrupt entry", tier=self._tier, key=str(key), error=str(error))

    def _turn(self, *, up: bool) -> None:
        self.up = up
        self._up.set(up)
