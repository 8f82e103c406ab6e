"""Puts an answer together from what the agents made."""

from __future__ import annotations

from datetime import datetime

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.graph import GraphOutcome
from services.orchestrator.agents.reporting.closing import caveats
from services.orchestrator.agents.slots import CONTEXT, DATA, NARRATIVE
from services.orchestrator.freshness import Lifetime, settled_through
from services.orchestrator.ga4.report_source import PropertyProfile
from services.orchestrator.understanding.planner import NeedsClarification, Refused, Understood
from services.orchestrator.understanding.rest import to_rest


def planned_requests(understood: Understood) -> list[answer_pb2.PlannedRequest]:
    """The plan as the contract shows it."""
    planned = []
    for request in understood.plan.requests:
        message = answer_pb2.PlannedRequest(method=request.method.value)
        message.request.update(to_rest(request))
        planned.append(message)
    return planned


def whole_answer(
    understood: Understood, outcome: GraphOutcome, profile: PropertyProfile, lifetime: Lifetime
) -> answer_pb2.Answer:
    """The answer to an understood question, without the assumptions: those belong to a wording, not to the plan."""
    data = outcome.values[DATA]
    return answer_pb2.Answer(
        outcome=answer_pb2.OUTCOME_ANSWERABLE,
        canonical_question=understood.canonical_question,
        narrative=outcome.values[NARRATIVE].text,
        tables=data.tables,
        requests=planned_requests(understood),
        caveats=caveats(understood.plan, data.reports),
        freshness=_freshness(data.reports.asked_at, profile, lifetime),
        provenance=answer_pb2.Provenance(
            query_hash=understood.query_hash,
            property_id=profile.property_id,
            notes=outcome.values.get(CONTEXT) or (),
            agents=outcome.runs,
            degradations=outcome.degradations,
        ),
    )


def unanswerable(understanding: NeedsClarification | Refused) -> answer_pb2.Answer:
    """The reply to a question that has no answer: asks back or refuses."""
    return answer_pb2.Answer(
        outcome=outcome_of(understanding), message=understanding.message, suggestions=understanding.suggestions
    )


def outcome_of(understanding: Understood | NeedsClarification | Refused) -> answer_pb2.Outcome.ValueType:
    """The contract's word for what became of a question."""
    match understanding:
        case Understood():
            return answer_pb2.OUTCOME_ANSWERABLE
        case NeedsClarification():
            return answer_pb2.OUTCOME_NEEDS_CLARIFICATION
        case Refused():
            return answer_pb2.OUTCOME_REFUSED


def _freshness(asked_at: datetime, profile: PropertyProfile, lifetime: Lifetime) -> answer_pb2.Freshness:
    freshness = answer_pb2.Freshness(
        settled_through=settled_through(asked_at, profile.time_zone).isoformat(),
        time_zone=profile.time_zone,
        currency_code=profile.currency_code,
    )
    freshness.as_of.FromDatetime(asked_at)
    freshness.fresh_for.FromTimedelta(lifetime.fresh_for)
    return freshness
