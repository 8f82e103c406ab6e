"""What really went between Google's client and the emulator."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.services.beta_analytics_data.transports import BetaAnalyticsDataGrpcAsyncIOTransport
from grpc import aio


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that left the client for an RPC, such as "RunReport", and its answer: a response, or the words of a
    refusal."""

    rpc: str
    request: Any
    response: Any = None
    refusal: str = ""


@dataclass(slots=True)
class Wire:
    """Keeps every exchange, in the order in which the answers came."""

    exchanges: list[Exchange] = field(default_factory=list)

    def rpcs(self) -> set[str]:
        """The RPCs that were reached."""
        return {exchange.rpc for exchange in self.exchanges}

    @asynccontextmanager
    async def client_of(self, target: str, agent: str = "") -> AsyncIterator[BetaAnalyticsDataAsyncClient]:
        """Google's own client, connected to an emulator over this wire; it calls itself as `agent` says."""
        options = [("grpc.primary_user_agent", agent)]
        async with aio.insecure_channel(target, options, interceptors=[_Recording(self)]) as channel:
            yield BetaAnalyticsDataAsyncClient(transport=BetaAnalyticsDataGrpcAsyncIOTransport(channel=channel))

    def blocking_channel(self, target: str) -> grpc.Channel:
        """A channel over this wire for Google's synchronous client."""
        return grpc.intercept_channel(grpc.insecure_channel(target), _BlockingRecording(self))


class _Recording(aio.UnaryUnaryClientInterceptor):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def intercept_unary_unary(
        self, continuation: Callable[..., Any], client_call_details: aio.ClientCallDetails, request: Any
    ) -> Any:
        rpc = _name(client_call_details.method)
        call = await continuation(client_call_details, request)
        try:
            self._wire.exchanges.append(Exchange(rpc, request, await call))
        except aio.AioRpcError as error:
            self._wire.exchanges.append(Exchange(rpc, request, refusal=error.details() or error.code().name))
        return call


class _BlockingRecording(grpc.UnaryUnaryClientInterceptor):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def intercept_unary_unary(self, continuation: Any, client_call_details: Any, request: Any) -> Any:
        call = continuation(client_call_details, request)
        self._wire.exchanges.append(Exchange(_name(client_call_details.method), request, call.result()))
        return call


def _name(method: Any) -> str:
    return (method.decode() if isinstance(method, bytes) else str(method)).rpartition("/")[2]
