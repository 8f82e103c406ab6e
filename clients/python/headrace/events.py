"""The events of an answer's stream, as typed values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Self

from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2


class _WireEnum(IntEnum):
    """An enum with the numbers of its protobuf namesake; numbers of a newer service read as UNKNOWN."""

    @classmethod
    def _missing_(cls, _: object) -> Self:
        return cls["UNKNOWN"]


class Stage(_WireEnum):
    """A stage of the making of an answer."""

    UNKNOWN = orchestrator_pb2.STAGE_UNSPECIFIED
    UNDERSTANDING = orchestrator_pb2.STAGE_UNDERSTANDING
    CACHE_LOOKUP = orchestrator_pb2.STAGE_CACHE_LOOKUP
    AGENT = orchestrator_pb2.STAGE_AGENT


class State(_WireEnum):
    """What happened to a stage."""

    UNKNOWN = orchestrator_pb2.STATE_UNSPECIFIED
    STARTED = orchestrator_pb2.STATE_STARTED
    FINISHED = orchestrator_pb2.STATE_FINISHED
    FAILED = orchestrator_pb2.STATE_FAILED
    SKIPPED = orchestrator_pb2.STATE_SKIPPED


class Tier(_WireEnum):
    """The store that an answer came from. NONE: it was made anew."""

    UNKNOWN = -1
    NONE = orchestrator_pb2.TIER_UNSPECIFIED
    NEAR = orchestrator_pb2.TIER_NEAR
    L1 = orchestrator_pb2.TIER_L1
    L2 = orchestrator_pb2.TIER_L2


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """What every event says.

    `sequence` is its number within the answer, from 1 and without gaps; `elapsed` the time from the arrival of the
    request that began the answer.
    """

    answer_id: str
    sequence: int
    elapsed: timedelta


@dataclass(frozen=True, slots=True)
class StatusEvent(AnswerEvent):
    """A stage started or ended. `agent` is empty unless the stage is AGENT."""

    stage: Stage
    agent: str
    state: State


@dataclass(frozen=True, slots=True)
class CacheHitEvent(AnswerEvent):
    """A cached answer follows. `age` is since it was stored; `fresh_for` is zero where it is stale."""

    tier: Tier
    age: timedelta
    fresh_for: timedelta
    lookup_latency: timedelta
    stale: bool


@dataclass(frozen=True, slots=True)
class TableEvent(AnswerEvent):
    """A whole table, the moment Google Analytics answered."""

    table: answer_pb2.Table


@dataclass(frozen=True, slots=True)
class NarrativeEvent(AnswerEvent):
    """The next piece of the narrative."""

    delta: str


@dataclass(frozen=True, slots=True)
class ResultEvent(AnswerEvent):
    """The whole answer; the last event. `age` is since it was stored, zero where it was made anew."""

    answer: answer_pb2.Answer
    tier: Tier
    age: timedelta


Event = StatusEvent | CacheHitEvent | TableEvent | NarrativeEvent | ResultEvent


def event_from(response: orchestrator_pb2.StreamAnswerResponse) -> Event | None:
    """The event that a response carries; None for a kind that only a newer client knows."""
    stamp = (response.answer_id, response.sequence, response.elapsed.ToTimedelta())
    match response.WhichOneof("event"):
        case "status":
            status = response.status
            return StatusEvent(*stamp, Stage(status.stage), status.agent, State(status.state))
        case "cache_hit":
            hit = response.cache_hit
            return CacheHitEvent(
                *stamp,
                Tier(hit.tier),
                hit.age.ToTimedelta(),
                hit.fresh_for.ToTimedelta(),
                hit.lookup_latency.ToTimedelta(),
                hit.stale,
            )
        case "partial":
            return _partial_from(response.partial, stamp)
        case "result":
            result = response.result
            return ResultEvent(*stamp, result.answer, Tier(result.tier), result.age.ToTimedelta())
        case None:
            return None


def _partial_from(partial: orchestrator_pb2.Partial, stamp: tuple[str, int, timedelta]) -> Event | None:
    match partial.WhichOneof("content"):
        case "table":
            return TableEvent(*stamp, partial.table)
        case "narrative_delta":
            return NarrativeEvent(*stamp, partial.narrative_delta)
        case None:
            return None
