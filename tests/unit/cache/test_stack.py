"""What the order of the wrappers is for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from sandbox.stores.chaos import ChaosStore
from sandbox.stores.memory import MemoryStore
from services.cache.errors import StoreBusy, StoreSuspended, StoreTimedOut, StoreUnreachable
from services.cache.keys import CacheKey
from services.cache.metrics import CacheMetrics
from services.cache.stores.breaker import BreakerPolicy
from services.cache.stores.stack import Care, stacked
from services.cache.stores.store import Entry, Store, Tier
from services.cache.stores.timed import TimeLimits
from tests.fakes.clock import FakeClock
from tests.unit.cache.examples import a_key

LONG = timedelta(seconds=30)
POLICY = BreakerPolicy(least_calls=3)


class Bench:
    """A whole stack around a tier in memory."""

    def __init__(self, read_limit: timedelta = LONG) -> None:
        clock = FakeClock()
        self.registry = CollectorRegistry()
        self.inner = ChaosStore(MemoryStore(clock))
        metrics = CacheMetrics(self.registry, [Tier.L1]).tiers[Tier.L1]
        care = Care(TimeLimits(read_limit, LONG, LONG), POLICY)
        self.store: Store = stacked(self.inner, Tier.L1, care, metrics, clock)

    async def look_up(self, callers: int) -> list[object]:
        return await asyncio.gather(
            *(self.store.get_many([a_key(number)]) for number in range(callers)), return_exceptions=True
        )

    def look_ups_timed(self) -> float | None:
        return self.registry.get_sample_value("cache_latency_seconds_count", {"tier": "l1"})


async def test_callers_at_once_cost_one_call_and_are_measured_each() -> None:
    bench = Bench()
    assert await bench.look_up(16) == [{}] * 16
    assert bench.inner.calls["get_many"] == 1
    assert bench.look_ups_timed() == 16


async def test_a_batch_that_fails_is_one_failure_however_many_callers_it_had() -> None:
    bench = Bench()
    bench.inner.throw(StoreUnreachable("no route"))
    assert {type(outcome) for outcome in await bench.look_up(16)} == {StoreUnreachable}
    bench.inner.heal()
    assert await bench.look_up(1) == [{}]


async def test_time_outs_suspend_the_tier() -> None:
    bench = Bench(read_limit=timedelta(milliseconds=5))
    bench.inner.stall()
    for _ in range(POLICY.least_calls):
        with pytest.raises(StoreTimedOut):
            await bench.store.get_many([a_key()])
    with pytest.raises(StoreSuspended):
        await bench.store.get_many([a_key()])


async def test_a_line_before_a_tier_that_keeps_within_its_limit_is_bounded_by_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = Bench(read_limit=timedelta(milliseconds=50))

    async def slowly(_: object) -> Mapping[CacheKey, Entry]:
        await asyncio.sleep(0.03)
        return {}

    monkeypatch.setattr(bench.inner, "get_many", slowly)
    outcomes = await bench.look_up(160)
    assert outcomes[0] == {}
    assert isinstance(outcomes[-1], StoreBusy)
