"""What the cache does by itself, at intervals: delete what is gone, and ask each tier whether it is well."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn

import structlog

from services.cache.errors import StoreError
from services.cache.metrics import CacheMetrics
from services.cache.stores.postgres import PostgresStore
from services.cache.stores.store import Store

log = structlog.get_logger(__name__)

_SPREAD = 0.1
"""The largest share by which an interval is cut, so that replicas do not all work at once."""


@dataclass(frozen=True, slots=True)
class Chore:
    """A piece of work to be done every interval. `name` is what logs and metrics call it."""

    name: str
    work: Callable[[], Awaitable[object]]
    interval: timedelta


async def repeat(chore: Chore, metrics: CacheMetrics, random: Callable[[], float]) -> NoReturn:
    """Does the chore at once and then again and again, until cancelled; a failure of one time leaves the next alone.

    `random` gives numbers in [0, 1).
    """
    while True:
        try:
            await chore.work()
        except Exception:  # a fault nobody expected: answers must not suffer from it
            metrics.chore_failed(chore.name)
            log.exception("chore failed unexpectedly", chore=chore.name)
        await asyncio.sleep(chore.interval.total_seconds() * (1 - _SPREAD * random()))


class Sweeper:
    """Deletes entries that are gone from L2, in batches small enough to disturb nobody."""

    def __init__(self, store: PostgresStore, metrics: CacheMetrics, batch: int, batch_limit: timedelta) -> None:
        """`batch_limit` is how long one batch may take."""
        self._store = store
        self._metrics = metrics
        self._batch = batch
        self._batch_limit = batch_limit.total_seconds()

    async def sweep(self) -> None:
        """Deletes everything that is gone. Where L2 fails, the rest is left to the next sweep."""
        try:
            while await self._sweep_batch() == self._batch:
                pass
        except (StoreError, TimeoutError) as error:
            self._metrics.sweep_failed()
            log.warning("sweep cut short", reason=type(error).__name__)

    async def _sweep_batch(self) -> int:
        async with asyncio.timeout(self._batch_limit):
            deleted = await self._store.sweep(self._batch)
        self._metrics.swept(deleted)
        return deleted


async def check_up(stores: Sequence[Store]) -> None:
    """Pings every store, so that its state is known, and a suspended one is tried again, without anybody's call."""
    for store in stores:
        with suppress(StoreError):  # counted and logged where it arose
            await store.ping()
