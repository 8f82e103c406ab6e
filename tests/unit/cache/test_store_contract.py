"""What every store promises, whatever it is and whatever lies around it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from sandbox.stores.chaos import ChaosStore
from sandbox.stores.memory import MemoryStore
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.process import free_port
from sandbox.stores.valkey import ValkeyServer
from services.cache.errors import CorruptEntry
from services.cache.keys import CacheKey
from services.cache.metrics import CacheMetrics
from services.cache.stores.breaker import BreakerPolicy, BreakerStore
from services.cache.stores.coalescing import CoalescingStore
from services.cache.stores.database import engine
from services.cache.stores.framing import MAX_PLAN_BYTES, decode, encode
from services.cache.stores.measured import MeasuredStore
from services.cache.stores.postgres import PostgresStore
from services.cache.stores.redis import RedisStore, connect
from services.cache.stores.stack import Care, stacked
from services.cache.stores.store import Entry, Scope, Store, Tier
from services.cache.stores.timed import TimedStore, TimeLimits
from services.serving.clock import SystemClock
from tests.unit.cache.examples import a_key, an_entry

PATIENT = TimeLimits(*[timedelta(seconds=20)] * 3)
CLOCK = SystemClock()

Wrap = Callable[[Store], Store]

WRAPPERS: dict[str, Wrap] = {
    "bare": lambda inner: inner,
    "timed": lambda inner: TimedStore(inner, PATIENT),
    "breaker": lambda inner: BreakerStore(inner, Tier.L1, BreakerPolicy(), CLOCK),
    "coalescing": lambda inner: CoalescingStore(inner, PATIENT.read),
    "measured": lambda inner: MeasuredStore(inner, CacheMetrics(CollectorRegistry(), [Tier.L1]).tiers[Tier.L1], CLOCK),
    "chaos": ChaosStore,
    "stacked": lambda inner: stacked(
        inner,
        Tier.L1,
        Care(PATIENT, BreakerPolicy()),
        CacheMetrics(CollectorRegistry(), [Tier.L1]).tiers[Tier.L1],
        CLOCK,
    ),
}
KINDS = ["redis", "cluster", "postgres", "behind a pooler", *(f"memory, {name}" for name in WRAPPERS), "redis, stacked"]


def never_corrupt(key: CacheKey, error: CorruptEntry) -> None:
    raise AssertionError(f"{key}: {error}")


@pytest.fixture(scope="module")
def valkey_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    """A cluster of one node that holds every slot."""
    server = ValkeyServer(
        tmp_path_factory.mktemp("cluster"), options=["--cluster-enabled", "yes", "--cluster-port", str(free_port())]
    )

    async def start() -> None:
        await server.start()
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"CLUSTER ADDSLOTSRANGE 0 16383\r\n")
        assert await reader.readline() == b"+OK\r\n"
        while True:
            writer.write(b"CLUSTER INFO\r\n")
            info = await reader.readuntil(b"\r\n\r\n")
            if b"cluster_state:ok" in info:
                break
        writer.close()
        await writer.wait_closed()

    asyncio.run(start())
    yield server
    asyncio.run(server.stop())


@pytest.fixture(params=KINDS)
def opened(request: pytest.FixtureRequest) -> Store:
    kind, _, wrapper = request.param.partition(", ")
    return WRAPPERS[wrapper or "bare"](bare(kind, request))


def bare(kind: str, request: pytest.FixtureRequest) -> Store:
    if kind == "memory":
        return MemoryStore(CLOCK)
    if kind == "redis":
        valkey: ValkeyServer = request.getfixturevalue("clean_valkey")
        return RedisStore(connect(valkey.url, 4), 4, CLOCK, never_corrupt)
    if kind == "cluster":
        cluster: ValkeyServer = request.getfixturevalue("valkey_cluster")
        return RedisStore(connect(cluster.url.replace("redis:", "redis+cluster:"), 4), 4, CLOCK, never_corrupt)
    postgres: PostgresServer = request.getfixturevalue("clean_postgres")
    return PostgresStore(engine(postgres.url, 4, behind_pooler=kind == "behind a pooler"), CLOCK)


@pytest.fixture
async def store(opened: Store) -> AsyncIterator[Store]:
    yield opened
    await opened.delete(Scope("demo"))
    await opened.aclose()


async def only(store: Store, key: CacheKey) -> Entry | None:
    return (await store.get_many([key])).get(key)


@pytest.fixture
def now() -> datetime:
    return CLOCK.now()


async def test_an_entry_comes_back_as_it_was_stored(store: Store, now: datetime) -> None:
    plan = {"metrics": ["sessions"], "limit": 10, "share": 0.5, "words": "Zürich 😀", "none": None}
    entry = an_entry(now, plan, fencing_token=7)
    assert await store.put(a_key(), entry)
    found = await only(store, a_key())
    assert found is not None
    assert json.loads(found.plan) == plan
    assert replace(found, plan=entry.plan) == entry


async def test_a_payload_of_four_mebibytes_comes_back_whole(store: Store, now: datetime) -> None:
    entry = an_entry(now, payload=bytes(range(256)) * 16384)
    await store.put(a_key(), entry)
    found = await only(store, a_key())
    assert found is not None
    assert found.payload == entry.payload


async def test_many_keys_are_read_at_once_and_absent_ones_are_left_out(store: Store, now: datetime) -> None:
    for number in range(1, 101):
        await store.put(a_key(number), an_entry(now, payload=b"%d" % number))
    wanted = [a_key(number) for number in range(51, 151)]
    found = await store.get_many(wanted)
    assert {key: entry.payload for key, entry in found.items()} == {
        a_key(number): b"%d" % number for number in range(51, 101)
    }


async def test_look_ups_at_the_same_time_each_get_their_own(store: Store, now: datetime) -> None:
    for number in range(1, 31):
        await store.put(a_key(number), an_entry(now, payload=b"%d" % number))
    found = await asyncio.gather(*(only(store, a_key(number)) for number in range(1, 41)))
    assert [entry and entry.payload for entry in found] == [b"%d" % n for n in range(1, 31)] + [None] * 10


async def test_a_later_entry_replaces_an_earlier_one(store: Store, now: datetime) -> None:
    await store.put(a_key(), an_entry(now, payload=b"old"))
    assert await store.put(a_key(), an_entry(now, payload=b"new"))
    found = await only(store, a_key())
    assert found is not None
    assert found.payload == b"new"


async def test_an_entry_is_gone_after_its_keep_until(store: Store) -> None:
    now = CLOCK.now()
    await store.put(a_key(), an_entry(now, fresh_until=now, keep_until=now + timedelta(milliseconds=200)))
    while await only(store, a_key()) is not None:  # noqa: ASYNC110 - a store tells no event
        await asyncio.sleep(0.01)
    assert CLOCK.now() >= now + timedelta(milliseconds=190)


async def test_an_entry_already_gone_is_taken_and_replaces_what_is_there(store: Store, now: datetime) -> None:
    await store.put(a_key(), an_entry(now))
    assert await store.put(a_key(), an_entry(now - timedelta(days=1)))
    assert await only(store, a_key()) is None


async def test_a_plan_of_the_greatest_length_can_be_copied_to_any_other_store(store: Store, now: datetime) -> None:
    words: dict[str, Any] = {"words": [], "small": 1e-300, "large": 10**300}
    words["words"] = ["x"] * ((MAX_PLAN_BYTES - len(json.dumps(words, separators=(",", ":")))) // 4)
    plan = json.dumps(words, separators=(",", ":"))
    await store.put(a_key(), replace(an_entry(now), plan=plan))
    found = await only(store, a_key())
    assert found is not None
    assert decode(encode(found)) == found
    assert json.loads(found.plan) == words


async def test_a_late_write_of_a_former_leader_is_refused(store: Store, now: datetime) -> None:
    assert await store.put(a_key(), an_entry(now, fencing_token=2, payload=b"leader"))
    assert not await store.put(a_key(), an_entry(now, fencing_token=1, payload=b"former leader"))
    assert await store.put(a_key(), an_entry(now, fencing_token=2, payload=b"leader again"))
    found = await only(store, a_key())
    assert found is not None
    assert found.payload == b"leader again"


async def test_a_write_without_a_token_lets_no_former_leader_in_after_it(store: Store, now: datetime) -> None:
    await store.put(a_key(), an_entry(now, fencing_token=2))
    assert await store.put(a_key(), an_entry(now, payload=b"refreshed"))
    assert not await store.put(a_key(), an_entry(now, fencing_token=1, payload=b"former leader"))
    found = await only(store, a_key())
    assert found is not None
    assert (found.payload, found.fencing_token) == (b"refreshed", 2)


async def test_unless_newer_leaves_an_entry_stored_later_alone(store: Store, now: datetime) -> None:
    await store.put(a_key(), an_entry(now, payload=b"later"))
    earlier = an_entry(now, stored_at=now - timedelta(seconds=1), payload=b"earlier")
    assert not await store.put(a_key(), earlier, unless_newer=True)
    assert await store.put(a_key(), an_entry(now, payload=b"same moment"), unless_newer=True)
    found = await only(store, a_key())
    assert found is not None
    assert found.payload == b"same moment"


async def test_a_discarded_entry_is_gone_and_its_neighbour_is_not(store: Store, now: datetime) -> None:
    await store.put(a_key(1), an_entry(now))
    await store.put(a_key(2), an_entry(now))
    await store.discard(a_key(1))
    await store.discard(a_key(3))
    assert set(await store.get_many([a_key(1), a_key(2)])) == {a_key(2)}


async def test_deleting_a_tenant_leaves_every_other_alone(store: Store, now: datetime) -> None:
    doomed = [a_key(tenant="demo"), a_key(2, tenant="demo"), a_key(tenant="demo", property_id="9")]
    spared = [a_key(tenant="demo2"), a_key(tenant="Demo"), a_key(tenant="dem"), a_key(tenant="a_demo")]
    for key in doomed + spared:
        await store.put(key, an_entry(now))
    assert await store.delete(Scope("demo")) == len(doomed)
    assert set(await store.get_many(doomed + spared)) == set(spared)


async def test_deleting_a_property_leaves_the_tenants_others_alone(store: Store, now: datetime) -> None:
    doomed, spared = [a_key(property_id="12")], [a_key(property_id="123"), a_key(property_id="1")]
    for key in doomed + spared:
        await store.put(key, an_entry(now))
    assert await store.delete(Scope("demo", "12")) == 1
    assert set(await store.get_many(doomed + spared)) == set(spared)


async def test_deleting_by_plan_takes_the_entries_whose_plan_holds_it(store: Store, now: datetime) -> None:
    plans: dict[int, dict[str, Any]] = {
        1: {"metrics": ["sessions", "activeUsers"], "limit": 10},
        2: {"metrics": ["sessions"], "filter": {"country": "US"}},
        3: {"metrics": ["totalRevenue"]},
    }
    for number, plan in plans.items():
        await store.put(a_key(number), an_entry(now, plan))
    keys = [a_key(number) for number in plans]
    assert await store.delete(Scope("demo", None, '{"filter": {"country": "FR"}}')) == 0
    assert await store.delete(Scope("demo", "123456789", '{"metrics": ["activeUsers"]}')) == 1
    assert set(await store.get_many(keys)) == {a_key(2), a_key(3)}
    assert await store.delete(Scope("demo", None, '{"filter": {}}')) == 1
    assert set(await store.get_many(keys)) == {a_key(3)}


async def test_deleting_more_than_a_batch_deletes_all(store: Store, now: datetime) -> None:
    keys = [a_key(number) for number in range(510)]
    async with asyncio.TaskGroup() as writes:
        for start in range(0, len(keys), 100):
            writes.create_task(put_all(store, keys[start : start + 100], an_entry(now)))
    assert await store.delete(Scope("demo")) == len(keys)
    assert await store.get_many(keys) == {}


async def put_all(store: Store, keys: list[CacheKey], entry: Entry) -> None:
    for key in keys:
        await store.put(key, entry)
