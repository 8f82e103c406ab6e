"""One server process: its event loop, its signals, and how it ends."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable

import uvloop

from services.serving.errors import MisconfiguredError

Main = Callable[[asyncio.Event], Awaitable[None]]


def run(main: Main) -> int:
    """Runs `main` until it returns; SIGTERM and SIGINT set the event handed to it. Answers the exit code.

    Wrong settings end the process with a line on standard error instead of a traceback.
    """

    async def until_stopped() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await main(stop)

    try:
        uvloop.run(until_stopped())
    except MisconfiguredError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0
