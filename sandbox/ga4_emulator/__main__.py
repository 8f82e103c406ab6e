"""Runs the emulator until it is told to stop: `python -m sandbox.ga4_emulator`."""

from __future__ import annotations

import asyncio
import signal
import sys
import warnings
from contextlib import AsyncExitStack

from prometheus_client import CollectorRegistry, start_http_server

with warnings.catch_warnings():
    # Google's libraries announce at import that they will want a newer grpcio; docs/adr/0001-grpcio-version.md.
    warnings.simplefilter("ignore", FutureWarning)
    from sandbox.ga4_emulator.rest.gateway import running_gateway
    from sandbox.ga4_emulator.running import running_emulator

from sandbox.ga4_emulator.settings import Settings


async def serve(settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    registry = CollectorRegistry()
    async with running_emulator(settings=settings, registry=registry) as emulator, AsyncExitStack() as closing:
        if settings.metrics_bind:
            host, _, port = settings.metrics_bind.rpartition(":")
            start_http_server(int(port), host, registry)
        if settings.rest_bind:
            closing.enter_context(running_gateway(settings.rest_bind, emulator.target))
        sys.stdout.write(f"GA4 emulator serving on {emulator.target}\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(Settings()))
