"""The breaker: when a tier is left alone, and how it comes back."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from sandbox.stores.chaos import ChaosStore
from sandbox.stores.memory import MemoryStore
from services.cache.errors import StoreSuspended, StoreTimedOut, StoreUnreachable
from services.cache.stores.breaker import BreakerPolicy, BreakerStore
from services.cache.stores.store import Scope, Tier
from tests.fakes.clock import FakeClock
from tests.unit.cache.examples import a_key, an_entry
from tests.unit.cache.waiting import until

SECOND = timedelta(seconds=1)
POLICY = BreakerPolicy(window=10 * SECOND, least_calls=4, failure_share=0.5, pause=SECOND)
DOWN = StoreUnreachable("no route")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def inner(clock: FakeClock) -> ChaosStore:
    return ChaosStore(MemoryStore(clock))


@pytest.fixture
def breaker(inner: ChaosStore, clock: FakeClock) -> BreakerStore:
    return BreakerStore(inner, Tier.L1, POLICY, clock)


async def fail(breaker: BreakerStore, inner: ChaosStore, times: int) -> None:
    inner.throw(DOWN)
    for _ in range(times):
        with pytest.raises(StoreUnreachable):
            await breaker.ping()


async def test_one_blip_suspends_nothing(breaker: BreakerStore, inner: ChaosStore) -> None:
    await fail(breaker, inner, 3)
    inner.heal()
    await breaker.ping()


async def test_half_of_the_calls_failing_suspends_the_tier(breaker: BreakerStore, inner: ChaosStore) -> None:
    for _ in range(4):
        await breaker.ping()
    await fail(breaker, inner, 4)
    for call in (breaker.ping(), breaker.get_many([a_key()]), breaker.put(a_key(), an_entry(FakeClock().now()))):
        with pytest.raises(StoreSuspended):
            await call
    assert inner.calls["ping"] == 8
    assert inner.calls["get_many"] == inner.calls["put"] == 0


async def test_fewer_than_half_failing_suspends_nothing(breaker: BreakerStore, inner: ChaosStore) -> None:
    for _ in range(5):
        await breaker.ping()
    await fail(breaker, inner, 4)
    inner.heal()
    await breaker.ping()


async def test_time_outs_count_like_any_failure(breaker: BreakerStore, inner: ChaosStore) -> None:
    inner.throw(StoreTimedOut("frozen"))
    for _ in range(4):
        with pytest.raises(StoreTimedOut):
            await breaker.get_many([a_key()])
    with pytest.raises(StoreSuspended):
        await breaker.get_many([a_key()])


async def test_failures_outside_the_window_are_forgotten(
    breaker: BreakerStore, inner: ChaosStore, clock: FakeClock
) -> None:
    await fail(breaker, inner, 3)
    clock.advance(11 * SECOND)
    await fail(breaker, inner, 3)
    inner.heal()
    await breaker.ping()


async def test_after_the_pause_one_call_that_succeeds_lets_all_through(
    breaker: BreakerStore, inner: ChaosStore, clock: FakeClock
) -> None:
    await fail(breaker, inner, 4)
    inner.heal()
    with pytest.raises(StoreSuspended):
        await breaker.ping()
    clock.advance(SECOND)
    await breaker.ping()
    await fail(breaker, inner, 3)  # the failures before the pause are forgotten
    inner.heal()
    await breaker.ping()


async def test_a_probe_that_fails_begins_another_pause(
    breaker: BreakerStore, inner: ChaosStore, clock: FakeClock
) -> None:
    await fail(breaker, inner, 4)
    clock.advance(SECOND)
    await fail(breaker, inner, 1)
    with pytest.raises(StoreSuspended):
        await breaker.ping()
    assert inner.calls["ping"] == 5


async def test_only_one_call_at_a_time_probes(breaker: BreakerStore, inner: ChaosStore, clock: FakeClock) -> None:
    await fail(breaker, inner, 4)
    clock.advance(SECOND)
    inner.heal()
    inner.stall()
    probe = asyncio.create_task(breaker.ping())
    await until(lambda: inner.stalled)
    with pytest.raises(StoreSuspended):
        await breaker.ping()
    inner.heal()
    await probe
    await breaker.ping()


async def test_a_cancelled_probe_leaves_the_way_to_another(
    breaker: BreakerStore, inner: ChaosStore, clock: FakeClock
) -> None:
    await fail(breaker, inner, 4)
    clock.advance(SECOND)
    inner.heal()
    inner.stall()
    probe = asyncio.create_task(breaker.ping())
    await until(lambda: inner.stalled)
    probe.cancel()
    with pytest.raises(asyncio.CancelledError):
        await probe
    inner.heal()
    await breaker.ping()


async def test_a_call_from_before_the_suspension_changes_nothing_when_it_fails(
    breaker: BreakerStore, inner: ChaosStore, clock: FakeClock
) -> None:
    inner.stall("put")
    late = asyncio.create_task(breaker.put(a_key(), an_entry(clock.now())))
    await until(lambda: inner.stalled)
    with capture_logs() as logs:
        await fail(breaker, inner, 4)
        clock.advance(SECOND / 2)
        inner.heal()
        inner.throw(DOWN)
        with pytest.raises(StoreUnreachable):
            await late
    assert [line["event"] for line in logs] == ["tier suspended"]
    clock.advance(SECOND / 2)
    inner.heal()
    await breaker.ping()  # the pause is no longer for it


async def test_deletions_are_never_held_back(breaker: BreakerStore, inner: ChaosStore, clock: FakeClock) -> None:
    await inner.put(a_key(), an_entry(clock.now()))
    await fail(breaker, inner, 4)
    inner.heal()
    await breaker.discard(a_key(2))
    assert await breaker.delete(Scope("demo")) == 1


async def test_each_change_is_logged_once(breaker: BreakerStore, inner: ChaosStore, clock: FakeClock) -> None:
    with capture_logs() as logs:
        await fail(breaker, inner, 4)
        for _ in range(10):
            with pytest.raises(StoreSuspended):
                await breaker.ping()
        clock.advance(SECOND)
        inner.heal()
        for _ in range(10):
            await breaker.ping()
    assert [(line["event"], line["tier"]) for line in logs] == [("tier suspended", "l1"), ("tier resumed", "l1")]
    assert logs[0]["reason"] == "unreachable"
