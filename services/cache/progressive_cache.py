"""The cache as a whole: the nearest tier first, and a tier that fails is a miss in that tier."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog

from services.cache.errors import NotCleared, NotStored, StoreError, Superseded
from services.cache.keys import CacheKey
from services.cache.metrics import CacheMetrics, WriteOutcome
from services.cache.recent_invalidations import RecentInvalidations
from services.cache.results import Hit, Result
from services.cache.stores.store import Entry, Scope, Store, Tier
from services.cache.ttl import TierLimits, lifetime, promoted
from services.serving.background import BackgroundWork
from services.serving.clock import Clock
from services.serving.single_flight import SingleFlight

log = structlog.get_logger(__name__)

NONE = timedelta(0)
LARGEST_PROMOTED = 1024 * 1024
"""Bytes. Bounds what promotions under way hold; larger results are rare, and would push many others out of L1."""


@dataclass(frozen=True, slots=True)
class TierPlace:
    """A tier's store, and how long it keeps things."""

    tier: Tier
    store: Store
    limits: TierLimits


@dataclass(frozen=True, slots=True)
class _Found:
    asked: Sequence[Tier]
    best: tuple[Tier, Entry] | None


class ProgressiveCache:
    """Looks results up in one tier after the other, and copies what a farther one has into the nearer ones."""

    def __init__(
        self,
        places: Sequence[TierPlace],
        promotions: BackgroundWork,
        metrics: CacheMetrics,
        clock: Clock,
        random: Callable[[], float],
    ) -> None:
        """`places` nearest first. `random` gives numbers in [0, 1)."""
        self._places = tuple(places)
        self._promotions = promotions
        self._metrics = metrics
        self._clock = clock
        self._random = random
        self._invalidations = RecentInvalidations(clock)
        self._look_ups: SingleFlight[CacheKey, _Found] = SingleFlight()

    async def get(self, key: CacheKey, max_staleness: timedelta = NONE) -> Hit | None:
        """The freshest result at hand, at most `max_staleness` past its freshness. None for a miss; never fails."""
        found = await self._look_ups.do(key, lambda: self._look_up(key))
        hit = self._judge(found, max_staleness)
        for tier in found.asked:
            if hit is not None and tier is hit.tier:
                self._metrics.tiers[tier].hit()
            else:
                self._metrics.tiers[tier].missed()
        if hit is None:
            self._metrics.missed()
        return hit

    async def put(self, key: CacheKey, result: Result) -> Sequence[Tier]:
        """Stores a result in every tier that it may go to and answers which took it, nearest first.

        No tier where all that it may go to are switched off, or where it was made before a recent invalidation of its
        scope. Raises NotStored where none took it though it might have, Superseded where one holds a result of a newer
        lease: then none keeps this one.
        """
        made_at = result.made_at or self._clock.now()
        if self._invalidations.outdate(key, result.plan, made_at):
            self._metrics.dropped()
            return []
        jitter = self._random()
        places = [place for place in self._places if not (result.l1_only and place.tier is not Tier.L1)]
        async with asyncio.TaskGroup() as writes:
            outcomes = [writes.create_task(self._write(place, key, result, jitter)) for place in places]
        self._look_ups.leave(key)
        took_it = [
            place for place, outcome in zip(places, outcomes, strict=True) if outcome.result() is WriteOutcome.TAKEN
        ]
        if self._invalidations.outdate(key, result.plan, made_at):  # meanwhile
            self._metrics.dropped()
            await self._discard(took_it, key)
            return []
        if any(outcome.result() is WriteOutcome.REFUSED for outcome in outcomes):
            await self._discard(took_it, key)
            raise Superseded("A newer lease has stored its result already; this one is not kept.")
        if places and not took_it:
            raise NotStored("No tier of the cache could take the result; try again.")
        return [place.tier for place in took_it]

    async def invalidate(self, scope: Scope) -> Mapping[Tier, int]:
        """Deletes the results of a scope from every tier and answers how many each held.

        Raises NotCleared where a tier failed; the others are cleared all the same.
        """
        self._invalidations.note(scope)
        deleted: dict[Tier, int] = {}
        failed: list[Tier] = []
        # Farthest first, so that nothing can be promoted out of a tier after the nearer one was cleared.
        for place in reversed(self._places):
            try:
                deleted[place.tier] = await place.store.delete(scope)
            except StoreError:
                failed.append(place.tier)
        self._look_ups.leave_all()
        if failed:
            raise NotCleared(f"Not cleared: {', '.join(failed)}. Repeat the call until it succeeds.")
        return deleted

    async def aclose(self) -> None:
        """Ends every look-up, then closes the tiers. Promotions are their owner's to drain, before."""
        await self._look_ups.aclose()
        for place in self._places:
            try:
                await place.store.aclose()
            except StoreError as error:
                log.warning("tier not closed in order", tier=place.tier, reason=error.reason)

    # A StoreError that ends below was counted and logged where it arose.

    async def _look_up(self, key: CacheKey) -> _Found:
        asked: list[Tier] = []
        best: tuple[Tier, Entry] | None = None
        for place in self._places:
            asked.append(place.tier)
            entry = await self._read(place.store, key)
            if entry is None:
                continue
            if best is None or entry.fresh_until > best[1].fresh_until:
                best = (place.tier, entry)
            if entry.fresh_until > self._clock.now():
                self._promote(key, entry, place)
                break
        return _Found(asked, best)

    def _judge(self, found: _Found, max_staleness: timedelta) -> Hit | None:
        if found.best is None:
            return None
        tier, entry = found.best
        now = self._clock.now()
        past = now - entry.fresh_until
        fresh, stale_but_wanted = past < NONE, max_staleness > NONE and past <= max_staleness
        if now >= entry.keep_until or not (fresh or stale_but_wanted):
            return None
        return Hit(tier, entry, age=max(now - entry.stored_at, NONE), fresh_for=max(-past, NONE))

    @staticmethod
    async def _read(store: Store, key: CacheKey) -> Entry | None:
        try:
            return (await store.get_many([key])).get(key)
        except StoreError:
            return None

    async def _write(self, place: TierPlace, key: CacheKey, result: Result, jitter: float) -> WriteOutcome:
        now = self._clock.now()
        life = lifetime(now, result.fresh_for, result.keep_stale_for, place.limits, jitter)
        entry = Entry(
            payload=result.payload,
            payload_type=result.payload_type,
            plan=result.plan,
            stored_at=now,
            fresh_until=life.fresh_until,
            keep_until=life.keep_until,
            fencing_token=result.fencing_token,
        )
        try:
            return WriteOutcome.TAKEN if await place.store.put(key, entry) else WriteOutcome.REFUSED
        except StoreError:
            return WriteOutcome.FAILED

    def _promote(self, key: CacheKey, entry: Entry, source: TierPlace) -> None:
        if len(entry.payload) > LARGEST_PROMOTED:
            return
        for place in self._places[: self._places.index(source)]:
            self._promotions.start(self._copy(key, entry, source, place))

    async def _copy(self, key: CacheKey, entry: Entry, source: TierPlace, place: TierPlace) -> None:
        try:
            copy = promoted(entry, self._clock.now(), place.limits)
            taken = await place.store.put(key, copy, unless_newer=True)
        except StoreError:
            return
        # An invalidation may have cleared the source, and this tier before the copy arrived.
        if taken and not await self._still_holds(source.store, key, entry):
            await self._discard([place], key)

    async def _still_holds(self, store: Store, key: CacheKey, entry: Entry) -> bool:
        """Where the store does not say, what this process knows has to do."""
        if self._invalidations.outdate(key, entry.plan, entry.stored_at):
            return False
        try:
            return (await store.get_many([key])).get(key) == entry
        except StoreError:
            return True

    @staticmethod
    async def _discard(places: Sequence[TierPlace], key: CacheKey) -> None:
        for place in places:
            with suppress(StoreError):
                await place.store.discard(key)
