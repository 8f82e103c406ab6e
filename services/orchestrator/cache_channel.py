"""The connection to the cache service, trusted by the authority that a mounted file names at the moment."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import grpc
from grpc import aio

from headrace.cache.v1 import cache_pb2_grpc
from services.serving.errors import MisconfiguredError
from services.serving.owned_tasks import OwnedTasks
from services.serving.reloading import Reloaded, ReloadMetrics, looked_after

SETTING = "CACHE_CA_FILE"
_OPTIONS = (
    ("grpc.service_config", '{"loadBalancingConfig": [{"round_robin": {}}]}'),
    ("grpc.max_reconnect_backoff_ms", 1000),
    ("grpc.max_receive_message_length", 8 * 1024 * 1024),
    ("grpc.max_send_message_length", 8 * 1024 * 1024),
)

Authority = Reloaded[bytes, grpc.ChannelCredentials]


class CacheChannel:
    """Calls to the cache service go out through `stub`, over TLS where there is an authority.

    When that changes, new calls connect anew; those under way have the time of the longest to end.
    """

    def __init__(self, target: str, authority: Authority | None, longest_call: timedelta) -> None:
        self.authority = authority
        self._target = target
        self._longest_call = longest_call.total_seconds()
        self._ended = asyncio.Event()
        self._closing = OwnedTasks()
        self._connect()

    @property
    def stub(self) -> cache_pb2_grpc.CacheServiceAsyncStub:
        """What to call the cache service through, now. To be asked in the event loop."""
        if self.authority and self.authority.current is not self._trusted:
            self._closing.start(self._close_later(self._channel))
            self._connect()
        return self._stub

    async def aclose(self) -> None:
        """Ends what is under way."""
        self._ended.set()
        await self._channel.close()
        await self._closing.finish()

    async def _close_later(self, channel: aio.Channel) -> None:
        # Not by the channel's own grace, which also waits for whoever has called, whatever it does since.
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), self._longest_call)
        await channel.close()

    def _connect(self) -> None:
        self._trusted = self.authority.current if self.authority else None
        if self._trusted:
            self._channel = aio.secure_channel(self._target, self._trusted, _OPTIONS)
        else:
            self._channel = aio.insecure_channel(self._target, _OPTIONS)
        self._stub = cache_pb2_grpc.CacheServiceStub(self._channel)


@asynccontextmanager
async def cache_channel(
    target: str, ca_file: Path | None, longest_call: timedelta, metrics: ReloadMetrics
) -> AsyncIterator[CacheChannel]:
    """The connection while the block runs, in plaintext without a file. Raises MisconfiguredError."""
    authority = Reloaded(SETTING, ca_file.read_bytes, _credentials, metrics) if ca_file else None
    async with looked_after(authority):
        channel = CacheChannel(target, authority, longest_call)
        try:
            yield channel
        finally:
            await channel.aclose()


def _credentials(authority: bytes) -> grpc.ChannelCredentials:
    """gRPC would take anything, and then trust nobody."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=authority.decode("ascii"))
    except (ssl.SSLError, ValueError) as error:
        raise MisconfiguredError(f"{SETTING} cannot be used: it holds no certificate in PEM.") from error
    return grpc.ssl_channel_credentials(authority)
