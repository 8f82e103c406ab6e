"""Tells balancers and probes whether the server takes calls."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from grpc import aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from services.serving.errors import MisconfiguredError

EVERY_SERVICE = ""


class HealthChecks:
    """The health of a server's services, all alike: NOT_SERVING until `serve`, and again from `drain` on."""

    def __init__(self, services: Sequence[str]) -> None:
        self._services = (EVERY_SERVICE, *services)
        self._servicer = health.aio.HealthServicer()

    async def prepare(self, server: aio.Server) -> None:
        """Adds the Health service to a server that is not started yet."""
        await self._set(health_pb2.HealthCheckResponse.NOT_SERVING)
        health_pb2_grpc.add_HealthServicer_to_server(self._servicer, server)

    async def serve(self) -> None:
        """Says SERVING."""
        await self._set(health_pb2.HealthCheckResponse.SERVING)

    async def drain(self) -> None:
        """Says NOT_SERVING for good."""
        await self._servicer.enter_graceful_shutdown()

    @asynccontextmanager
    async def listener(self, bind: str) -> AsyncIterator[int | None]:
        """A plaintext port that serves health checks alone while the block runs; none where `bind` is empty.

        Raises MisconfiguredError where the port is taken.
        """
        if not bind:
            yield None
            return
        server = aio.server()
        health_pb2_grpc.add_HealthServicer_to_server(self._servicer, server)
        try:
            port = server.add_insecure_port(bind)
        except RuntimeError as error:
            raise MisconfiguredError(f"HEALTH_BIND={bind} cannot be opened; is the port in use?") from error
        await server.start()
        try:
            yield port
        finally:
            await server.stop(None)

    async def _set(self, status: int) -> None:
        for service in self._services:
            await self._servicer.set(service, status)
