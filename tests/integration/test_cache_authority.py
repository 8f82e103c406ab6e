"""The authority by which the orchestrator trusts the cache service is exchanged while it serves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from grpc import aio
from prometheus_client import CollectorRegistry

from headrace.cache.v1 import cache_pb2, cache_pb2_grpc
from services.orchestrator.cache_channel import CacheChannel, cache_channel
from services.serving.errors import MisconfiguredError
from services.serving.reloading import ReloadMetrics
from tests.fixtures.identities import Identity, new_identity

STATS = cache_pb2.GetStatsRequest()


class ACache(cache_pb2_grpc.CacheServiceServicer):
    """Answers about itself at once, look-ups when it is let."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def GetStats(self, request: cache_pb2.GetStatsRequest, context: object) -> cache_pb2.GetStatsResponse:  # type: ignore[override]
        return cache_pb2.GetStatsResponse()

    async def GetCachedResult(  # type: ignore[override]
        self, request: cache_pb2.GetCachedResultRequest, context: object
    ) -> cache_pb2.GetCachedResultResponse:
        self.asked.set()
        await self.may_answer.wait()
        return cache_pb2.GetCachedResultResponse()


@asynccontextmanager
async def a_cache(identity: Identity, cache: ACache, port: int = 0) -> AsyncIterator[int]:
    server = aio.server()
    cache_pb2_grpc.add_CacheServiceServicer_to_server(cache, server)
    shown = grpc.ssl_server_credentials([(identity.key, identity.certificate)])
    port = server.add_secure_port(f"127.0.0.1:{port}", shown)
    await server.start()
    yield port
    await server.stop(0)


@asynccontextmanager
async def connected(port: int, ca_file: Path) -> AsyncIterator[CacheChannel]:
    metrics = ReloadMetrics(CollectorRegistry())
    async with cache_channel(f"127.0.0.1:{port}", ca_file, timedelta(minutes=1), metrics) as channel:
        yield channel


async def look(channel: CacheChannel) -> None:
    assert channel.authority
    await channel.authority.look()


async def test_a_cache_with_another_authority_is_trusted_once_the_file_names_it(tmp_path: Path) -> None:
    old, new, ca_file = new_identity(), new_identity(), tmp_path / "ca.crt"
    ca_file.write_bytes(old.certificate)
    async with a_cache(old, ACache()) as port:
        pass
    async with connected(port, ca_file) as channel:
        async with a_cache(old, ACache(), port):
            await channel.stub.GetStats(STATS, wait_for_ready=True)
        async with a_cache(new, ACache(), port):
            with pytest.raises(aio.AioRpcError) as refused:
                await channel.stub.GetStats(STATS)
            assert refused.value.code() is grpc.StatusCode.UNAVAILABLE
            ca_file.write_bytes(new.certificate)
            await look(channel)
            await channel.stub.GetStats(STATS)


async def test_calls_under_way_end_by_the_authority_that_they_began_with(tmp_path: Path) -> None:
    identity, ca_file = new_identity(), tmp_path / "ca.crt"
    ca_file.write_bytes(identity.certificate)
    cache = ACache()
    async with a_cache(identity, cache) as port, connected(port, ca_file) as channel:
        lookup = asyncio.ensure_future(channel.stub.GetCachedResult(cache_pb2.GetCachedResultRequest()))
        await cache.asked.wait()
        before = channel.stub
        ca_file.write_bytes(b"# renewed\n" + identity.certificate)
        await look(channel)
        assert channel.stub is not before
        await channel.stub.GetStats(STATS)
        cache.may_answer.set()
        await lookup


async def test_a_file_without_a_certificate_changes_nothing(tmp_path: Path) -> None:
    identity, ca_file = new_identity(), tmp_path / "ca.crt"
    ca_file.write_bytes(identity.certificate)
    async with a_cache(identity, ACache()) as port, connected(port, ca_file) as channel:
        stub = channel.stub
        for content in (b"", b"no certificate", b"\xff"):
            ca_file.write_bytes(content)
            await look(channel)
            assert channel.stub is stub
        await stub.GetStats(STATS)


async def test_what_cannot_be_used_at_start_is_said(tmp_path: Path) -> None:
    with pytest.raises(MisconfiguredError, match="CACHE_CA_FILE cannot be read"):
        async with connected(1, tmp_path / "absent"):
            pass
    (tmp_path / "empty").touch()
    with pytest.raises(MisconfiguredError, match="CACHE_CA_FILE cannot be used"):
        async with connected(1, tmp_path / "empty"):
            pass
