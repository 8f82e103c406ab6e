"""Look-ups that come together, or while others are under way, become one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

from services.cache.errors import StoreBusy, StoreError
from services.cache.keys import CacheKey
from services.cache.stores.patience import TURNS, drop_outcome, ended_within
from services.cache.stores.store import Entry, Scope, Store
from services.serving.owned_tasks import OwnedTasks

_FULL = 16
_UNDER_WAY = 2
"""Together at most 32 results in one tier's replies: 128 MiB where all are of the greatest size, 4 MiB."""


class CoalescingStore:
    """Gathers look-ups into batches, each key once, while as many batches as may be are under way.

    With little to do every look-up leaves on the event loop's next turn, together with what else came on this one. With
    much to do a batch grows for as long as the ones before it take. A gRPC server starts one call a turn, so without
    this it would never find two look-ups together.

    A look-up raises StoreBusy where its batch has no outcome within the limit, its wait in line included, and at once
    where a batch ahead of it fails: those in line would only wait for the same. A batch goes on for the others when one
    of its callers leaves; one that all have left before its turn is not read.
    """

    def __init__(self, inner: Store, limit: timedelta, full: int = _FULL, under_way: int = _UNDER_WAY) -> None:
        """`full` is how many keys make a batch full, `under_way` how many batches may be read at once."""
        self._inner = inner
        self._limit = limit
        self._full = full
        self._turns = asyncio.Semaphore(under_way)
        self._gathering: _Batch | None = None
        self._reads = OwnedTasks()
        self._failures = 0

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        batch = self._gathering
        if batch is None or len(batch.keys) >= self._full:
            batch = self._gathering = _Batch()
            batch.found = self._reads.start(self._read(batch))
            batch.found.add_done_callback(drop_outcome)
        batch.keys.update(dict.fromkeys(keys))
        batch.callers += 1
        try:
            # Twice the turns of the time-out inside, so that where nothing was in line its verdict comes first.
            if not await ended_within(self._limit, batch.found, 2 * TURNS):
                raise StoreBusy(f"no answer within {self._limit.total_seconds():g} s in line")
        finally:
            batch.callers -= 1
        found = batch.found.result()
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
        failures = self._failures
        async with self._turns:
            if self._gathering is batch:
                self._gathering = None
            if self._failures != failures:
                raise StoreBusy("a look-up ahead in line failed")
            if not batch.callers:
                return {}
            try:
                return await self._inner.get_many(list(batch.keys))
            except StoreError:
                self._failures += 1
                raise


class _Batch:
    """Keys to be read together, the reading, and how many wait for it."""

    __slots__ = ("callers", "found", "keys")

    found: asyncio.Task[Mapping[CacheKey, Entry]]

    def __init__(self) -> None:
        self.keys: dict[CacheKey, None] = {}
        self.callers = 0
