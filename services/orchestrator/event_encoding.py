"""Events as bytes. An answer's bytes go into the stream as they are kept, without being parsed and built again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from google.protobuf import message

from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2
from services.orchestrator.answer_cache import CachedAnswer, Tier
from services.orchestrator.flight import Event, EventKind
from services.serving.fields import duration_of

_TIERS = {Tier.L1: orchestrator_pb2.TIER_L1, Tier.L2: orchestrator_pb2.TIER_L2}
_RESULT_FIELD = orchestrator_pb2.StreamAnswerResponse.RESULT_FIELD_NUMBER
_WIRE_TYPE_LENGTH_DELIMITED = 2
_ANSWER_FIELD = orchestrator_pb2.Result.ANSWER_FIELD_NUMBER
_EARLIER = "This is an earlier answer, in place of one that could not be had now."


@dataclass(frozen=True, slots=True)
class PlainEvent:
    """An event that is the same for every reader."""

    kind: EventKind
    bytes_for_all: bytes

    @property
    def size(self) -> int:
        return len(self.bytes_for_all)

    def encoded(self, assumptions: Sequence[str]) -> bytes:
        return self.bytes_for_all


@dataclass(frozen=True, slots=True)
class ResultEvent:
    """An answer, kept without assumptions, to which each reader's own are added, and `caveats` of this delivery.

    Protobuf reads a repeated field that comes in two parts as one list, so the answer need not be parsed.
    """

    head: bytes
    answer: bytes
    delivery: bytes
    caveats: Sequence[str] = ()
    kind: EventKind = EventKind.RESULT

    @property
    def size(self) -> int:
        return len(self.answer)

    def encoded(self, assumptions: Sequence[str]) -> bytes:
        own = answer_pb2.Answer(assumptions=assumptions, caveats=self.caveats).SerializeToString()
        result = _length_delimited(_ANSWER_FIELD, self.answer + own) + self.delivery
        return self.head + _length_delimited(_RESULT_FIELD, result)


class EventEncoder:
    """Encodes the events of one stream; `answer_id` is the stream's."""

    def __init__(self, answer_id: str) -> None:
        self._answer_id = answer_id

    def status(
        self,
        sequence: int,
        elapsed: timedelta,
        stage: orchestrator_pb2.Stage.ValueType,
        state: orchestrator_pb2.State.ValueType,
        agent: str = "",
    ) -> Event:
        """A stage began or ended."""
        status = orchestrator_pb2.Status(stage=stage, agent=agent, state=state)
        return self._event(EventKind.STATUS, sequence, elapsed, orchestrator_pb2.StreamAnswerResponse(status=status))

    def cache_hit(self, sequence: int, elapsed: timedelta, found: CachedAnswer) -> Event:
        """A cached answer follows."""
        hit = orchestrator_pb2.CacheHit(
            tier=_TIERS[found.tier],
            age=duration_of(found.age),
            fresh_for=duration_of(found.fresh_for),
            lookup_latency=duration_of(found.lookup_latency),
            stale=found.stale,
        )
        return self._event(EventKind.CACHE_HIT, sequence, elapsed, orchestrator_pb2.StreamAnswerResponse(cache_hit=hit))

    def partial(self, sequence: int, elapsed: timedelta, partial: orchestrator_pb2.Partial) -> Event:
        """A part of the answer."""
        return self._event(EventKind.PARTIAL, sequence, elapsed, orchestrator_pb2.StreamAnswerResponse(partial=partial))

    def result(self, sequence: int, elapsed: timedelta, answer: bytes) -> Event:
        """The whole answer, a serialized `Answer`, made anew."""
        return ResultEvent(self._head(sequence, elapsed), answer, b"")

    def cached_result(self, sequence: int, elapsed: timedelta, found: CachedAnswer, instead: str = "") -> Event:
        """The whole answer, from cache; `instead` says why no newer one could be had, where one was to be made."""
        delivery = orchestrator_pb2.Result(tier=_TIERS[found.tier], age=duration_of(found.age))
        caveats = (f"{_EARLIER} {instead}",) if instead else ()
        return ResultEvent(self._head(sequence, elapsed), found.payload, delivery.SerializeToString(), caveats)

    def _head(self, sequence: int, elapsed: timedelta) -> bytes:
        head = orchestrator_pb2.StreamAnswerResponse(
            answer_id=self._answer_id, sequence=sequence, elapsed=duration_of(elapsed)
        )
        return head.SerializeToString()

    def _event(self, kind: EventKind, sequence: int, elapsed: timedelta, body: message.Message) -> Event:
        return PlainEvent(kind, self._head(sequence, elapsed) + body.SerializeToString())


def _length_delimited(field_number: int, value: bytes) -> bytes:
    return _varint(field_number << 3 | _WIRE_TYPE_LENGTH_DELIMITED) + _varint(len(value)) + value


def _varint(number: int) -> bytes:
    groups = []
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    groups.append(number)
    return bytes(groups)
