"""The floor: a bare grpc.aio server that streams the same messages and does nothing else.

`python -m benchmarks.floor PORT FILE` serves the messages of FILE (4 bytes of length, big-endian, before each).
"""

from __future__ import annotations

import asyncio
import signal
import struct
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import grpc
import uvloop
from grpc import aio

SERVICE = "headrace.orchestrator.v1.OrchestratorService"
LENGTH = struct.Struct(">I")


def write_messages(file: Path, messages: Sequence[bytes]) -> None:
    """Writes messages for a floor server to stream."""
    file.write_bytes(b"".join(LENGTH.pack(len(message)) + message for message in messages))


def read_messages(file: Path) -> list[bytes]:
    """Reads what `write_messages` wrote."""
    data, position, messages = file.read_bytes(), 0, []
    while position < len(data):
        (length,) = LENGTH.unpack_from(data, position)
        position += LENGTH.size
        messages.append(data[position : position + length])
        position += length
    return messages


async def serve(port: int, messages: Sequence[bytes]) -> None:
    """Streams the messages to every caller until SIGTERM."""

    async def stream(request: bytes, context: aio.ServicerContext[Any, Any]) -> AsyncIterator[bytes]:  # noqa: ARG001
        for message in messages:
            yield message

    handlers: dict[str, grpc.RpcMethodHandler[Any, Any]] = {
        "StreamAnswer": grpc.unary_stream_rpc_method_handler(stream)
    }
    server = aio.server()
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await server.stop(None)


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), read_messages(Path(sys.argv[2]))))
