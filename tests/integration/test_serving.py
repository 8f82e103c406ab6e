"""A served call as its caller sees it: let in or not, told what is wrong, drained."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc import aio
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status
from prometheus_client import CollectorRegistry

from headrace.cache.v1 import cache_pb2, cache_pb2_grpc
from services.serving.calls import current_call
from services.serving.clock import SystemClock
from services.serving.errors import InvalidField, MisconfiguredError
from services.serving.server import Listening, Service, serving
from services.serving.settings import ServerSettings
from services.serving.statuses import StatusTable

TOKEN = "let-me-in"


class Servicer(cache_pb2_grpc.CacheServiceServicer):
    """Does what each test needs of a service."""

    def __init__(self) -> None:
        self.release = asyncio.Event()
        self.waiting = asyncio.Event()

    async def GetStats(self, request: Any, context: Any) -> cache_pb2.GetStatsResponse:
        self.waiting.set()
        await self.release.wait()
        return cache_pb2.GetStatsResponse(misses=7)

    async def GetCachedResult(self, request: Any, context: Any) -> cache_pb2.GetCachedResultResponse:
        current_call().caller.require(request.key.tenant_id)
        if not request.key.property_id.isdigit():
            raise InvalidField("key.property_id", "must be digits")
        raise ZeroDivisionError("the password is swordfish")

    async def WatchInvalidations(self, request: Any, context: Any) -> AsyncIterator[Any]:
        yield cache_pb2.WatchInvalidationsResponse(tenant_id=request.tenant_id)
        raise InvalidField("tenant_id", "broke half-way")


@asynccontextmanager
async def a_server(
    registry: CollectorRegistry | None = None, **settings: Any
) -> AsyncIterator[tuple[Servicer, Listening]]:
    servicer = Servicer()
    service = Service(
        "headrace.cache.v1.CacheService",
        lambda server: cache_pb2_grpc.add_CacheServiceServicer_to_server(servicer, server),
    )
    all_settings = ServerSettings(**{"bind": "127.0.0.1:0", "metrics_bind": "", **settings})
    async with serving(
        all_settings, [service], StatusTable(), registry=registry or CollectorRegistry(), clock=SystemClock()
    ) as listening:
        yield servicer, listening


def channel(listening: Listening) -> aio.Channel:
    return aio.insecure_channel(f"127.0.0.1:{listening.port}")


def lookup(tenant: str = "demo", property_id: str = "1") -> cache_pb2.GetCachedResultRequest:
    return cache_pb2.GetCachedResultRequest(key=cache_pb2.CacheKey(tenant_id=tenant, property_id=property_id))


@pytest.fixture
def tokens_file(tmp_path: Path) -> Path:
    file = tmp_path / "tokens.toml"
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    file.write_text(f'[[caller]]\nname = "reports"\ntoken_sha256 = "{digest}"\ntenants = ["demo"]\n')
    return file


async def test_a_broken_field_is_named_in_details_a_program_can_read() -> None:
    async with a_server() as (_, listening), channel(listening) as open_channel:
        stub = cache_pb2_grpc.CacheServiceStub(open_channel)
        with pytest.raises(aio.AioRpcError) as caught:
            await stub.GetCachedResult(lookup(property_id="x"))
        assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
        status = rpc_status.from_call(caught.value)
        bad_request = error_details_pb2.BadRequest()
        assert any(detail.Unpack(bad_request) for detail in status.details)
        assert bad_request.field_violations[0].field == "key.property_id"


async def test_an_unexpected_failure_tells_the_caller_nothing_of_its_cause() -> None:
    async with a_server() as (_, listening), channel(listening) as open_channel:
        stub = cache_pb2_grpc.CacheServiceStub(open_channel)
        with pytest.raises(aio.AioRpcError) as caught:
            await stub.GetCachedResult(lookup(), metadata=(("x-request-id", "abc"),))
        assert caught.value.code() is grpc.StatusCode.INTERNAL
        assert "swordfish" not in str(caught.value)
        assert "abc" in (caught.value.details() or "")


async def test_a_stream_that_fails_half_way_keeps_what_was_sent_and_ends_with_the_status() -> None:
    async with a_server() as (_, listening), channel(listening) as open_channel:
        stub = cache_pb2_grpc.CacheServiceStub(open_channel)
        messages = stub.WatchInvalidations(cache_pb2.WatchInvalidationsRequest(tenant_id="demo"))
        assert (await messages.read()).tenant_id == "demo"
        with pytest.raises(aio.AioRpcError) as caught:
            await messages.read()
        assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT


@pytest.mark.parametrize(
    ("metadata", "tenant", "code"),
    [
        ((), "demo", grpc.StatusCode.UNAUTHENTICATED),
        ((("authorization", "Bearer wrong"),), "demo", grpc.StatusCode.UNAUTHENTICATED),
        ((("authorization", f"Basic {TOKEN}"),), "demo", grpc.StatusCode.UNAUTHENTICATED),
        ((("authorization", f"Bearer {TOKEN}"),), "other", grpc.StatusCode.PERMISSION_DENIED),
        ((("authorization", f"Bearer {TOKEN}"),), "demo", grpc.StatusCode.INTERNAL),
    ],
)
async def test_only_a_known_token_is_let_in_and_only_for_its_tenants(
    tokens_file: Path, metadata: tuple[tuple[str, str], ...], tenant: str, code: grpc.StatusCode
) -> None:
    async with a_server(auth_tokens_file=tokens_file) as (_, listening), channel(listening) as open_channel:
        stub = cache_pb2_grpc.CacheServiceStub(open_channel)
        with pytest.raises(aio.AioRpcError) as caught:
            await stub.GetCachedResult(lookup(tenant), metadata=metadata)
        assert caught.value.code() is code


async def test_health_needs_no_token_and_has_a_listener_of_its_own(tokens_file: Path) -> None:
    async with a_server(auth_tokens_file=tokens_file, health_bind="127.0.0.1:0") as (_, listening):
        for port in (listening.port, listening.health_port):
            async with aio.insecure_channel(f"127.0.0.1:{port}") as open_channel:
                answer = await health_pb2_grpc.HealthStub(open_channel).Check(health_pb2.HealthCheckRequest())
                assert answer.status == health_pb2.HealthCheckResponse.SERVING
        async with aio.insecure_channel(f"127.0.0.1:{listening.health_port}") as open_channel:
            with pytest.raises(aio.AioRpcError) as caught:
                await cache_pb2_grpc.CacheServiceStub(open_channel).GetStats(cache_pb2.GetStatsRequest())
            assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def until_new_calls_are_refused(listening: Listening) -> None:
    """Calls over new connections; the test's own time-out ends a wait in vain."""
    code = grpc.StatusCode.OK
    while code is not grpc.StatusCode.UNAVAILABLE:
        async with channel(listening) as new_channel:
            with pytest.raises(aio.AioRpcError) as caught:
                await cache_pb2_grpc.CacheServiceStub(new_channel).GetCachedResult(lookup(property_id="x"))
            code = caught.value.code()


