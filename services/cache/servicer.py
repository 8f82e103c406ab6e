"""`headrace.cache.v1.CacheService`: translates between protobuf and the cache, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp
from grpc import aio

from headrace.cache.v1 import cache_pb2 as pb
from headrace.cache.v1 import cache_pb2_grpc
from services.cache.errors import NotOffered
from services.cache.metrics import CacheMetrics, TierMetrics
from services.cache.progressive_cache import ProgressiveCache
from services.cache.requests import key_of, result_of, scope_of
from services.cache.results import Hit
from services.cache.stores.store import Tier
from services.serving.calls import current_call
from services.serving.clock import Clock
from services.serving.fields import duration_of, span_of

_TIERS = {Tier.L1: pb.TIER_L1, Tier.L2: pb.TIER_L2}


class CacheServicer(cache_pb2_grpc.CacheServiceServicer):
    """Answers the service's calls. Failures are raised; the server turns them into statuses."""

    def __init__(self, cache: ProgressiveCache, metrics: CacheMetrics, clock: Clock) -> None:
        self._cache = cache
        self._metrics = metrics
        self._clock = clock
        self._began = clock.monotonic()

    async def GetCachedResult(
        self,
        request: pb.GetCachedResultRequest,
        context: aio.ServicerContext[pb.GetCachedResultRequest, pb.GetCachedResultResponse],
    ) -> pb.GetCachedResultResponse:
        call, key = current_call(), key_of(request.key)
        call.caller.require(key.tenant_id)
        max_staleness = span_of("max_staleness", request.max_staleness)
        began = self._clock.monotonic()
        hit = await self._cache.get(key, max_staleness)
        latency = duration_of(timedelta(seconds=self._clock.monotonic() - began))
        call.note(tenant=key.tenant_id, hit=hit.tier if hit else None)
        if hit is None:
            return pb.GetCachedResultResponse(miss=pb.Miss(), lookup_latency=latency)
        return pb.GetCachedResultResponse(hit=_cached_result(hit), lookup_latency=latency)

    async def SetCachedResult(
        self,
        request: pb.SetCachedResultRequest,
        context: aio.ServicerContext[pb.SetCachedResultRequest, pb.SetCachedResultResponse],
    ) -> pb.SetCachedResultResponse:
        call, key = current_call(), key_of(request.key)
        call.caller.require(key.tenant_id)
        stored_in = await self._cache.put(key, result_of(request))
        call.note(tenant=key.tenant_id, stored_in=stored_in)
        return pb.SetCachedResultResponse(stored_in=[_TIERS[tier] for tier in stored_in])

    async def InvalidateCachedResults(
        self,
        request: pb.InvalidateCachedResultsRequest,
        context: aio.ServicerContext[pb.InvalidateCachedResultsRequest, pb.InvalidateCachedResultsResponse],
    ) -> pb.InvalidateCachedResultsResponse:
        call, scope = current_call(), scope_of(request)
        call.caller.require(scope.tenant_id)
        deleted = await self._cache.invalidate(scope)
        call.note(tenant=scope.tenant_id, deleted=deleted)
        return pb.InvalidateCachedResultsResponse(
            deleted_from_l1=deleted.get(Tier.L1, 0), deleted_from_l2=deleted.get(Tier.L2, 0)
        )

    async def GetStats(
        self, request: pb.GetStatsRequest, context: aio.ServicerContext[pb.GetStatsRequest, pb.GetStatsResponse]
    ) -> pb.GetStatsResponse:
        return pb.GetStatsResponse(
            tiers=[_tier_stats(tier, metrics) for tier, metrics in self._metrics.tiers.items()],
            misses=self._metrics.misses,
            uptime=duration_of(timedelta(seconds=self._clock.monotonic() - self._began)),
        )

    def WatchInvalidations(
        self,
        request: pb.WatchInvalidationsRequest,
        context: aio.ServicerContext[pb.WatchInvalidationsRequest, pb.WatchInvalidationsResponse],
    ) -> AsyncIterator[pb.WatchInvalidationsResponse]:
        raise NotOffered("Invalidations are not streamed by this version of the service.")

    async def PublishFlight(
        self,
        request_iterator: AsyncIterator[pb.PublishFlightRequest],
        context: aio.ServicerContext[pb.PublishFlightRequest, pb.PublishFlightResponse],
    ) -> pb.PublishFlightResponse:
        raise NotOffered("Flights are not coordinated by this version of the service.")

    def FollowFlight(
        self,
        request: pb.FollowFlightRequest,
        context: aio.ServicerContext[pb.FollowFlightRequest, pb.FollowFlightResponse],
    ) -> AsyncIterator[pb.FollowFlightResponse]:
        raise NotOffered("Flights are not coordinated by this version of the service.")


def _cached_result(hit: Hit) -> pb.CachedResult:
    return pb.CachedResult(
        payload=hit.entry.payload,
        payload_type=hit.entry.payload_type,
        tier=_TIERS[hit.tier],
        stored_at=_timestamp(hit.entry.stored_at),
        age=duration_of(hit.age),
        fresh_for=duration_of(hit.fresh_for),
        stale=hit.stale,
    )


def _tier_stats(tier: Tier, metrics: TierMetrics) -> pb.TierStats:
    return pb.TierStats(
        tier=_TIERS[tier],
        state=pb.TIER_STATE_UP if metrics.up else pb.TIER_STATE_DOWN,
        hits=metrics.hits,
        misses=metrics.misses,
        errors=metrics.errors,
        latency_p50=duration_of(timedelta(seconds=metrics.latency(0.5))),
        latency_p99=duration_of(timedelta(seconds=metrics.latency(0.99))),
    )


def _timestamp(moment: datetime) -> Timestamp:
    timestamp = Timestamp()
    timestamp.FromDatetime(moment)
    return timestamp
