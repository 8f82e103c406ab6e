"""A gRPC server from start to drain."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog
from grpc import aio
from grpc_health.v1 import health
from grpc_reflection.v1alpha import reflection
from prometheus_client import CollectorRegistry

from services.serving.callers import Authenticator, CurrentTokenHolders, Everybody, reloaded_tokens
from services.serving.calls import CallInterceptor
from services.serving.clock import Clock
from services.serving.errors import MisconfiguredError
from services.serving.health_checks import HealthChecks
from services.serving.listening import check_exposure
from services.serving.metrics import CallMetrics, metrics_page
from services.serving.reloading import ReloadMetrics, looked_after
from services.serving.settings import ServerSettings
from services.serving.statuses import StatusTable
from services.serving.tls import ServerTls, server_tls

log = structlog.get_logger(__name__)

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
    reloads: ReloadMetrics | None = None,
) -> AsyncIterator[Listening]:
    """Serves while the block runs, then drains: health turns NOT_SERVING, new calls are refused, running ones finish.

    `reloads` are handed in where the registry has them already. What running calls need must outlive this block.

    Raises MisconfiguredError where the settings, a file or a port do not allow it.
    """
    check_exposure(settings)
    reloads = reloads or ReloadMetrics(registry)
    tokens = reloaded_tokens(settings.auth_tokens_file, reloads) if settings.auth_tokens_file else None
    tls = server_tls(settings, reloads)
    authenticator: Authenticator = Everybody() if tokens is None else CurrentTokenHolders(tokens)
    interceptor = CallInterceptor(authenticator, statuses, CallMetrics(registry), clock)
    server = aio.server(interceptors=[interceptor], options=_options(settings, max_message_bytes))
    names = [service.name for service in services]
    health_checks = HealthChecks(names)
    await health_checks.prepare(server)
    reflection.enable_server_reflection([*names, health.SERVICE_NAME, reflection.SERVICE_NAME], server)
    for service in services:
        service.add_to(server)
    async with AsyncExitStack() as beside:
        await beside.enter_async_context(looked_after(tokens))
        await beside.enter_async_context(looked_after(tls.files if tls else None))
        beside.enter_context(metrics_page(settings.metrics_bind, registry))
        health_port = await beside.enter_async_context(health_checks.listener(settings.health_bind))
        port = _open(server, settings, tls)
        await server.start()
        await health_checks.serve()
        log.info("serving", services=names, bind=settings.bind, port=port)
        try:
            yield Listening(port, health_port)
        finally:
            await _drain(server, health_checks, settings)


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


def _open(server: aio.Server, settings: ServerSettings, tls: ServerTls | None) -> int:
    try:
        if tls is None:
            return server.add_insecure_port(settings.bind)
        return server.add_secure_port(settings.bind, tls.credentials)
    except RuntimeError as error:
        raise MisconfiguredError(f"BIND={settings.bind} cannot be opened; is the port in use?") from error


async def _drain(server: aio.Server, health_checks: HealthChecks, settings: ServerSettings) -> None:
    log.info("draining", notice=settings.drain_notice, grace=settings.drain_grace)
    await health_checks.drain()
    await asyncio.sleep(settings.drain_notice)
    await server.stop(settings.drain_grace)
    log.info("stopped")
