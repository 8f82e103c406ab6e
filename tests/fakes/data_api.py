"""A Data API of one method, scripted: for what Google answers and the emulator does not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import grpc
from grpc import aio

from services.orchestrator.ga4.google_client import messages

Handler = Callable[[Any, Any], Awaitable[Any]]
_SERVICE = "google.analytics.data.v1beta.BetaAnalyticsData"
_MESSAGES: dict[str, tuple[Any, Any]] = {
    "RunReport": (messages.RunReportRequest, messages.RunReportResponse),
    "GetMetadata": (messages.GetMetadataRequest, messages.Metadata),
}


@asynccontextmanager
async def server_that(handler: Handler, method: str = "RunReport") -> AsyncIterator[str]:
    """A Data API that answers every call of the method as the handler does; gives its target."""
    request, response = _MESSAGES[method]
    answer = grpc.unary_unary_rpc_method_handler(
        handler, request_deserializer=request.deserialize, response_serializer=response.serialize
    )
    server = aio.server()
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(_SERVICE, {method: answer}),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        await server.stop(None)
