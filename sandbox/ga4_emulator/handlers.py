"""Handlers of single RPCs, and what is laid around them: counting, refusals."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from google.rpc.status_pb2 import Status
from grpc import aio
from grpc_status import rpc_status

from sandbox.ga4_emulator.refusals import Refused
from sandbox.ga4_emulator.requests_seen import RequestsSeen

Handler = Callable[[Any], Awaitable[Any]]
"""Answers one request message with one response message, or raises `Refused`."""

RpcHandler = Callable[[Any, "aio.ServicerContext[Any, Any]"], Awaitable[Any]]


def property_id_of(request: Any) -> str:
    """What a request calls the property that it is about, without "properties/"."""
    resource: str = getattr(request, "property", "") or getattr(request, "name", "") or getattr(request, "parent", "")
    return resource.removeprefix("properties/").partition("/")[0]


def in_thread(answer: Callable[[Any], Any]) -> Handler:
    """A handler that answers in a thread, so that the event loop stays free."""

    async def handle(request: Any) -> Any:
        return await asyncio.to_thread(answer, request)

    return handle


def counted(handler: Handler, method: str, seen: RequestsSeen) -> Handler:
    """Counts each request as it arrives."""

    async def handle(request: Any) -> Any:
        seen.add(method, property_id_of(request))
        return await handler(request)

    return handle


def refusing(handler: Handler) -> RpcHandler:
    """Tells the caller of a refusal as a google.rpc.Status."""

    async def handle(request: Any, context: aio.ServicerContext[Any, Any]) -> Any:
        try:
            return await handler(request)
        except Refused as refused:
            words = refused.message.rstrip() if _drops_trailing_space(context) else refused.message
            status = Status(code=refused.code.value[0], message=words)
            await context.abort_with_status(rpc_status.to_status(status))

    return handle


def _drops_trailing_space(context: aio.ServicerContext[Any, Any]) -> bool:
    """Whether the caller's HTTP/2 ignores a header that ends in a space, and so would be told nothing: Node's does."""
    return any(key == "user-agent" and "grpc-node" in str(value) for key, value in context.invocation_metadata() or ())
