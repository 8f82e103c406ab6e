"""L1: entries as single values in Redis or Valkey, one node or a cluster."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisClusterException, RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from services.cache.errors import CorruptEntry, StoreFailed, StoreUnreachable
from services.cache.keys import CacheKey, pattern
from services.cache.stores.containment import JSON, contains
from services.cache.stores.framing import HEAD_BYTES, ORDER, decode, encode
from services.cache.stores.store import Entry, Scope
from services.serving.clock import Clock

Client = Redis | RedisCluster
OnCorrupt = Callable[[CacheKey, CorruptEntry], None]

_DELETE_BATCH = 500

_PUT = f"""
local frame, order = ARGV[1], {ORDER.size}
local held = redis.call('GETRANGE', KEYS[1], 0, order - 1)
if #held == order and held:byte(1) == frame:byte(1) then
  local _, held_token, held_stored_at = struct.unpack('>Bi8i8', held)
  local _, token, stored_at = struct.unpack('>Bi8i8', frame)
  if token > 0 and token < held_token then return 0 end
  if ARGV[3] == '1' and stored_at < held_stored_at then return 0 end
  if token == 0 then frame = frame:sub(1, 1) .. held:sub(2, 9) .. frame:sub(10) end
end
redis.call('SET', KEYS[1], frame, 'PX', ARGV[2])
return 1
"""
"""Compares with what is there and replaces it in one step. Arguments: frame, milliseconds to live, unless_newer."""


def connect(url: str, connections: int) -> Client:
    """A client that connects at its first call: `redis://`, `rediss://`, or `redis+cluster://` and `rediss+cluster://`.

    Time-outs and retries are the caller's; one retry at once covers a connection that broke while idle.
    """
    scheme, separator, rest = url.partition("://")
    kind: type[Client] = RedisCluster if scheme.endswith("+cluster") else Redis
    return kind.from_url(
        scheme.removesuffix("+cluster") + separator + rest,
        max_connections=connections,
        protocol=2,
        retry=Retry(NoBackoff(), 1),
        socket_timeout=None,
        socket_connect_timeout=None,
    )


def check_url(url: str) -> None:
    """Raises ValueError for a URL that no client could be made of, naming no value: one may be a password."""
    try:
        client = connect(url, 1)
        if isinstance(client, Redis):
            client.connection_pool.make_connection()  # type: ignore[no-untyped-call]  # redis-py leaves it so
    except (TypeError, ValueError, RedisError) as error:
        raise ValueError("has a port, a database or a parameter that is not understood") from error


class RedisStore:
    """Keeps each entry in one value that expires by itself.

    At most `connections` calls are under way; further ones wait, holding nothing. A value that cannot be read is
    handed to `on_corrupt` and counts as absent.
    """

    def __init__(self, client: Client, connections: int, clock: Clock, on_corrupt: OnCorrupt) -> None:
        self._client = client
        self._slots = asyncio.Semaphore(connections)
        self._clock = clock
        self._on_corrupt = on_corrupt

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        names = [str(key) for key in keys]
        async with self._call() as client:
            many = client.mget_nonatomic if isinstance(client, RedisCluster) else client.mget
            frames: list[Any] = await many(names)
        found, now = {}, self._clock.now()
        for key, frame in zip(keys, frames, strict=True):
            if frame is None:
                continue
            try:
                entry = decode(frame)
            except CorruptEntry as error:
                self._on_corrupt(key, error)
                continue
            if entry.keep_until > now:
                found[key] = entry
        return found

    async def put(self, key: CacheKey, entry: Entry, *, unless_newer: bool = False) -> bool:
        # An entry as good as gone is stored too: it replaces what is there.
        time_to_live = max((entry.keep_until - self._clock.now()) // timedelta(milliseconds=1), 1)
        frame = encode(entry)
        async with self._call() as client:
            taken = await client.eval(_PUT, 1, str(key), frame, time_to_live, int(unless_newer))
        return bool(taken)

    async def discard(self, key: CacheKey) -> None:
        async with self._call() as client:
            await client.unlink(str(key))

    async def delete(self, scope: Scope) -> int:
        deleted = 0
        async with self._call() as client:
            batch: list[bytes] = []
            async for name in client.scan_iter(match=pattern(scope.tenant_id, scope.property_id), count=_DELETE_BATCH):
                batch.append(name)
                if len(batch) == _DELETE_BATCH:
                    deleted += await self._delete(client, batch, scope.plan_contains)
                    batch = []
            deleted += await self._delete(client, batch, scope.plan_contains)
        return deleted

    async def ping(self) -> None:
        async with self._call() as client:
            await client.ping()

    async def aclose(self) -> None:
        await self._client.aclose()

    @staticmethod
    async def _delete(client: Client, names: Sequence[bytes], plan_contains: str | None) -> int:
        if plan_contains is not None:
            heads = await _each(client, names, "GETRANGE", 0, HEAD_BYTES - 1)
            wanted = json.loads(plan_contains)
            names = [name for name, head in zip(names, heads, strict=True) if _matches(head, wanted)]
        return sum(await _each(client, names, "UNLINK"))

    @asynccontextmanager
    async def _call(self) -> AsyncIterator[Client]:
        async with self._slots:
            try:
                yield self._client
            except (RedisConnectionError, RedisTimeoutError, RedisClusterException, OSError) as error:
                raise StoreUnreachable(f"Redis cannot be reached: {type(error).__name__}") from error
            except RedisError as error:
                raise StoreFailed(f"Redis answered {type(error).__name__}") from error


async def _each(client: Client, names: Sequence[bytes], command: str, *arguments: int) -> list[Any]:
    """The replies to one command for every name, sent together; in a cluster, to each node its own."""
    if not names:
        return []
    pipeline = client.pipeline(transaction=False)
    for name in names:
        pipeline.execute_command(command, name, *arguments)
    replies: list[Any] = await pipeline.execute()
    return replies


def _matches(head: bytes, wanted: JSON) -> bool:
    try:
        return contains(json.loads(decode(head).plan), wanted)
    except (CorruptEntry, json.JSONDecodeError):
        return True  # nobody knows what it was, so it must not outlive an invalidation
