"""A gRPC server from start to drain: health, reflection, credentials, and the wrapping of every call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from grpc import aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from prometheus_client import CollectorRegistry

from services.serving.callers import Authenticator, Everybody, token_holders
from services.serving.calls import CallInterceptor
from services.serving.clock import Clock
from services.serving.errors import MisconfiguredError
from services.serving.listening import check_exposure, credentials
from services.serving.metrics import CallMetrics, metrics_page
from services.serving.settings import ServerSettings
from services.serving.statuses import StatusTable

log = structlog.get_logger(__name__)

EVERY_SERVICE = ""
SHORTEST_PING_INTERVAL_MS = 10_000
"""Clients that ping an idle stream more often than this are cut off; gRPC's own default is five minutes."""
LONGEST_CALL_MS = 120_000
"""What is left to the calls of a connection that has come of age."""


@dataclass(frozen=True, slots=True)
class Service:
    """A gRPC service: its full name, and how its servicer is added to a server."""

    name: str
    add_to: Callable[[aio.Server], None]


@dataclass(frozen=True, slots=True)
class Listening:
    """A server that takes calls. `port` and `health_port` are the real ones where 0 was asked for."""

    port: int
    health_port: int | None


@asynccontextmanager
async def serving(
    settings: ServerSettings,
    services: Sequence[Service],
    statuses: StatusTable,
    *,
    registry: CollectorRegistry,
    clock: Clock,
    max_message_bytes: int = 4 * 1024 * 1024,
) -> AsyncIterator[Listening]:
    """Serves while the block runs, then drains: health turns NOT_SERVING, new calls are refused, running ones finish.

    What running calls need must outlive this block. Raises MisconfiguredError where the settings or a port do not
    allow it.
    """
    check_exposure(settings)
    authenticator: Authenticator = (
        token_holders(settings.auth_tokens_file) if settings.auth_tokens_file else Everybody()
    )
    interceptor = CallInterceptor(authenticator, statuses, CallMetrics(registry), clock)
    server = aio.server(interceptors=[interceptor], options=_options(settings, max_message_bytes))
    health_servicer = health.aio.HealthServicer()
    names = [service.name for service in services]
    for name in (EVERY_SERVICE, *names):
        await health_servicer.set(name, health_pb2.HealthCheckResponse.NOT_SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(health_servicer, server)
    reflection.enable_server_reflection([*names, health.SERVICE_NAME, reflection.SERVICE_NAME], server)
    for service in services:
        service.add_to(server)

    port = _open(server, settings.bind, settings)
    health_server, health_port = _health_listener(settings, health_servicer)
    try:
        with metrics_page(settings.metrics_bind, registry):
            await server.start()
            if health_server is not None:
                await health_server.start()
            for name in (EVERY_SERVICE, *names):
                await health_servicer.set(name, health_pb2.HealthCheckResponse.SERVING)
            log.info("serving", services=names, bind=settings.bind, port=port)
            try:
                yield Listening(port, health_port)
            finally:
                await _drain(server, health_server, health_servicer, settings)
    except OSError as error:
        raise MisconfiguredError(f"METRICS_BIND={settings.metrics_bind} cannot be opened: {error.strerror}.") from error


def _options(settings: ServerSettings, max_message_bytes: int) -> list[tuple[str, int]]:
    options = [
        ("grpc.so_reuseport", 0),
        ("grpc.max_receive_message_length", max_message_bytes),
        ("grpc.max_send_message_length", max_message_bytes),
        ("grpc.http2.min_recv_ping_interval_without_data_ms", SHORTEST_PING_INTERVAL_MS),
    ]
    if settings.max_connection_age:
        options += [
            ("grpc.max_connection_age_ms", int(settings.max_connection_age * 1000)),
            ("grpc.max_connection_age_grace_ms", LONGEST_CALL_MS),
        ]
    return options


def _open(server: aio.Server, bind: str, settings: ServerSettings) -> int:
    server_credentials = credentials(settings)
    try:
        if server_credentials is None:
            return server.add_insecure_port(bind)
        return server.add_secure_port(bind, server_credentials)
    except RuntimeError as error:
        raise MisconfiguredError(f"BIND={bind} cannot be opened; is the port in use?") from error


def _health_listener(
    settings: ServerSettings, servicer: health.aio.HealthServicer
) -> tuple[aio.Server | None, int | None]:
    if not settings.health_bind:
        return None, None
    server = aio.server()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    try:
        return server, server.add_insecure_port(settings.health_bind)
    except RuntimeError as error:
        raise MisconfiguredError(f"HEALTH_BIND={settings.health_bind} cannot be opened; is the port in use?") from error


async def _drain(
    server: aio.Server,
    health_server: aio.Server | None,
    health_servicer: health.aio.HealthServicer,
    settings: ServerSettings,
) -> None:
    log.info("draining", notice=settings.drain_notice, grace=settings.drain_grace)
    await health_servicer.enter_graceful_shutdown()
    await asyncio.sleep(settings.drain_notice)
    await server.stop(settings.drain_grace)
    if health_server is not None:
        await health_server.stop(None)
    log.info("stopped")
