"""A question as it is sent."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum

from headrace.orchestrator.v1 import orchestrator_pb2


class CachePolicy(IntEnum):
    """How an answer may use the cache."""

    DEFAULT = orchestrator_pb2.CACHE_POLICY_DEFAULT
    """Serve from cache if fresh, else make and store the answer."""
    REFRESH = orchestrator_pb2.CACHE_POLICY_REFRESH
    """Make the answer anew and store it."""
    BYPASS = orchestrator_pb2.CACHE_POLICY_BYPASS
    """Make the answer anew, neither read nor stored."""
    ONLY_IF_CACHED = orchestrator_pb2.CACHE_POLICY_ONLY_IF_CACHED
    """Serve from cache, else fail with NotFound."""


def answer_request(
    question: str, tenant_id: str, property_id: str, cache_policy: CachePolicy, max_staleness: timedelta | None
) -> orchestrator_pb2.StreamAnswerRequest:
    """The request that asks a question; the meanings are those of `HeadraceClient.ask`."""
    request = orchestrator_pb2.StreamAnswerRequest(
        tenant_id=tenant_id,
        property_id=property_id,
        question=question,
        cache_policy=orchestrator_pb2.CachePolicy.ValueType(cache_policy),
    )
    if max_staleness is not None:
        request.max_staleness.FromTimedelta(max_staleness)
    return request
