"""Callers that ask one question at a time and note when they see what."""

from __future__ import annotations

import time
from typing import Any

from grpc import aio

from benchmarks.timings import Timing
from headrace.orchestrator.v1 import orchestrator_pb2

METHOD = "/headrace.orchestrator.v1.OrchestratorService/StreamAnswer"
TIMEOUT = 60.0

Stream = aio.UnaryStreamMultiCallable[Any, bytes]


class Caller:
    """Asks over one channel. Messages are received as bytes: parsing them is the caller's own affair."""

    def __init__(self, channel: aio.Channel, property_id: str = "123456789") -> None:
        self._stream: Stream = channel.unary_stream(
            METHOD,
            request_serializer=orchestrator_pb2.StreamAnswerRequest.SerializeToString,
            response_deserializer=None,
        )
        self._property_id = property_id

    async def messages(self, question: str) -> list[tuple[float, bytes]]:
        """Each message of the answer and when it came, in seconds since the call."""
        request = orchestrator_pb2.StreamAnswerRequest(
            tenant_id="demo", property_id=self._property_id, question=question
        )
        began = time.perf_counter()
        return [(time.perf_counter() - began, message) async for message in self._stream(request, timeout=TIMEOUT)]

    async def timing(self, question: str) -> Timing:
        """Asks, and sums up the waits."""
        return timing_of(await self.messages(question))


def timing_of(messages: list[tuple[float, bytes]]) -> Timing:
    """Reads the waits off an answer's messages. Raises ValueError where the last is no result with figures."""
    content: float | None = None
    served = "fresh"
    for at, encoded in messages:
        event = orchestrator_pb2.StreamAnswerResponse.FromString(encoded)
        kind = event.WhichOneof("event")
        if kind == "cache_hit":
            served = orchestrator_pb2.Tier.Name(event.cache_hit.tier).removeprefix("TIER_").lower()
        if kind in {"partial", "result"} and content is None:
            content = at
    if kind != "result" or content is None or not event.result.answer.tables:
        raise ValueError(f"no answer with figures: {event}")
    path = critical_path(event) if served == "fresh" else 0.0
    return Timing(messages[0][0], content, messages[-1][0], served, path)


def critical_path(event: orchestrator_pb2.StreamAnswerResponse) -> float:
    """The longest chain of agents: the slower of fetching and of finding notes, then reporting. In seconds."""
    took = {run.agent: run.duration.ToTimedelta().total_seconds() for run in event.result.answer.provenance.agents}
    notes = took.get("embedding", 0.0) + took.get("rag", 0.0)
    return max(took["data_fetcher"], notes) + took["reporting"]
