"""A store that throws or stalls on demand, around any other."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence

from services.cache.errors import StoreError
from services.cache.keys import CacheKey
from services.cache.stores.store import Entry, Scope, Store


class ChaosStore:
    """Does what the inner store does, until told otherwise. Counts the calls that arrive, by method."""

    def __init__(self, inner: Store) -> None:
        self.inner = inner
        self.calls: Counter[str] = Counter()
        self.stalled = 0
        """Calls held back at the moment."""
        self._error: StoreError | None = None
        self._stalling: str | None = None
        self._open = asyncio.Event()
        self._open.set()

    def throw(self, error: StoreError) -> None:
        """Every call fails with this from now on."""
        self._error = error

    def stall(self, method: str | None = None) -> None:
        """Calls of the method wait from now on; without one, all calls."""
        self._stalling = method
        self._open.clear()

    def heal(self) -> None:
        """Calls succeed again, those held back included."""
        self._error = None
        self._open.set()

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        await self._pass("get_many")
        return await self.inner.get_many(keys)

    async def put(self, key: CacheKey, entry: Entry, *, unless_newer: bool = False) -> bool:
        await self._pass("put")
        return await self.inner.put(key, entry, unless_newer=unless_newer)

    async def discard(self, key: CacheKey) -> None:
        await self._pass("discard")
        await self.inner.discard(key)

    async def delete(self, scope: Scope) -> int:
        await self._pass("delete")
        return await self.inner.delete(scope)

    async def ping(self) -> None:
        await self._pass("ping")
        await self.inner.ping()

    async def aclose(self) -> None:
        await self._pass("aclose")
        await self.inner.aclose()

    async def _pass(self, method: str) -> None:
        self.calls[method] += 1
        if self._stalling in {None, method}:
            await self._wait()
        if self._error is not None:
            raise self._error

    async def _wait(self) -> None:
        self.stalled += 1
        try:
            await self._open.wait()
        finally:
            self.stalled -= 1
