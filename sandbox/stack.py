"""The whole house on one machine: Valkey, PostgreSQL, the GA4 emulator and both services, each a real process."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sandbox.service_process import ServiceProcess
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.process import HOST, ServerFailed, free_port, require_free
from sandbox.stores.valkey import ValkeyServer

T = TypeVar("T")
U = TypeVar("U")

CACHE_PREFIX = "HEADRACE_CACHE_"
ORCHESTRATOR_PREFIX = "HEADRACE_ORCHESTRATOR_"
EMULATOR_PREFIX = "HEADRACE_GA4_EMULATOR_"
ANNOTATIONS = Path(__file__).with_name("annotations")
DEMO_PROPERTY = "123456789"
MIGRATION_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each part listens on loopback."""

    orchestrator: int = 50051
    cache: int = 50052
    emulator: int = 50053
    orchestrator_metrics: int = 9101
    cache_metrics: int = 9102
    emulator_metrics: int = 9103

    @classmethod
    def free(cls) -> Ports:
        """Ports that nobody uses at the moment."""
        return cls(*(free_port() for _ in range(6)))


@dataclass(frozen=True, slots=True)
class StackSettings:
    """How one stack differs from another. Settings of a part go by their name without its prefix."""

    folder: Path
    ports: Ports = field(default_factory=Ports)
    cache: Mapping[str, str] = field(default_factory=dict)
    orchestrator: Mapping[str, str] = field(default_factory=dict)
    emulator: Mapping[str, str] = field(default_factory=dict)
    orchestrator_module: str = "services.orchestrator"


@dataclass(frozen=True, slots=True)
class Stack:
    """The parts of a running stack."""

    valkey: ValkeyServer
    postgres: PostgresServer
    emulator: ServiceProcess
    cache: ServiceProcess
    orchestrator: ServiceProcess


@asynccontextmanager
async def running_stack(settings: StackSettings) -> AsyncIterator[Stack]:
    """Starts everything and stops it in reverse order. Raises ServerFailed, which says what part and why."""
    for name, port in (
        ("the orchestrator", settings.ports.orchestrator),
        ("the cache service", settings.ports.cache),
        ("the GA4 emulator", settings.ports.emulator),
    ):
        require_free(name, port)
    valkey = ValkeyServer(settings.folder / "valkey")
    postgres = PostgresServer(settings.folder / "postgres")
    emulator = _emulator(settings)
    orchestrator = _orchestrator(settings)
    async with AsyncExitStack() as parts:
        for server in (valkey, postgres, emulator, orchestrator):
            parts.push_async_callback(server.stop)

        async def cache_over_its_stores() -> ServiceProcess:
            await _together(valkey.start(), postgres.start())
            cache_settings = _cache_settings(settings, valkey, postgres)
            await _migrate(cache_settings)
            folder, port = settings.folder, settings.ports.cache
            cache = _service("cache", "services.cache", CACHE_PREFIX, folder, port, cache_settings)
            parts.push_async_callback(cache.stop)
            await cache.start()
            return cache

        # The emulator makes its shop before it says that it serves: seconds, in which the others can start. The
        # orchestrator asks it at once.
        cache, _ = await _together(cache_over_its_stores(), emulator.start())
        await orchestrator.start()
        yield Stack(valkey, postgres, emulator, cache, orchestrator)


async def _together(first: Coroutine[None, None, T], second: Coroutine[None, None, U]) -> tuple[T, U]:
    try:
        async with asyncio.TaskGroup() as group:
            tasks = group.create_task(first), group.create_task(second)
    except* ServerFailed as failures:
        raise _first(failures) from None
    return tasks[0].result(), tasks[1].result()


def _first(failures: BaseExceptionGroup[ServerFailed]) -> ServerFailed:
    first = failures.exceptions[0]
    return first if isinstance(first, ServerFailed) else _first(first)


def _emulator(settings: StackSettings) -> ServiceProcess:
    own = {"METRICS_BIND": f"{HOST}:{settings.ports.emulator_metrics}", **settings.emulator}
    return _service(
        "ga4-emulator", "sandbox.ga4_emulator", EMULATOR_PREFIX, settings.folder, settings.ports.emulator, own
    )


def _orchestrator(settings: StackSettings) -> ServiceProcess:
    own = {
        "METRICS_BIND": f"{HOST}:{settings.ports.orchestrator_metrics}",
        "CACHE_TARGET": f"{HOST}:{settings.ports.cache}",
        "GA4_TARGET": f"{HOST}:{settings.ports.emulator}",
        "ANNOTATIONS_DIRECTORY": str(ANNOTATIONS),
        "WARM_PROPERTIES": f'["{DEMO_PROPERTY}"]',
        **settings.orchestrator,
    }
    module, port = settings.orchestrator_module, settings.ports.orchestrator
    return _service("orchestrator", module, ORCHESTRATOR_PREFIX, settings.folder, port, own)


def _cache_settings(settings: StackSettings, valkey: ValkeyServer, postgres: PostgresServer) -> Mapping[str, str]:
    return {
        "METRICS_BIND": f"{HOST}:{settings.ports.cache_metrics}",
        "REDIS_URL": valkey.url,
        "DATABASE_URL": postgres.url,
        **settings.cache,
    }


def _service(
    name: str, module: str, prefix: str, folder: Path, port: int, settings: Mapping[str, str]
) -> ServiceProcess:
    return ServiceProcess(name, module, prefix, folder / name, port, settings)


async def _migrate(cache_settings: Mapping[str, str]) -> None:
    environment = {**os.environ, **{f"{CACHE_PREFIX}{key}": value for key, value in cache_settings.items()}}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "services.cache", "migrate"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(MIGRATION_SECONDS):
            said, _ = await process.communicate()
    except TimeoutError as error:
        raise ServerFailed(f"The cache's schema was not migrated within {MIGRATION_SECONDS:g} s.") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ServerFailed(f"The cache's schema could not be migrated:\n{said.decode(errors='replace')}")
