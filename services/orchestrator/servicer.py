"""The orchestrator's RPCs: protobuf in, the pipeline, protobuf out."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import grpc
from grpc import aio

from headrace.orchestrator.v1 import orchestrator_pb2
from services.orchestrator.answer_assembly import outcome_of, planned_requests
from services.orchestrator.deliveries import measured
from services.orchestrator.last_word import waits_until
from services.orchestrator.metrics import OrchestratorMetrics
from services.orchestrator.pipeline import Ask, CachePolicy, Delivery, Pipeline
from services.orchestrator.understanding.planner import Understood
from services.orchestrator.validation import check_question, day_or_none
from services.serving.calls import current_call
from services.serving.clock import Clock
from services.serving.errors import InvalidField
from services.serving.fields import check_property_id, check_tenant_id, span_of
from services.serving.server import Service

SERVICE_NAME = "headrace.orchestrator.v1.OrchestratorService"

_POLICIES = {
    orchestrator_pb2.CACHE_POLICY_UNSPECIFIED: CachePolicy.DEFAULT,
    orchestrator_pb2.CACHE_POLICY_DEFAULT: CachePolicy.DEFAULT,
    orchestrator_pb2.CACHE_POLICY_REFRESH: CachePolicy.REFRESH,
    orchestrator_pb2.CACHE_POLICY_BYPASS: CachePolicy.BYPASS,
    orchestrator_pb2.CACHE_POLICY_ONLY_IF_CACHED: CachePolicy.ONLY_IF_CACHED,
}


class OrchestratorServicer:
    """Translates. A streaming call owns no work: it reads a delivery, and leaving only stops the reading."""

    def __init__(
        self, pipeline: Pipeline, may_ask: Callable[[str, str], None], metrics: OrchestratorMetrics, clock: Clock
    ) -> None:
        """`may_ask` raises NotPermitted unless a tenant may ask about a property."""
        self._pipeline = pipeline
        self._may_ask = may_ask
        self._metrics = metrics
        self._clock = clock

    async def StreamAnswer(
        self, request: orchestrator_pb2.StreamAnswerRequest, context: aio.ServicerContext[Any, Any]
    ) -> AsyncGenerator[bytes, None]:
        self._admit(request.tenant_id, request.property_id)
        delivery = await self._deliver(request, waits_until(self._clock, context.time_remaining()))
        current_call().note(served=delivery.served.value)
        async with aclosing(measured(delivery, self._metrics, self._clock)) as events:
            async for event in events:
                yield event.encoded(delivery.assumptions)

    async def ExplainQuestion(
        self, request: orchestrator_pb2.ExplainQuestionRequest, context: aio.ServicerContext[Any, Any]
    ) -> orchestrator_pb2.ExplainQuestionResponse:
        self._admit(request.tenant_id, request.property_id)
        check_question(request.question)
        as_of = day_or_none("as_of", request.as_of)
        understanding = await self._pipeline.explain(
            request.property_id,
            request.question,
            as_of,
            waits_until=waits_until(self._clock, context.time_remaining()),
        )
        response = orchestrator_pb2.ExplainQuestionResponse(
            outcome=outcome_of(understanding),
            readings=[
                orchestrator_pb2.Reading(words=r.words, slot=r.slot, meaning=r.meaning) for r in understanding.readings
            ],
        )
        if isinstance(understanding, Understood):
            response.query_hash = understanding.query_hash
            response.canonical_question = understanding.canonical_question
            response.assumptions.extend(understanding.assumptions)
            response.requests.extend(planned_requests(understanding))
        else:
            response.message = understanding.message
            response.suggestions.extend(understanding.suggestions)
        return response

    def _admit(self, tenant_id: str, property_id: str) -> None:
        check_tenant_id(tenant_id)
        check_property_id(property_id)
        call = current_call()
        call.note(tenant=tenant_id, property=property_id)
        call.caller.require(tenant_id, property_id)
        self._may_ask(tenant_id, property_id)

    async def _deliver(self, request: orchestrator_pb2.StreamAnswerRequest, until: float) -> Delivery:
        ask = replace(_ask(request), waits_until=until)
        if ask.question or not request.resume_answer_id:
            check_question(ask.question)
        if not request.resume_answer_id:
            return await self._pipeline.answer(ask)
        if request.resume_after_sequence < 0:
            raise InvalidField("resume_after_sequence", "must not be negative")
        return await self._pipeline.resume(ask, request.resume_answer_id, request.resume_after_sequence)


def orchestrator_service(servicer: OrchestratorServicer) -> Service:
    """The service for a server. `StreamAnswer` hands out events already encoded, so its serializer is none."""
    handlers: dict[str, grpc.RpcMethodHandler[Any, Any]] = {
        "StreamAnswer": grpc.unary_stream_rpc_method_handler(
            servicer.StreamAnswer, orchestrator_pb2.StreamAnswerRequest.FromString, None
        ),
        "ExplainQuestion": grpc.unary_unary_rpc_method_handler(
            servicer.ExplainQuestion,
            orchestrator_pb2.ExplainQuestionRequest.FromString,
            orchestrator_pb2.ExplainQuestionResponse.SerializeToString,
        ),
    }
    handler = grpc.method_handlers_generic_handler(SERVICE_NAME, handlers)
    return Service(SERVICE_NAME, lambda server: server.add_generic_rpc_handlers((handler,)))


def _ask(request: orchestrator_pb2.StreamAnswerRequest) -> Ask:
    policy = _POLICIES.get(request.cache_policy)
    if policy is None:
        raise InvalidField("cache_policy", "must be one of the contract's policies")
    max_staleness = span_of("max_staleness", request.max_staleness)
    return Ask(request.tenant_id, request.property_id, request.question, policy, max_staleness)
