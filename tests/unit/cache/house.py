"""A whole cache over two tiers in memory, for tests of what the cache makes of them."""

from __future__ import annotations

from datetime import timedelta

from prometheus_client import CollectorRegistry

from sandbox.stores.chaos import ChaosStore
from sandbox.stores.memory import MemoryStore
from services.cache.errors import StoreUnreachable
from services.cache.metrics import CacheMetrics
from services.cache.progressive_cache import ProgressiveCache, TierPlace
from services.cache.results import Hit
from services.cache.stores.store import Tier
from services.cache.ttl import TierLimits
from services.serving.background import BackgroundMetrics, BackgroundWork
from tests.fakes.clock import FakeClock
from tests.unit.cache.examples import HOUR, a_key

MINUTE = timedelta(minutes=1)
LIMITS = {Tier.L1: TierLimits(HOUR, HOUR), Tier.L2: TierLimits(24 * HOUR, 24 * HOUR)}
DOWN = StoreUnreachable("no route")


class House:
    """A cache over two tiers in memory that fail on demand."""

    def __init__(self, *tiers: Tier) -> None:
        self.clock = FakeClock()
        self.registry = CollectorRegistry()
        self.l1 = ChaosStore(MemoryStore(self.clock))
        self.l2 = ChaosStore(MemoryStore(self.clock))
        self.metrics = CacheMetrics(self.registry, tiers)
        self.promotions = BackgroundWork("promotion", 10, MINUTE, BackgroundMetrics(self.registry))
        stores = {Tier.L1: self.l1, Tier.L2: self.l2}
        self.cache = ProgressiveCache(
            [TierPlace(tier, stores[tier], LIMITS[tier]) for tier in tiers],
            self.promotions,
            self.metrics,
            self.clock,
            random=lambda: 0.0,
        )

    async def get(self, max_staleness: timedelta = timedelta(0)) -> Hit | None:
        """Looks `a_key()` up and waits for what it sets off."""
        hit = await self.cache.get(a_key(), max_staleness)
        await self.promotions.drain(MINUTE)
        return hit

    async def served_by(self, max_staleness: timedelta = timedelta(0)) -> Tier | None:
        hit = await self.get(max_staleness)
        return hit.tier if hit else None

    def count(self, name: str, **labels: str) -> float:
        return self.registry.get_sample_value(name, labels) or 0.0
