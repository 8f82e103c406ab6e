"""What the cache does by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import func, select
from structlog.testing import capture_logs

from sandbox.stores.chaos import ChaosStore
from sandbox.stores.memory import MemoryStore
from sandbox.stores.postgres import PostgresServer
from services.cache.errors import StoreUnreachable
from services.cache.metrics import CacheMetrics
from services.cache.stores.database import engine
from services.cache.stores.postgres import PostgresStore
from services.cache.stores.query_cache import query_cache
from services.cache.stores.store import Tier
from services.cache.upkeep import Chore, Sweeper, check_up, repeat
from services.serving.clock import SystemClock
from tests.fakes.clock import FakeClock
from tests.unit.cache.examples import HOUR, a_key, an_entry
from tests.unit.cache.waiting import until

MINUTE = timedelta(minutes=1)


class L2:
    """A real L2 and its sweeper."""

    def __init__(self, url: str) -> None:
        self.engine = engine(url, 4, behind_pooler=False)
        self.store = PostgresStore(self.engine, SystemClock())
        self.registry = CollectorRegistry()
        self.metrics = CacheMetrics(self.registry, [Tier.L2])
        self.sweeper = Sweeper(self.store, self.metrics, batch=10, batch_limit=MINUTE)

    async def rows(self) -> int:
        async with self.engine.connect() as connection:
            return (await connection.execute(select(func.count()).select_from(query_cache))).scalar_one()

    async def fill(self, gone: int, kept: int) -> None:
        now = SystemClock().now()
        for number in range(gone):
            await self.store.put(a_key(number), an_entry(now - 3 * HOUR))
        for number in range(gone, gone + kept):
            await self.store.put(a_key(number), an_entry(now))


@pytest.fixture
async def l2(clean_postgres: PostgresServer) -> AsyncIterator[L2]:
    tier = L2(clean_postgres.url)
    yield tier
    await tier.store.aclose()


async def test_a_sweep_deletes_all_that_is_gone_batch_by_batch_and_nothing_else(l2: L2) -> None:
    await l2.fill(gone=25, kept=3)
    assert await l2.rows() == 28
    await l2.sweeper.sweep()
    assert await l2.rows() == 3
    assert l2.registry.get_sample_value("cache_swept_entries_total") == 25


async def test_sweeps_of_several_replicas_do_not_wait_for_each_other(l2: L2) -> None:
    await l2.fill(gone=30, kept=0)
    async with l2.engine.execution_options(isolation_level="READ COMMITTED").begin() as other:
        await other.execute(select(query_cache).order_by(query_cache.c.keep_until).limit(10).with_for_update())
        await l2.sweeper.sweep()
        assert l2.registry.get_sample_value("cache_swept_entries_total") == 20
    await l2.sweeper.sweep()
    assert await l2.rows() == 0


async def test_a_sweep_that_l2_cuts_short_is_counted_and_the_next_one_goes_on(
    l2: L2, own_postgres: PostgresServer
) -> None:
    down = L2(own_postgres.url)
    own_postgres.kill()
    await down.sweeper.sweep()
    assert down.registry.get_sample_value("cache_sweep_failures_total") == 1
    await own_postgres.start()
    await down.fill(gone=1, kept=0)
    await down.sweeper.sweep()
    assert await down.rows() == 0
    await down.store.aclose()


async def test_a_check_up_pings_every_store_even_after_one_failed() -> None:
    clock = FakeClock()
    first, second = ChaosStore(MemoryStore(clock)), ChaosStore(MemoryStore(clock))
    first.throw(StoreUnreachable("no route"))
    await check_up([first, second])
    assert (first.calls["ping"], second.calls["ping"]) == (1, 1)


async def test_a_chore_is_repeated_from_the_start_until_it_is_cancelled_even_where_it_fails() -> None:
    done = 0

    async def fail() -> None:
        nonlocal done
        done += 1
        raise TypeError("nobody expected this")

    registry = CollectorRegistry()
    chore = Chore("sweep", fail, timedelta(milliseconds=1))
    with capture_logs() as logs:
        task = asyncio.create_task(repeat(chore, CacheMetrics(registry, []), random=lambda: 0.5))
        await until(lambda: done >= 3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert registry.get_sample_value("cache_chore_failures_total", {"chore": "sweep"}) == done
    assert [(line["event"], line["chore"]) for line in logs] == [("chore failed unexpectedly", "sweep")] * done
