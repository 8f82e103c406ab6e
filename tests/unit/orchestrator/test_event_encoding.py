from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2
from services.orchestrator.answer_cache import CachedAnswer, Tier
from services.orchestrator.event_encoding import EventEncoder

ELAPSED = timedelta(milliseconds=3)


def found(payload: bytes) -> CachedAnswer:
    return CachedAnswer(payload, Tier.L2, timedelta(seconds=90), timedelta(seconds=30), timedelta(0), stale=False)


@given(narrative=st.text(max_size=40_000), rows=st.integers(0, 300), assumptions=st.lists(st.text(max_size=200)))
def test_a_cached_answer_arrives_as_it_was_stored_with_its_callers_assumptions(
    narrative: str, rows: int, assumptions: list[str]
) -> None:
    table = answer_pb2.Table(rows=[answer_pb2.Row(dimension_values=[str(n)], metric_values=[n]) for n in range(rows)])
    answer = answer_pb2.Answer(outcome=answer_pb2.OUTCOME_ANSWERABLE, narrative=narrative, tables=[table])
    event = EventEncoder("id").cached_result(2, ELAPSED, found(answer.SerializeToString()))
    encoded = event.encoded(assumptions)
    answer.assumptions.extend(assumptions)
    response = orchestrator_pb2.StreamAnswerResponse.FromString(encoded)
    assert response.result.answer == answer
    assert response.result.tier == orchestrator_pb2.TIER_L2
    assert response.result.age.ToTimedelta() == timedelta(seconds=90)
    assert (response.answer_id, response.sequence, response.elapsed.ToTimedelta()) == ("id", 2, ELAPSED)


def test_a_hit_says_where_and_how_old() -> None:
    encoded = EventEncoder("id").cache_hit(1, ELAPSED, found(b"")).encoded(())
    hit = orchestrator_pb2.StreamAnswerResponse.FromString(encoded).cache_hit
    assert hit.tier == orchestrator_pb2.TIER_L2
    assert hit.age.ToTimedelta() == timedelta(seconds=90)
    assert hit.fresh_for.ToTimedelta() == timedelta(seconds=30)
    assert not hit.stale
