"""The cache service, put together from its settings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from prometheus_client import CollectorRegistry

from headrace.cache.v1 import cache_pb2, cache_pb2_grpc
from services.cache.metrics import CacheMetrics
from services.cache.progressive_cache import ProgressiveCache, TierPlace
from services.cache.requests import MAX_PAYLOAD_BYTES
from services.cache.servicer import CacheServicer
from services.cache.settings import CacheSettings
from services.cache.statuses import statuses
from services.cache.stores.database import engine
from services.cache.stores.framing import MAX_PLAN_BYTES
from services.cache.stores.postgres import PostgresStore
from services.cache.stores.redis import RedisStore, connect
from services.cache.stores.stack import stacked
from services.cache.stores.store import Store, Tier
from services.cache.upkeep import Chore, Sweeper, check_up, repeat
from services.serving.background import BackgroundMetrics, BackgroundWork
from services.serving.clock import Clock
from services.serving.server import Listening, Service, serving

_ROOM_FOR_THE_REST = 2 * MAX_PLAN_BYTES + 64 * 1024
MAX_MESSAGE_BYTES = MAX_PAYLOAD_BYTES + _ROOM_FOR_THE_REST
"""A little more than the largest payload with the largest plan, so that a larger one is refused by name."""

_PROMOTION_DEADLINE = timedelta(seconds=2)


@asynccontextmanager
async def cache_service(
    settings: CacheSettings, registry: CollectorRegistry, clock: Clock, random: Callable[[], float]
) -> AsyncIterator[Listening]:
    """The service while the block runs. Neither tier need be up, at the start or later.

    Raises MisconfiguredError.
    """
    metrics = CacheMetrics(registry, settings.tiers)
    stores = _Stores(settings, metrics, clock)
    promotions = BackgroundWork(
        "promotion", settings.promotions_limit, _PROMOTION_DEADLINE, BackgroundMetrics(registry)
    )
    cache = ProgressiveCache(stores.places, promotions, metrics, clock, random)
    servicer = CacheServicer(cache, metrics, clock)
    service = Service(
        cache_pb2.DESCRIPTOR.services_by_name["CacheService"].full_name,
        lambda server: cache_pb2_grpc.add_CacheServiceServicer_to_server(servicer, server),
    )
    try:
        async with (
            serving(
                settings, [service], statuses(), registry=registry, clock=clock, max_message_bytes=MAX_MESSAGE_BYTES
            ) as listening,
            _upkeep(settings, stores, metrics, random),
        ):
            yield listening
    finally:
        await promotions.drain(_PROMOTION_DEADLINE)
        await cache.aclose()


class _Stores:
    """The stores of the tiers that are switched on."""

    def __init__(self, settings: CacheSettings, metrics: CacheMetrics, clock: Clock) -> None:
        self.places: list[TierPlace] = []
        self.postgres: PostgresStore | None = None
        for tier in settings.tiers:
            store = stacked(
                self._open(tier, settings, metrics, clock), tier, settings.care(tier), metrics.tiers[tier], clock
            )
            self.places.append(TierPlace(tier, store, settings.limits(tier)))

    def _open(self, tier: Tier, settings: CacheSettings, metrics: CacheMetrics, clock: Clock) -> Store:
        if tier is Tier.L1:
            client = connect(settings.redis_url.get_secret_value(), settings.l1_connections)
            return RedisStore(client, settings.l1_connections, clock, metrics.tiers[tier].corrupt)
        url, pooler = settings.database_url.get_secret_value(), settings.database_behind_pooler
        self.postgres = PostgresStore(engine(url, settings.l2_connections, behind_pooler=pooler), clock)
        return self.postgres


@asynccontextmanager
async def _upkeep(
    settings: CacheSettings, stores: _Stores, metrics: CacheMetrics, random: Callable[[], float]
) -> AsyncIterator[None]:
    """Looks after the tiers while the block runs."""
    async with asyncio.TaskGroup() as group:
        tiers = [place.store for place in stores.places]
        chores = [Chore("check-up", lambda: check_up(tiers), timedelta(seconds=settings.check_interval))]
        if stores.postgres is not None:
            limit = timedelta(seconds=settings.delete_timeout)
            sweeper = Sweeper(stores.postgres, metrics, settings.sweep_batch, limit)
            chores.append(Chore("sweep", sweeper.sweep, timedelta(seconds=settings.sweep_interval)))
        tasks = [group.create_task(repeat(chore, metrics, random)) for chore in chores]
        yield
        for task in tasks:
            task.cancel()
