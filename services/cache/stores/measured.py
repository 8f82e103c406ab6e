"""How a tier does, as its callers see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from services.cache.errors import StoreError
from services.cache.keys import CacheKey
from services.cache.metrics import TierMetrics, WriteOutcome
from services.cache.stores.store import Entry, Scope, Store
from services.serving.clock import Clock


class MeasuredStore:
    """Times look-ups and counts failures and writes. Whether a look-up was a hit is for its caller to say."""

    def __init__(self, inner: Store, metrics: TierMetrics, clock: Clock) -> None:
        self._inner = inner
        self._metrics = metrics
        self._clock = clock

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        began = self._clock.monotonic()
        try:
            with self._watched():
                return await self._inner.get_many(keys)
        finally:
            self._metrics.looked_up(self._clock.monotonic() - began)

    async def put(self, key: CacheKey, entry: Entry, *, unless_newer: bool = False) -> bool:
        outcome = WriteOutcome.FAILED
        try:
            with self._watched():
                taken = await self._inner.put(key, entry, unless_newer=unless_newer)
            outcome = WriteOutcome.TAKEN if taken else WriteOutcome.REFUSED
            return taken
        finally:
            self._metrics.wrote(outcome)

    async def discard(self, key: CacheKey) -> None:
        with self._watched():
            await self._inner.discard(key)

    async def delete(self, scope: Scope) -> int:
        with self._watched():
            return await self._inner.delete(scope)

    async def ping(self) -> None:
        with self._watched():
            await self._inner.ping()

    async def aclose(self) -> None:
        await self._inner.aclose()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except StoreError as error:
            self._metrics.failed(error)
            raise
        self._metrics.answered()
