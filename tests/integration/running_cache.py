"""The cache service in this process, on real stores, and what its tests ask of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.struct_pb2 import Struct
from google.rpc import error_details_pb2
from grpc import aio
from grpc_status import rpc_status
from prometheus_client import CollectorRegistry
from sqlalchemy import text

from headrace.cache.v1 import cache_pb2 as pb
from headrace.cache.v1 import cache_pb2_grpc
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.valkey import ValkeyServer
from services.cache.service import cache_service
from services.cache.settings import CacheSettings
from services.cache.stores.database import engine
from services.serving.clock import SystemClock

MINUTES_10 = Duration(seconds=600)


class Cache:
    """A running service and a stub for it."""

    def __init__(self, channel: aio.Channel, registry: CollectorRegistry) -> None:
        self.channel = channel
        self.stub = cache_pb2_grpc.CacheServiceStub(channel)
        self.registry = registry

    async def get(self, key: pb.CacheKey, **fields: Any) -> pb.GetCachedResultResponse:
        return await self.stub.GetCachedResult(pb.GetCachedResultRequest(key=key, **fields))

    async def put(self, key: pb.CacheKey, **fields: Any) -> list[pb.Tier.ValueType]:
        request = {"payload": b"an answer", "payload_type": "a.Type", "fresh_for": MINUTES_10, **fields}
        response = await self.stub.SetCachedResult(pb.SetCachedResultRequest(key=key, **request))
        return list(response.stored_in)

    async def invalidate(self, **fields: Any) -> tuple[int, int]:
        response = await self.stub.InvalidateCachedResults(pb.InvalidateCachedResultsRequest(**fields))
        return response.deleted_from_l1, response.deleted_from_l2

    async def stats(self) -> pb.GetStatsResponse:
        return await self.stub.GetStats(pb.GetStatsRequest())

    def count(self, name: str, **labels: str) -> float:
        return self.registry.get_sample_value(name, labels) or 0.0


def a_key(number: int = 1, tenant: str = "demo", property_id: str = "123456789") -> pb.CacheKey:
    return pb.CacheKey(tenant_id=tenant, property_id=property_id, query_hash=f"{number:064x}")


def a_struct(content: dict[str, Any]) -> Struct:
    struct = Struct()
    struct.update(content)
    return struct


@asynccontextmanager
async def a_cache(valkey: ValkeyServer | None, postgres: PostgresServer | None, **changes: Any) -> AsyncIterator[Cache]:
    """A service over the servers given; a tier without a server is switched off."""
    urls = {
        **({"redis_url": valkey.url} if valkey else {"l1_enabled": False}),
        **({"database_url": postgres.url} if postgres else {"l2_enabled": False}),
    }
    settings = CacheSettings(**{"bind": "127.0.0.1:0", "metrics_bind": "", "drain_grace": 1.0, **urls, **changes})
    registry = CollectorRegistry()
    async with (
        cache_service(settings, registry, SystemClock(), lambda: 0.0) as listening,
        aio.insecure_channel(
            f"127.0.0.1:{listening.port}", options=[("grpc.max_receive_message_length", 8 << 20)]
        ) as channel,
    ):
        yield Cache(channel, registry)


async def refused(call: Any, field: str) -> None:
    with pytest.raises(aio.AioRpcError) as invalid:
        await call
    assert invalid.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    bad_request = error_details_pb2.BadRequest()
    assert any(detail.Unpack(bad_request) for detail in details_of(invalid.value))
    assert [violation.field for violation in bad_request.field_violations] == [field]


def details_of(error: aio.AioRpcError) -> list[Any]:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]  # an AioRpcError has what it asks for
    assert status is not None
    return list(status.details)


def reason_of(error: aio.AioRpcError) -> str:
    info = error_details_pb2.ErrorInfo()
    assert any(detail.Unpack(info) for detail in details_of(error))
    return str(info.reason)


async def rows(postgres: PostgresServer, condition: str) -> int:
    database = engine(postgres.url, 1, behind_pooler=False)
    try:
        async with database.connect() as connection:
            count = await connection.execute(text(f"SELECT count(*) FROM query_cache WHERE {condition}"))  # noqa: S608
            return int(count.scalar_one())
    finally:
        await database.dispose()
