"""L1 as only Redis can fail it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from redis.asyncio import Connection, Redis, RedisCluster, SSLConnection

from sandbox.stores.valkey import ValkeyServer
from services.cache.errors import CorruptEntry, StoreFailed, StoreUnreachable
from services.cache.keys import CacheKey
from services.cache.stores.framing import decode, encode
from services.cache.stores.redis import RedisStore, check_url, connect
from services.cache.stores.store import Scope
from services.serving.clock import SystemClock
from tests.unit.cache.examples import a_key, an_entry

CLOCK = SystemClock()


class L1:
    """A real L1, and a plain client beside it."""

    def __init__(self, url: str, connections: int = 4) -> None:
        self.corrupt: list[CacheKey] = []
        self.store = RedisStore(connect(url, connections), connections, CLOCK, self._note)
        self.client = Redis.from_url(url)

    def _note(self, key: CacheKey, error: CorruptEntry) -> None:
        self.corrupt.append(key)

    async def aclose(self) -> None:
        await self.store.aclose()
        await self.client.aclose()


@pytest.fixture
async def l1(clean_valkey: ValkeyServer) -> AsyncIterator[L1]:
    tier = L1(clean_valkey.url)
    yield tier
    await tier.aclose()


async def test_a_result_lies_under_its_key_as_one_frame_that_expires_with_it(l1: L1) -> None:
    entry = an_entry(CLOCK.now())
    await l1.store.put(a_key(), entry)
    frame = await l1.client.get(str(a_key()))
    assert isinstance(frame, bytes)
    assert decode(frame) == entry
    left = timedelta(milliseconds=await l1.client.pttl(str(a_key())))
    assert timedelta(0) <= entry.keep_until - CLOCK.now() - left + timedelta(seconds=1) < timedelta(seconds=2)


@pytest.mark.parametrize("frame", [b"", b"somebody else's value", b"\x02" + b"\xff" * 60, b"\x01short"])
async def test_a_value_that_cannot_be_read_is_reported_a_miss_and_replaced(l1: L1, frame: bytes) -> None:
    await l1.client.set(str(a_key(1)), frame)
    await l1.store.put(a_key(2), an_entry(CLOCK.now()))
    assert set(await l1.store.get_many([a_key(1), a_key(2)])) == {a_key(2)}
    assert l1.corrupt == [a_key(1)]
    assert await l1.store.put(a_key(1), an_entry(CLOCK.now(), fencing_token=1), unless_newer=True)
    assert set(await l1.store.get_many([a_key(1)])) == {a_key(1)}


@pytest.mark.parametrize("frame", [b"unreadable", encode(an_entry(CLOCK.now(), payload=b""))[:-2] + b"}{"])
async def test_a_value_whose_plan_cannot_be_read_does_not_outlive_an_invalidation(l1: L1, frame: bytes) -> None:
    await l1.client.set(str(a_key()), frame)
    assert await l1.store.delete(Scope("demo", None, '{"metrics": ["sessions"]}')) == 1


async def test_a_key_of_another_kind_is_a_failure_of_the_tier(l1: L1) -> None:
    await l1.client.lpush(str(a_key()), "a list")
    with pytest.raises(StoreFailed):
        await l1.store.put(a_key(), an_entry(CLOCK.now()))


async def test_nobody_is_refused_for_want_of_a_connection(clean_valkey: ValkeyServer) -> None:
    tier = L1(clean_valkey.url, connections=2)
    await asyncio.gather(*(tier.store.put(a_key(number), an_entry(CLOCK.now())) for number in range(50)))
    found = await asyncio.gather(*(tier.store.get_many([a_key(number)]) for number in range(50)))
    assert all(len(each) == 1 for each in found)
    clients = await tier.client.client_list()
    assert len(clients) <= 3  # the store's two, and the plain one
    await tier.aclose()


async def test_a_server_that_is_gone_is_unreachable_and_found_again(own_valkey: ValkeyServer) -> None:
    tier = L1(own_valkey.url)
    await tier.store.ping()
    own_valkey.kill()
    with pytest.raises(StoreUnreachable):
        await tier.store.ping()
    await own_valkey.start()
    await tier.store.ping()
    await tier.aclose()


async def test_a_cluster_that_is_gone_is_unreachable(own_valkey: ValkeyServer) -> None:
    store = RedisStore(connect(own_valkey.url.replace("redis", "redis+cluster"), 2), 2, CLOCK, lambda *_: None)
    own_valkey.kill()
    with pytest.raises(StoreUnreachable):
        await store.get_many([a_key()])
    await store.aclose()


@pytest.mark.parametrize(
    ("url", "kind", "encrypted"),
    [
        ("redis://h:1/0", Redis, False),
        ("rediss://h:1/0", Redis, True),
        ("redis+cluster://h:1/0", RedisCluster, False),
        ("rediss+cluster://h:1", RedisCluster, True),
    ],
)
async def test_a_url_says_whether_one_node_or_a_cluster_and_whether_encrypted(
    url: str, kind: type[Redis | RedisCluster], encrypted: bool
) -> None:
    client = connect(url, 3)
    assert type(client) is kind
    options = client.connection_kwargs if isinstance(client, RedisCluster) else vars(client.connection_pool)
    assert issubclass(options.get("connection_class", Connection), SSLConnection) is encrypted
    await client.aclose()


@pytest.mark.parametrize(
    "url",
    [
        "redis://h/0?swordfish=1",
        "redis+cluster://h/0?swordfish=1",
        "redis://h/0?db=swordfish",
        "redis://u:sword/fish@h",
    ],
)
def test_a_url_that_no_client_could_be_made_of_is_refused_and_no_value_told(url: str) -> None:
    with pytest.raises(ValueError, match="not understood") as refused:
        check_url(url)
    assert "sword" not in str(refused.value)


@pytest.mark.parametrize("url", ["rediss://u:p@h:1/0?client_name=cache&ssl_cert_reqs=none", "redis+cluster://h:1"])
def test_a_url_with_what_the_client_knows_is_accepted(url: str) -> None:
    check_url(url)
