"""Leaves a tier alone for a moment when too many of its calls fail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import structlog

from services.cache.errors import StoreError, StoreSuspended
from services.cache.keys import CacheKey
from services.cache.stores.failure_rate import FailureRate
from services.cache.stores.store import Entry, Scope, Store, Tier
from services.serving.clock import Clock

log = structlog.get_logger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BreakerPolicy:
    """When a tier is suspended, and for how long."""

    window: timedelta = timedelta(seconds=10)
    """Over which failures are counted."""
    least_calls: int = 5
    """In the window, before a share of failures means anything."""
    failure_share: float = 0.5
    """Of the calls in the window, from which on the tier is suspended."""
    pause: timedelta = timedelta(seconds=1)
    """Until one call may try again; if it fails, until the next."""


class BreakerStore:
    """Raises StoreSuspended at once, instead of calling, while the inner store is suspended.

    After the pause the next call is let through as a probe: if it succeeds, all are. Deletions are always let through:
    refusing them would spare nobody.
    """

    def __init__(self, inner: Store, tier: Tier, policy: BreakerPolicy, clock: Clock) -> None:
        self._inner = inner
        self._tier = tier
        self._policy = policy
        self._clock = clock
        self._rate = FailureRate(policy.window.total_seconds())
        self._suspended_until: float | None = None
        self._probing = False

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        return await self._guarded(lambda: self._inner.get_many(keys))

    async def put(self, key: CacheKey, entry: Entry, *, unless_newer: bool = False) -> bool:
        return await self._guarded(lambda: self._inner.put(key, entry, unless_newer=unless_newer))

    async def discard(self, key: CacheKey) -> None:
        await self._inner.discard(key)

    async def delete(self, scope: Scope) -> int:
        return await self._inner.delete(scope)

    async def ping(self) -> None:
        await self._guarded(self._inner.ping)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def _guarded(self, call: Callable[[], Awaitable[T]]) -> T:
        probe = self._admit()
        try:
            result = await call()
        except StoreError as error:
            self._failed(error, probe=probe)
            raise
        else:
            self._succeeded(probe=probe)
            return result
        finally:
            if probe:
                self._probing = False

    def _admit(self) -> bool:
        """Whether the call is a probe. Raises StoreSuspended."""
        if self._suspended_until is None:
            return False
        if self._probing or self._clock.monotonic() < self._suspended_until:
            raise StoreSuspended(f"{self._tier} failed too often lately")
        self._probing = True
        return True

    def _failed(self, error: StoreError, *, probe: bool) -> None:
        now = self._clock.monotonic()
        if probe:
            self._suspended_until = now + self._policy.pause.total_seconds()
            return
        if self._suspended_until is not None:
            return
        self._rate.failed(now)
        if self._rate.calls(now) >= self._policy.least_calls and self._rate.share(now) >= self._policy.failure_share:
            self._suspended_until = now + self._policy.pause.total_seconds()
            log.warning("tier suspended", tier=self._tier, reason=error.reason, error=str(error))

    def _succeeded(self, *, probe: bool) -> None:
        if probe:
            self._suspended_until = None
            self._rate.clear()
            log.info("tier resumed", tier=self._tier)
        elif self._suspended_until is None:
            self._rate.succeeded(self._clock.monotonic())
