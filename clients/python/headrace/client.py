"""The typed async client."""

# ruff: noqa: ASYNC109 (a time-out here is a gRPC deadline: it travels to the service, which a local one does not)

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import date, timedelta
from types import TracebackType
from typing import Self

import grpc

from headrace.channel import authorization, open_channel
from headrace.events import Event, ResultEvent, event_from
from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2, orchestrator_pb2_grpc
from headrace.questions import CachePolicy, answer_request
from headrace.resuming import ResumePolicy, StreamCall, resumed_stream
from headrace.statuses import error_from

DEFAULT_TARGET = "127.0.0.1:50051"
DEFAULT_TIMEOUT = timedelta(seconds=30)


class HeadraceClient:
    """Asks the service questions. For one event loop; many questions may be under way at once.

    Every method raises HeadraceError where the call fails. A question that cannot be answered is no failure: its
    answer's `outcome`, `message` and `suggestions` say so.
    """

    def __init__(
        self,
        channel: grpc.aio.Channel,
        *,
        token: str | None = None,
        timeout: timedelta = DEFAULT_TIMEOUT,
        resume_policy: ResumePolicy | None = None,
    ) -> None:
        """Calls over `channel`, which the client closes. `timeout` is for calls that name none of their own.

        Raises ValueError for a token that no header can hold.
        """
        self._channel = channel
        self._stub = orchestrator_pb2_grpc.OrchestratorServiceStub(channel)
        self._metadata = authorization(token)
        self._timeout = timeout
        self._resume_policy = resume_policy or ResumePolicy()

    @classmethod
    def connect(
        cls,
        target: str = DEFAULT_TARGET,
        *,
        tls: bool | grpc.ChannelCredentials = False,
        token: str | None = None,
        timeout: timedelta = DEFAULT_TIMEOUT,
        resume_policy: ResumePolicy | None = None,
    ) -> Self:
        """A client of the service at `target`; the connection is made with the first call.

        `target` is a gRPC name such as "dns:///headrace-orchestrator:50051", every address of which gets its share
        of calls. `tls` is True for TLS against the certificate authorities that gRPC ships with, or credentials of
        one's own. `token` is sent as a bearer token with every call: use TLS with it outside the own machine.
        """
        return cls(open_channel(target, tls), token=token, timeout=timeout, resume_policy=resume_policy)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the calls under way and the connection."""
        await self._channel.close()

    async def ask(
        self,
        question: str,
        *,
        tenant_id: str,
        property_id: str,
        cache_policy: CachePolicy = CachePolicy.DEFAULT,
        max_staleness: timedelta | None = None,
        timeout: timedelta | None = None,
    ) -> AsyncGenerator[Event, None]:
        """The events of the answer as they come, the last of them a ResultEvent.

        `max_staleness` is how long past its freshness a cached answer may still be served; None: not at all. A
        connection that breaks is resumed, so that each event comes exactly once. Closing the generator, or leaving
        it to the garbage collector, cancels the call.
        """
        request = answer_request(question, tenant_id, property_id, cache_policy, max_staleness)
        async with aclosing(self.stream_answer(request, timeout=timeout)) as responses:
            async for response in responses:
                if event := event_from(response):
                    yield event

    async def answer(
        self,
        question: str,
        *,
        tenant_id: str,
        property_id: str,
        cache_policy: CachePolicy = CachePolicy.DEFAULT,
        max_staleness: timedelta | None = None,
        timeout: timedelta | None = None,
    ) -> answer_pb2.Answer:
        """The whole answer, for callers that do not want to see it being made; the arguments are those of `ask`."""
        events = self.ask(
            question,
            tenant_id=tenant_id,
            property_id=property_id,
            cache_policy=cache_policy,
            max_staleness=max_staleness,
            timeout=timeout,
        )
        answer = answer_pb2.Answer()
        async with aclosing(events):
            async for event in events:
                if isinstance(event, ResultEvent):
                    answer = event.answer
        return answer

    def stream_answer(
        self, request: orchestrator_pb2.StreamAnswerRequest, *, timeout: timedelta | None = None
    ) -> AsyncGenerator[orchestrator_pb2.StreamAnswerResponse, None]:
        """The answer's protobuf messages as they come, resumed like the events of `ask`.

        For callers that pass messages on, or that resume an answer which another process began.
        """
        return resumed_stream(self._open_stream, request, timeout or self._timeout, self._resume_policy)

    async def explain(
        self,
        question: str,
        *,
        tenant_id: str,
        property_id: str,
        as_of: date | None = None,
        timeout: timedelta | None = None,
    ) -> orchestrator_pb2.ExplainQuestionResponse:
        """What the question means, without fetching anything.

        `as_of` is the day in the property's time zone on which relative dates are read; None: today.
        """
        request = orchestrator_pb2.ExplainQuestionRequest(
            tenant_id=tenant_id,
            property_id=property_id,
            question=question,
            as_of=as_of.isoformat() if as_of else "",
        )
        seconds = (timeout or self._timeout).total_seconds()
        try:
            return await self._stub.ExplainQuestion(request, timeout=seconds, metadata=self._metadata)
        except grpc.aio.AioRpcError as failure:
            raise error_from(failure) from failure

    def _open_stream(self, request: orchestrator_pb2.StreamAnswerRequest, timeout: float) -> StreamCall:
        return self._stub.StreamAnswer(request, timeout=timeout, metadata=self._metadata)
