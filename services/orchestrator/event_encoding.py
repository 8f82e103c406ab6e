"""Events as bytes. A cached answer's bytes go into the stream as they are, without being parsed and built again."""

from __future__ import annotations

from datetime import timedelta

from google.protobuf import duration_pb2, message

from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2
from services.orchestrator.answer_cache import CachedAnswer, Tier
from services.orchestrator.flight import Event, EventKind

_TIERS = {Tier.L1: orchestrator_pb2.TIER_L1, Tier.L2: orchestrator_pb2.TIER_L2}
_RESULT_FIELD = orchestrator_pb2.StreamAnswerResponse.RESULT_FIELD_NUMBER
_WIRE_TYPE_LENGTH_DELIMITED = 2
_ANSWER_FIELD = orchestrator_pb2.Result.ANSWER_FIELD_NUMBER


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
            age=_duration(found.age),
            fresh_for=_duration(found.fresh_for),
            lookup_latency=_duration(found.lookup_latency),
            stale=found.stale,
        )
        return self._event(EventKind.CACHE_HIT, sequence, elapsed, orchestrator_pb2.StreamAnswerResponse(cache_hit=hit))

    def partial(self, sequence: int, elapsed: timedelta, partial: orchestrator_pb2.Partial) -> Event:
        """A part of the answer."""
        return self._event(EventKind.PARTIAL, sequence, elapsed, orchestrator_pb2.StreamAnswerResponse(partial=partial))

    def result(self, sequence: int, elapsed: timedelta, answer: answer_pb2.Answer) -> Event:
        """The whole answer, made anew."""
        result = orchestrator_pb2.Result(answer=answer)
        return self._event(EventKind.RESULT, sequence, elapsed, orchestrator_pb2.StreamAnswerResponse(result=result))

    def cached_result(self, sequence: int, elapsed: timedelta, found: CachedAnswer) -> Event:
        """The whole answer, from cache: what `result` would encode, with the tier and age."""
        delivery = orchestrator_pb2.Result(tier=_TIERS[found.tier], age=_duration(found.age))
        result = _length_delimited(_ANSWER_FIELD, found.payload) + delivery.SerializeToString()
        head = self._head(sequence, elapsed).SerializeToString()
        return Event(EventKind.RESULT, head + _length_delimited(_RESULT_FIELD, result))

    def _head(self, sequence: int, elapsed: timedelta) -> orchestrator_pb2.StreamAnswerResponse:
        return orchestrator_pb2.StreamAnswerResponse(
            answer_id=self._answer_id, sequence=sequence, elapsed=_duration(elapsed)
        )

    def _event(self, kind: EventKind, sequence: int, elapsed: timedelta, body: message.Message) -> Event:
        return Event(kind, self._head(sequence, elapsed).SerializeToString() + body.SerializeToString())


def _length_delimited(field_number: int, value: bytes) -> bytes:
    return _varint(field_number << 3 | _WIRE_TYPE_LENGTH_DELIMITED) + _varint(len(value)) + value


def _varint(number: int) -> bytes:
    groups = []
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    groups.append(number)
    return bytes(groups)


def _duration(span: timedelta) -> duration_pb2.Duration:
    result = duration_pb2.Duration()
    result.FromTimedelta(span)
    return result
