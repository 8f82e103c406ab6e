"""The cache service over gRPC: entries of one type, behind the `AnswerCache` seam."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from google.protobuf import struct_pb2
from grpc import aio

from headrace.cache.v1 import cache_pb2, cache_pb2_grpc
from services.orchestrator.answer_cache import AnswerKey, CachedAnswer, Tier
from services.orchestrator.errors import CacheWriteFailed
from services.orchestrator.freshness import Lifetime
from services.orchestrator.metrics import OrchestratorMetrics
from services.serving.fields import duration_of

log = structlog.get_logger(__name__)

PAYLOAD_TYPE = "headrace.orchestrator.v1.Answer"

_TIERS = {cache_pb2.TIER_L1: Tier.L1, cache_pb2.TIER_L2: Tier.L2}


class CacheServiceClient:
    """Asks the cache service, each call within its own time-out and with the service's token where there is one."""

    def __init__(
        self,
        stub: Callable[[], cache_pb2_grpc.CacheServiceAsyncStub],
        metrics: OrchestratorMetrics,
        *,
        lookup_timeout: timedelta,
        write_timeout: timedelta,
        token: Callable[[], str | None] = lambda: None,
        payload_type: str = PAYLOAD_TYPE,
    ) -> None:
        """`stub` and `token` are asked at each call; `payload_type` is what its entries are: those of another type
        read as misses."""
        self._stub = stub
        self._metrics = metrics
        self._lookup_timeout = lookup_timeout.total_seconds()
        self._write_timeout = write_timeout.total_seconds()
        self._payload_type = payload_type
        self._token = token

    async def get(self, key: AnswerKey, max_staleness: timedelta) -> CachedAnswer | None:
        request = cache_pb2.GetCachedResultRequest(key=_wire_key(key))
        if max_staleness:
            request.max_staleness.FromTimedelta(max_staleness)
        try:
            response = await self._stub().GetCachedResult(
                request, timeout=self._lookup_timeout, metadata=self._metadata()
            )
        except aio.AioRpcError as error:
            self._count("get", error)
            return None
        if not response.HasField("hit") or response.hit.payload_type != self._payload_type:
            return None
        hit = response.hit
        return CachedAnswer(
            payload=hit.payload,
            tier=_TIERS[hit.tier],
            age=hit.age.ToTimedelta(),
            fresh_for=hit.fresh_for.ToTimedelta(),
            lookup_latency=response.lookup_latency.ToTimedelta(),
            stale=hit.stale,
        )

    async def put(
        self, key: AnswerKey, payload: bytes, plan: Mapping[str, Any], lifetime: Lifetime, made_at: datetime
    ) -> None:
        wire_plan = struct_pb2.Struct()
        wire_plan.update(plan)
        request = cache_pb2.SetCachedResultRequest(
            key=_wire_key(key),
            payload=payload,
            payload_type=self._payload_type,
            plan=wire_plan,
            fresh_for=duration_of(lifetime.fresh_for),
            keep_stale_for=duration_of(lifetime.keep_stale_for),
            l1_only=lifetime.l1_only,
        )
        request.made_at.FromDatetime(made_at)
        try:
            await self._stub().SetCachedResult(request, timeout=self._write_timeout, metadata=self._metadata())
        except aio.AioRpcError as error:
            self._count("put", error)
            raise CacheWriteFailed("The answer was not kept.") from error

    async def forget(self, tenant_id: str, property_id: str) -> None:
        """Drops all that is kept of a tenant's property. Raises CacheWriteFailed where a tier could not be cleared."""
        request = cache_pb2.InvalidateCachedResultsRequest(tenant_id=tenant_id, property_id=property_id)
        try:
            await self._stub().InvalidateCachedResults(request, timeout=self._write_timeout, metadata=self._metadata())
        except aio.AioRpcError as error:
            self._count("forget", error)
            raise CacheWriteFailed("What was kept could not be dropped.") from error

    def _metadata(self) -> tuple[tuple[str, str], ...]:
        token = self._token()
        return (("authorization", f"Bearer {token}"),) if token else ()

    def _count(self, call: str, error: aio.AioRpcError) -> None:
        self._metrics.cache_troubles.labels(call, error.code().name).inc()
        log.warning("cache service call failed", call=call, code=error.code().name, details=error.details())


def _wire_key(key: AnswerKey) -> cache_pb2.CacheKey:
    return cache_pb2.CacheKey(tenant_id=key.tenant_id, property_id=key.property_id, query_hash=key.query_hash)
