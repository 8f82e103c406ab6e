"""`python -m services.cache`: serves. `python -m services.cache migrate`: brings L2's schema up to date."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys

from prometheus_client import REGISTRY
from pydantic import ValidationError

from services.cache.errors import StoreError
from services.cache.migrations import migrate
from services.cache.service import cache_service
from services.cache.settings import CacheSettings
from services.serving.clock import SystemClock
from services.serving.logs import configure_logs
from services.serving.process import run


def main() -> int:
    """Runs the command. Answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m services.cache", description=__doc__)
    parser.add_argument("command", nargs="?", choices=("serve", "migrate"), default="serve")
    command = parser.parse_args().command
    try:
        settings = CacheSettings()
    except ValidationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    configure_logs(settings.log_level, settings.log_format)
    if command == "migrate":
        return _migrate(settings)

    async def serve(stop: asyncio.Event) -> None:
        async with cache_service(settings, REGISTRY, SystemClock(), random.random):
            await stop.wait()

    return run(serve)


def _migrate(settings: CacheSettings) -> int:
    try:
        asyncio.run(migrate(settings.database_url.get_secret_value()))
    except StoreError as error:
        sys.stderr.write(f"{error}\n{error.__cause__}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
