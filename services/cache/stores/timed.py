"""A bound on how long a caller waits for a tier."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from services.cache.errors import StoreTimedOut
from services.cache.keys import CacheKey
from services.cache.stores.patience import drop_outcome, ended_within
from services.cache.stores.store import Entry, Scope, Store
from services.serving.owned_tasks import OwnedTasks

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """How long each kind of call may take, waiting for a free connection included."""

    read: timedelta
    write: timedelta
    delete: timedelta


class TimedStore:
    """Raises StoreTimedOut where the inner store takes too long.

    The caller is let go on time even where giving a call up takes long, as closing a connection to a frozen server
    does: what is left of the call is waited for in `aclose`. The inner store's connections bound how much that is.
    """

    def __init__(self, inner: Store, limits: TimeLimits) -> None:
        self._inner = inner
        self._limits = limits
        self._calls = OwnedTasks()

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        return await self._within(self._limits.read, self._inner.get_many(keys))

    async def put(self, key: CacheKey, entry: Entry, *, unless_newer: bool = False) -> bool:
        return await self._within(self._limits.write, self._inner.put(key, entry, unless_newer=unless_newer))

    async def discard(self, key: CacheKey) -> None:
        await self._within(self._limits.write, self._inner.discard(key))

    async def delete(self, scope: Scope) -> int:
        return await self._within(self._limits.delete, self._inner.delete(scope))

    async def ping(self) -> None:
        await self._within(self._limits.read, self._inner.ping())

    async def aclose(self) -> None:
        await self._calls.finish(self._limits.write)
        await self._within(self._limits.write, self._inner.aclose())

    async def _within(self, limit: timedelta, call: Coroutine[Any, Any, T]) -> T:
        task = self._calls.start(call)
        try:
            if await ended_within(limit, task):
                return task.result()
            raise StoreTimedOut(f"no answer within {limit.total_seconds():g} s")
        finally:
            if not task.done():
                task.cancel()
                task.add_done_callback(drop_outcome)