async def test_a_drain_turns_health_first_then_refuses_new_calls_and_lets_running_ones_finish() -> None:
    drained = asyncio.Event()
    leave = asyncio.Event()
    ports: asyncio.Future[tuple[Servicer, Listening]] = asyncio.get_running_loop().create_future()

    async def serve_and_drain() -> None:
        async with a_server(drain_notice=0.2) as pair:
            ports.set_result(pair)
            await leave.wait()
        drained.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(serve_and_drain())
        servicer, listening = await ports
        async with channel(listening) as open_channel:
            running = cache_pb2_grpc.CacheServiceStub(open_channel).GetStats(cache_pb2.GetStatsRequest())
            await servicer.waiting.wait()
            watch = health_pb2_grpc.HealthStub(open_channel).Watch(health_pb2.HealthCheckRequest())
            assert (await watch.read()).status == health_pb2.HealthCheckResponse.SERVING
            leave.set()
            assert (await watch.read()).status == health_pb2.HealthCheckResponse.NOT_SERVING
            watch.cancel()
            await until_new_calls_are_refused(listening)
            assert not running.done()
            assert not drained.is_set()
            servicer.release.set()
            assert (await running).misses == 7
        await drained.wait()


async def test_calls_are_counted_by_method_and_code() -> None:
    registry = CollectorRegistry()
    async with a_server(registry) as (servicer, listening), channel(listening) as open_channel:
        servicer.release.set()
        await cache_pb2_grpc.CacheServiceStub(open_channel).GetStats(cache_pb2.GetStatsRequest())
    labels = {"method": "/headrace.cache.v1.CacheService/GetStats", "code": "OK"}
    assert registry.get_sample_value("grpc_server_handled_total", labels) == 1


async def test_a_port_in_use_is_said_in_words() -> None:
    async with a_server() as (_, listening):
        with pytest.raises(MisconfiguredError, match="port in use"):
            async with a_server(bind=f"127.0.0.1:{listening.port}"):
                pass
