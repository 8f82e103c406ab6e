"""Many look-ups at once become one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from services.cache.keys import CacheKey
from services.cache.owned_tasks import OwnedTasks
from services.cache.stores.store import Entry, Scope, Store

_BATCH = 64


class CoalescingStore:
    """Turns all look-ups of one turn of the event loop into one of the inner store, each key once.

    A batch goes on for the others when one of its callers is cancelled.
    """

    def __init__(self, inner: Store, batch: int = _BATCH) -> None:
        """`batch` is how many keys make a batch full."""
        self._inner = inner
        self._size = batch
        self._filling: _Batch | None = None
        self._reads = OwnedTasks()

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        batch = self._filling
        if batch is None or len(batch.keys) >= self._size:
            batch = self._filling = _Batch()
            batch.found = self._reads.start(self._read(batch))
        batch.keys.update(dict.fromkeys(keys))
        found = await asyncio.shield(batch.found)
        return {key: found[key] for key in keys if key in found}

    async def put(self, key: CacheKey, entry: Entry, *, unless_newer: bool = False) -> bool:
        return await self._inner.put(key, entry, unless_newer=unless_newer)

    async def discard(self, key: CacheKey) -> None:
        await self._inner.discard(key)

    async def delete(self, scope: Scope) -> int:
        return await self._inner.delete(scope)

    async def ping(self) -> None:
        await self._inner.ping()

    async def aclose(self) -> None:
        await self._reads.finish()
        await self._inner.aclose()

    async def _read(self, batch: _Batch) -> Mapping[CacheKey, Entry]:
        # Runs on the loop's next turn, when every look-up of this one has joined.
        if self._filling is batch:
            self._filling = None
        return await self._inner.get_many(list(batch.keys))


class _Batch:
    """Keys to be read together, and the reading."""

    __slots__ = ("found", "keys")

    found: asyncio.Task[Mapping[CacheKey, Entry]]

    def __init__(self) -> None:
        self.keys: dict[CacheKey, None] = {}
