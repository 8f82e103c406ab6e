"""What happens around every call: who calls, one log line, metrics, and exceptions turned into statuses."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from contextvars import ContextVar
from typing import Any

import grpc
import structlog
from grpc import aio
from grpc_status import rpc_status

from services.serving.callers import Authenticator, Caller
from services.serving.clock import Clock
from services.serving.metrics import CallMetrics
from services.serving.statuses import StatusTable, unexpected

log = structlog.get_logger(__name__)

Context = aio.ServicerContext[Any, Any]
Unary = Callable[[Any, Context], Awaitable[Any]]
Stream = Callable[[Any, Context], AsyncGenerator[Any, None]]

HEALTH = "/grpc.health.v1.Health/"
NOBODY = Caller("nobody", frozenset())


class Call:
    """One call: who makes it, its id in the log, and what its log line will say."""

    def __init__(self, caller: Caller, request_id: str) -> None:
        self.caller = caller
        self.request_id = request_id
        self.facts: dict[str, object] = {}

    def note(self, **facts: object) -> None:
        """Adds facts to the call's log line."""
        self.facts.update(facts)


_current: ContextVar[Call] = ContextVar("call")


def current_call() -> Call:
    """The call that is being handled. Raises LookupError outside of one."""
    return _current.get()


class CallInterceptor(aio.ServerInterceptor):
    """Wraps every call but health checks, which answer anybody and would drown the log."""

    def __init__(self, authenticator: Authenticator, statuses: StatusTable, metrics: CallMetrics, clock: Clock) -> None:
        self._authenticator = authenticator
        self._statuses = statuses
        self._metrics = metrics
        self._clock = clock

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Any, Any] | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        handler = await continuation(handler_call_details)
        method = handler_call_details.method
        if handler is None or method.startswith(HEALTH):
            return handler
        kind = f"{_arity(handler.request_streaming)}_{_arity(handler.response_streaming)}"
        inner = getattr(handler, kind)
        outer = self._around_stream(method, inner) if handler.response_streaming else self._around_unary(method, inner)
        make_handler = getattr(grpc, f"{kind}_rpc_method_handler")
        wrapped: grpc.RpcMethodHandler[Any, Any] = make_handler(
            outer, handler.request_deserializer, handler.response_serializer
        )
        return wrapped

    def _around_unary(self, method: str, inner: Unary) -> Unary:
        async def handle(request: Any, context: Context) -> Any:
            scope = _Scope(method, self._metrics, self._clock)
            try:
                _current.set(self._admit(scope, context))
                response = await inner(request, context)
                scope.code = grpc.StatusCode.OK
            except Exception as error:  # noqa: BLE001 - every failure of a call becomes a status here
                await self._abort(error, scope, context)
            else:
                return response
            finally:
                scope.close()

        return handle

    def _around_stream(self, method: str, inner: Stream) -> Stream:
        async def handle(request: Any, context: Context) -> AsyncGenerator[Any, None]:
            scope = _Scope(method, self._metrics, self._clock)
            try:
                _current.set(self._admit(scope, context))
                async with aclosing(inner(request, context)) as messages:
                    async for message in messages:
                        yield message
                scope.code = grpc.StatusCode.OK
            except Exception as error:  # noqa: BLE001 - as above
                await self._abort(error, scope, context)
            finally:
                scope.close()

        return handle

    def _admit(self, scope: _Scope, context: Context) -> Call:
        metadata = {key: value for key, value in context.invocation_metadata() or () if isinstance(value, str)}
        scope.call.request_id = metadata.get("x-request-id", scope.call.request_id)[:64]
        scope.call.caller = self._authenticator.caller(metadata.get("authorization"))
        return scope.call

    async def _abort(self, error: Exception, scope: _Scope, context: Context) -> None:
        if isinstance(error, aio.AbortError):
            scope.code = context.code()
            raise error
        found = self._statuses.status_of(error)
        if found is None:
            log.error("call failed unexpectedly", request_id=scope.call.request_id, exc_info=error)
            found = unexpected(scope.call.request_id)
        status = rpc_status.to_status(found)
        scope.code = status.code
        scope.call.note(reason=found.message)
        await context.abort(status.code, status.details, status.trailing_metadata)


class _Scope:
    """From a call's arrival to its end. Its code stays CANCELLED where neither success nor failure is reached."""

    def __init__(self, method: str, metrics: CallMetrics, clock: Clock) -> None:
        self.call = Call(NOBODY, uuid.uuid4().hex[:16])
        self.code = grpc.StatusCode.CANCELLED
        self._method = method
        self._metrics = metrics
        self._clock = clock
        self._began = clock.monotonic()
        metrics.in_flight.labels(method).inc()

    def close(self) -> None:
        took = self._clock.monotonic() - self._began
        self._metrics.in_flight.labels(self._method).dec()
        self._metrics.handled.labels(self._method, self.code.name).inc()
        self._metrics.seconds.labels(self._method).observe(took)
        log.info(
            "call",
            method=self._method,
            code=self.code.name,
            ms=round(took * 1000, 3),
            caller=self.call.caller.name,
            request_id=self.call.request_id,
            **self.call.facts,
        )


def _arity(streaming: bool) -> str:
    return "stream" if streaming else "unary"
