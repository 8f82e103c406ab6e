"""Nobody waits for a tier longer than its limit."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

import pytest

from sandbox.stores.chaos import ChaosStore
from sandbox.stores.memory import MemoryStore
from services.cache.errors import StoreTimedOut, StoreUnreachable
from services.cache.keys import CacheKey
from services.cache.stores.store import Entry, Scope, Store
from services.cache.stores.timed import TimedStore, TimeLimits
from tests.fakes.clock import FakeClock
from tests.unit.cache.examples import a_key, an_entry
from tests.unit.cache.waiting import until

SHORT, LONG = timedelta(milliseconds=10), timedelta(seconds=30)
CLOCK = FakeClock()

CALLS: dict[str, tuple[TimeLimits, Callable[[Store], Awaitable[object]]]] = {
    "get_many": (TimeLimits(SHORT, LONG, LONG), lambda store: store.get_many([a_key()])),
    "put": (TimeLimits(LONG, SHORT, LONG), lambda store: store.put(a_key(), an_entry(CLOCK.now()))),
    "discard": (TimeLimits(LONG, SHORT, LONG), lambda store: store.discard(a_key())),
    "delete": (TimeLimits(LONG, LONG, SHORT), lambda store: store.delete(Scope("demo"))),
    "ping": (TimeLimits(SHORT, LONG, LONG), lambda store: store.ping()),
    "aclose": (TimeLimits(LONG, SHORT, LONG), lambda store: store.aclose()),
}


@pytest.mark.parametrize("method", CALLS)
async def test_a_frozen_tier_lets_its_caller_go_within_the_limit_of_the_call(method: str) -> None:
    limits, call = CALLS[method]
    inner = ChaosStore(MemoryStore(CLOCK))
    inner.stall()
    with pytest.raises(StoreTimedOut):
        await call(TimedStore(inner, limits))
    await until(lambda: inner.stalled == 0)  # and nothing of it is left


async def test_an_error_of_the_tier_is_passed_on() -> None:
    inner = ChaosStore(MemoryStore(CLOCK))
    inner.throw(StoreUnreachable("no route"))
    with pytest.raises(StoreUnreachable):
        await TimedStore(inner, TimeLimits(LONG, LONG, LONG)).ping()


async def test_a_cancelled_caller_ends_its_call() -> None:
    inner = ChaosStore(MemoryStore(CLOCK))
    inner.stall()
    call = asyncio.create_task(TimedStore(inner, TimeLimits(LONG, LONG, LONG)).ping())
    await until(lambda: inner.stalled)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await until(lambda: inner.stalled == 0)


class AnswersSoon(MemoryStore):
    """Takes a few milliseconds and a few turns of the event loop."""

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        await asyncio.sleep(0.002)
        await asyncio.create_task(asyncio.sleep(0))
        return await super().get_many(keys)


async def test_an_answer_that_came_in_time_counts_although_the_event_loop_was_busy() -> None:
    store = TimedStore(AnswersSoon(CLOCK), TimeLimits(SHORT, LONG, LONG))
    look_up = asyncio.create_task(store.get_many([a_key()]))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    time.sleep(5 * SHORT.total_seconds())  # noqa: ASYNC251 - this is the busy event loop
    assert await look_up == {}


class SlowToGiveUp(MemoryStore):
    """Takes its time when cancelled, as closing a connection to a frozen server does, and fails then."""

    def __init__(self) -> None:
        super().__init__(CLOCK)
        self.let_go = asyncio.Event()
        self.closed_after_all_ended = False

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        try:
            await asyncio.Event().wait()
        finally:
            await self.let_go.wait()
            raise StoreUnreachable("closed at last")

    async def aclose(self) -> None:
        self.closed_after_all_ended = self.let_go.is_set()


async def test_a_caller_is_let_go_even_where_giving_up_takes_long() -> None:
    inner = SlowToGiveUp()
    store = TimedStore(inner, TimeLimits(SHORT, LONG, LONG))
    with pytest.raises(StoreTimedOut):
        await store.get_many([a_key()])
    assert not inner.let_go.is_set()
    inner.let_go.set()


async def test_closing_waits_for_calls_that_were_given_up() -> None:
    inner = SlowToGiveUp()
    store = TimedStore(inner, TimeLimits(SHORT, LONG, LONG))
    with pytest.raises(StoreTimedOut):
        await store.get_many([a_key()])
    asyncio.get_running_loop().call_later(0.01, inner.let_go.set)
    await store.aclose()
    assert inner.closed_after_all_ended


async def test_the_failure_of_a_call_that_was_given_up_is_nobodys_concern() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
    inner = SlowToGiveUp()
    inner.let_go.set()
    with pytest.raises(StoreTimedOut):
        await TimedStore(inner, TimeLimits(SHORT, LONG, LONG)).get_many([a_key()])
    for _ in range(5):
        await asyncio.sleep(0)
    gc.collect()
    assert complaints == []
