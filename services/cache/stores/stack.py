"""Which wrappers lie around a tier's store, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

from services.cache.metrics import TierMetrics
from services.cache.stores.breaker import BreakerPolicy, BreakerStore
from services.cache.stores.coalescing import CoalescingStore
from services.cache.stores.measured import MeasuredStore
from services.cache.stores.store import Store, Tier
from services.cache.stores.timed import TimedStore, TimeLimits
from services.serving.clock import Clock


@dataclass(frozen=True, slots=True)
class Care:
    """How a tier is watched over."""

    time_limits: TimeLimits
    breaker: BreakerPolicy


def stacked(store: Store, tier: Tier, care: Care, metrics: TierMetrics, clock: Clock) -> Store:
    """The store with everything around it. From the inside out:

    - timed, next to the store, so that whatever the store waits for counts, a free connection too;
    - breaker, around it, so that time-outs are failures like any other;
    - coalescing, around that, so that a batch that fails is one failure, however many callers it had, and
      with the same limit, so that a wait in line is no longer than one for the tier;
    - measured, outermost, so that latencies are what callers see.
    """
    timed = TimedStore(store, care.time_limits)
    guarded = BreakerStore(timed, tier, care.breaker, clock)
    return MeasuredStore(CoalescingStore(guarded, care.time_limits.read), metrics, clock)
