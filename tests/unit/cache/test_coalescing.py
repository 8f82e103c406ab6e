"""Look-ups that come together, or while others are under way, reach the tier as one."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from sandbox.stores.chaos import ChaosStore
from sandbox.stores.memory import MemoryStore
from services.cache.errors import StoreBusy, StoreUnreachable
from services.cache.keys import CacheKey
from services.cache.stores.coalescing import CoalescingStore
from services.cache.stores.store import Entry
from tests.fakes.clock import FakeClock
from tests.unit.cache.examples import a_key, an_entry
from tests.unit.cache.waiting import until

CLOCK = FakeClock()
LONG = timedelta(seconds=30)
SHORT = timedelta(milliseconds=20)


class BatchesSeen(MemoryStore):
    """Remembers what was asked for together."""

    def __init__(self) -> None:
        super().__init__(CLOCK)
        self.batches: list[list[CacheKey]] = []

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        self.batches.append(list(keys))
        return await super().get_many(keys)


async def test_look_ups_of_one_turn_become_one_and_each_key_is_asked_once() -> None:
    inner = BatchesSeen()
    store = CoalescingStore(inner, LONG)
    inner.entries[a_key(1)] = an_entry(CLOCK.now(), payload=b"one")
    found = await asyncio.gather(*(store.get_many([a_key(number)]) for number in (1, 2, 1, 3, 1)))
    assert inner.batches == [[a_key(1), a_key(2), a_key(3)]]
    assert [sorted(entry.payload for entry in each.values()) for each in found] == [
        [b"one"],
        [],
        [b"one"],
        [],
        [b"one"],
    ]


async def test_a_look_up_of_a_later_turn_sees_what_was_stored_meanwhile() -> None:
    inner = BatchesSeen()
    store = CoalescingStore(inner, LONG)
    assert await store.get_many([a_key()]) == {}
    await store.put(a_key(), an_entry(CLOCK.now()))
    assert set(await store.get_many([a_key()])) == {a_key()}


async def test_look_ups_that_come_while_as_many_as_may_be_are_under_way_are_gathered() -> None:
    inner = BatchesSeen()
    slow = ChaosStore(inner)
    store = CoalescingStore(slow, LONG, under_way=2)
    slow.stall()
    look_ups = []
    for number in range(6):  # one a turn, as a gRPC server starts its calls
        look_ups.append(asyncio.create_task(store.get_many([a_key(number)])))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert slow.stalled == 2
    slow.heal()
    await asyncio.gather(*look_ups)
    assert inner.batches == [[a_key(0)], [a_key(1)], [a_key(number) for number in range(2, 6)]]


async def test_who_waits_behind_a_batch_that_fails_is_let_go_each_time_it_does() -> None:
    inner = ChaosStore(MemoryStore(CLOCK))
    store = CoalescingStore(inner, LONG, under_way=1)
    no_route = StoreUnreachable("no route")
    for calls in (1, 2):
        inner.stall()
        first = asyncio.create_task(store.get_many([a_key(1)]))
        await until(lambda: inner.stalled)
        second = asyncio.create_task(store.get_many([a_key(2)]))
        await asyncio.sleep(0)
        inner.heal()
        inner.throw(no_route)
        outcomes = await asyncio.gather(first, second, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [StoreUnreachable, StoreBusy]
        assert inner.calls["get_many"] == calls
        inner.heal()
    assert await store.get_many([a_key()]) == {}


async def test_a_failure_is_not_kept_after_its_callers_have_it() -> None:
    inner = ChaosStore(MemoryStore(CLOCK))
    store = CoalescingStore(inner, LONG)
    error = StoreUnreachable("no route")
    kept = weakref.ref(error)
    inner.throw(error)
    del error
    with pytest.raises(StoreUnreachable):
        await store.get_many([a_key()])
    inner.heal()
    gc.collect()
    assert kept() is None


async def test_nobody_waits_in_line_longer_than_the_limit() -> None:
    inner = ChaosStore(MemoryStore(CLOCK))
    store = CoalescingStore(inner, SHORT, full=1, under_way=1)
    inner.stall()
    outcomes = await asyncio.gather(*(store.get_many([a_key(n)]) for n in range(10)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreBusy] * 10
    inner.heal()


async def test_a_batch_that_all_have_left_before_its_turn_is_not_read() -> None:
    inner = BatchesSeen()
    slow = ChaosStore(inner)
    store = CoalescingStore(slow, SHORT, full=1, under_way=1)
    slow.stall()
    await asyncio.gather(*(store.get_many([a_key(n)]) for n in range(10)), return_exceptions=True)
    slow.heal()
    await store.aclose()
    assert inner.batches == [[a_key(0)]]


async def test_a_full_batch_begins_another() -> None:
    inner = BatchesSeen()
    store = CoalescingStore(inner, LONG, full=10)
    await asyncio.gather(*(store.get_many([a_key(number)]) for number in range(25)))
    assert [len(batch) for batch in inner.batches] == [10, 10, 5]


async def test_a_failure_reaches_everybody_of_the_batch_and_nobody_after_it() -> None:
    inner = ChaosStore(MemoryStore(CLOCK))
    store = CoalescingStore(inner, LONG)
    inner.throw(StoreUnreachable("no route"))
    outcomes = await asyncio.gather(*(store.get_many([a_key(n)]) for n in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreUnreachable] * 3
    assert inner.calls["get_many"] == 1
    inner.heal()
    assert await store.get_many([a_key()]) == {}


async def test_a_cancelled_caller_takes_nobody_else_with_it() -> None:
    inner = ChaosStore(MemoryStore(CLOCK))
    store = CoalescingStore(inner, LONG)
    await inner.put(a_key(), an_entry(CLOCK.now()))
    inner.stall()
    leaver, stayer = (asyncio.create_task(store.get_many([a_key()])) for _ in range(2))
    await until(lambda: inner.stalled)
    leaver.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaver
    inner.heal()
    assert set(await stayer) == {a_key()}


async def test_closing_waits_for_the_batch_under_way() -> None:
    inner = ChaosStore(MemoryStore(CLOCK))
    store = CoalescingStore(inner, LONG)
    inner.stall()
    look_up = asyncio.create_task(store.get_many([a_key()]))
    await until(lambda: inner.stalled)
    closing = asyncio.create_task(store.aclose())
    await asyncio.sleep(0)
    assert inner.calls["aclose"] == 0
    inner.heal()
    await asyncio.gather(look_up, closing)
    assert inner.calls["aclose"] == 1
