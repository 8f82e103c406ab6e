"""Carries out one flight: runs the agents, has the answer kept, and ends the flight's log with it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.agent import Inputs
from services.orchestrator.agents.graph import AgentGraph
from services.orchestrator.agents.slots import PROPERTY_ID, UNDERSTOOD
from services.orchestrator.answer_assembly import whole_answer
from services.orchestrator.answer_cache import AnswerCache, AnswerKey
from services.orchestrator.errors import DeadlinePassed, SourceExhausted, SourceUnavailable
from services.orchestrator.flight_events import FlightEvents
from services.orchestrator.freshness import KEEP_STALE, Lifetime, lifetime
from services.orchestrator.ga4.report_source import PropertyProfile
from services.orchestrator.metrics import OrchestratorMetrics
from services.orchestrator.understanding.plan import Plan
from services.orchestrator.understanding.planner import Understood
from services.orchestrator.understanding.rest import to_rest
from services.serving.clock import Clock


class AnswerMaker:
    """Makes answers anew."""

    def __init__(
        self,
        graph: AgentGraph,
        cache: AnswerCache,
        metrics: OrchestratorMetrics,
        clock: Clock,
    ) -> None:
        self._graph = graph
        self._cache = cache
        self._metrics = metrics
        self._clock = clock

    async def make(
        self,
        events: FlightEvents,
        key: AnswerKey,
        understood: Understood,
        profile: PropertyProfile,
        *,
        keep: bool,
    ) -> None:
        """Makes the answer and appends it to the flight. `keep` has it stored, unless a part of it is missing.

        Where Google Analytics fails for now and an earlier answer is kept, that one is given, with the reason.
        Raises OrchestratorError where there is no answer.
        """
        try:
            answer, allowed = await self._run_agents(events, understood, profile)
        except (SourceUnavailable, SourceExhausted, DeadlinePassed) as error:
            earlier = await self._cache.get(key, KEEP_STALE) if keep else None
            if earlier is None:
                raise
            events.earlier_result(earlier, str(error))
            self._metrics.pipeline_ran(events.elapsed, cached=True)
            return
        self._metrics.pipeline_ran(events.elapsed, cached=False)
        payload = answer.SerializeToString()
        if keep and not answer.provenance.degradations:
            made_at = answer.freshness.as_of.ToDatetime(UTC)
            await self._cache.put(key, payload, plan_beside(understood.plan), allowed, made_at)
        events.result(payload)

    async def _run_agents(
        self, events: FlightEvents, understood: Understood, profile: PropertyProfile
    ) -> tuple[answer_pb2.Answer, Lifetime]:
        seed = Inputs({PROPERTY_ID: profile.property_id, UNDERSTOOD: understood})
        outcome = await self._graph.run(seed, events, events)
        allowed = lifetime(understood.plan, self._clock.now(), profile.time_zone)
        return whole_answer(understood, outcome, profile, allowed), allowed


def plan_beside(plan: Plan) -> dict[str, Any]:
    """The plan as it is kept beside the answer, for people to query by."""
    return {"requests": [{"method": request.method.value, **to_rest(request)} for request in plan.requests]}
