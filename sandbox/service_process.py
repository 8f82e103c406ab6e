"""One of this project's own gRPC servers as a process, configured by its environment as in production."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import grpc
from grpc import aio
from grpc_health.v1 import health_pb2

from sandbox.stores.process import HOST, ServerProcess, dies_with_us

Check = aio.UnaryUnaryMultiCallable[health_pb2.HealthCheckRequest, health_pb2.HealthCheckResponse]

_PROBE_TIMEOUT = 1.0


class ServiceProcess(ServerProcess):
    """A Python module that serves gRPC on a loopback port and answers health checks."""

    stop_signal = signal.SIGTERM

    def __init__(
        self, name: str, module: str, env_prefix: str, folder: Path, port: int, settings: Mapping[str, str]
    ) -> None:
        """`settings` are the module's own, by name, without `env_prefix`."""
        super().__init__(folder, port)
        self.name = name
        self._module = module
        self._environment = {f"{env_prefix}BIND": self.target}
        self._environment |= {f"{env_prefix}{key}": value for key, value in settings.items()}

    @property
    def target(self) -> str:
        """The gRPC target."""
        return f"{HOST}:{self.port}"

    @property
    def url(self) -> str:
        return self.target

    async def prepare(self) -> None:
        return

    def command(self) -> Sequence[str]:
        return [*dies_with_us(), sys.executable, "-m", self._module]

    def environment(self) -> Mapping[str, str]:
        return self._environment

    async def is_ready(self) -> bool:
        async with aio.insecure_channel(self.target) as channel:
            try:
                check: Check = channel.unary_unary(
                    "/grpc.health.v1.Health/Check",
                    request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
                    response_deserializer=health_pb2.HealthCheckResponse.FromString,
                )
                answer = await check(health_pb2.HealthCheckRequest(), timeout=_PROBE_TIMEOUT)
            except aio.AioRpcError as error:
                if error.code() in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED}:
                    return False
                raise
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)
