"""Streams that break and are gone on with, over real gRPC."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from hypothesis import given, settings
from hypothesis import strategies as st

from headrace import errors
from headrace.client import HeadraceClient
from headrace.orchestrator.v1 import orchestrator_pb2
from headrace.resuming import ResumePolicy
from tests.unit.client import answers
from tests.unit.client.relay import Relay
from tests.unit.client.scripted_service import (
    ANSWER_ID,
    Response,
    ScriptedService,
    abort,
    cache_hit,
    delta,
    finished,
    numbered,
    result,
    started,
)

pytest_plugins = ["tests.unit.client.scripted_fixtures"]

LOG = numbered(
    started("data_fetcher"),
    finished("data_fetcher"),
    *(delta(f"piece {n} ") for n in range(6)),
    result(answers.answered()),
)
EVERY_NUMBER = [response.sequence for response in LOG]
BROKEN = grpc.StatusCode.UNAVAILABLE


async def no_wait(_seconds: float) -> None:
    await asyncio.sleep(0)


AT_ONCE = ResumePolicy(attempts=3, sleep=no_wait)


def breaks_after(
    scripted: ScriptedService, *counts: int, sent_again: int = 0, details: tuple[Message, ...] = ()
) -> None:
    """Each call sends so many of the events still due, after `sent_again` old ones, and breaks; then one is whole."""
    remaining = list(counts)

    def stream(request: orchestrator_pb2.StreamAnswerRequest, context: grpc.ServicerContext) -> Iterator[Response]:
        due = request.resume_after_sequence if request.resume_answer_id == ANSWER_ID else 0
        yield from LOG[max(due - sent_again, 0) : due]
        if not remaining:
            yield from LOG[due:]
            return
        yield from LOG[due : due + remaining.pop(0)]
        abort(context, BROKEN, "Socket closed", *details)

    scripted.stream = stream


async def numbers_seen(target: str, policy: ResumePolicy = AT_ONCE, within: timedelta | None = None) -> list[int]:
    async with HeadraceClient.connect(target, resume_policy=policy) as client:
        events = client.ask("sessions", tenant_id="demo", property_id="123456789", timeout=within)
        return [event.sequence async for event in events]


@given(
    first=st.integers(1, len(LOG)),
    later=st.lists(st.integers(0, 4), max_size=6),
    sent_again=st.integers(0, 3),
)
@settings(max_examples=60, deadline=None)
async def test_every_event_comes_once_and_in_order_wherever_the_stream_breaks(
    scripted_target: str, scripted_for_module: ScriptedService, first: int, later: list[int], sent_again: int
) -> None:
    scripted_for_module.start_over()
    breaks_after(scripted_for_module, first, *later, sent_again=sent_again)

    seen = await numbers_seen(scripted_target, ResumePolicy(attempts=7, sleep=no_wait))

    assert seen == EVERY_NUMBER


async def test_a_resumed_call_asks_for_what_is_missing(scripted_target: str, scripted: ScriptedService) -> None:
    breaks_after(scripted, 4)

    await numbers_seen(scripted_target)

    assert [(r.question, r.resume_answer_id, r.resume_after_sequence) for r in scripted.asked] == [
        ("sessions", "", 0),
        ("sessions", ANSWER_ID, 4),
    ]


async def test_a_cut_connection_is_made_anew(scripted_target: str, scripted: ScriptedService) -> None:
    ended = threading.Event()

    def stream(request: orchestrator_pb2.StreamAnswerRequest, context: grpc.ServicerContext) -> Iterator[Response]:
        if request.resume_answer_id:
            yield from LOG[request.resume_after_sequence :]
            return
        context.add_callback(ended.set)
        yield from LOG[:3]
        ended.wait(timeout=20)

    scripted.stream = stream
    async with Relay(scripted_target) as relay, HeadraceClient.connect(relay.address) as client:
        seen = []
        async for event in client.ask("sessions", tenant_id="demo", property_id="123456789"):
            seen.append(event.sequence)
            if event.sequence == 3 and len(scripted.asked) == 1:
                relay.cut()

    assert seen == EVERY_NUMBER
    assert len(scripted.asked) == 2


async def test_an_answer_of_another_process_is_gone_on_with(scripted_target: str, scripted: ScriptedService) -> None:
    breaks_after(scripted, 2)
    request = orchestrator_pb2.StreamAnswerRequest(
        tenant_id="demo", property_id="123456789", resume_answer_id=ANSWER_ID, resume_after_sequence=5
    )

    async with HeadraceClient.connect(scripted_target, resume_policy=AT_ONCE) as client:
        seen = [response.sequence async for response in client.stream_answer(request)]

    assert seen == EVERY_NUMBER[5:]
    assert request.resume_after_sequence == 5


async def test_a_cached_answer_that_breaks_is_asked_for_again_and_its_hit_told_once(
    scripted_target: str, scripted: ScriptedService
) -> None:
    hit = numbered(cache_hit(orchestrator_pb2.TIER_L1, timedelta(minutes=4)), result(answers.answered()))

    def stream(_: orchestrator_pb2.StreamAnswerRequest, context: grpc.ServicerContext) -> Iterator[Response]:
        yield hit[0]
        if len(scripted.asked) == 1:
            abort(context, BROKEN, "Socket closed")
        yield hit[1]

    scripted.stream = stream
    assert await numbers_seen(scripted_target) == [1, 2]
    assert [request.resume_answer_id for request in scripted.asked] == ["", ""]


async def test_a_break_after_the_result_loses_nothing(scripted_target: str, scripted: ScriptedService) -> None:
    breaks_after(scripted, len(LOG))

    assert await numbers_seen(scripted_target) == EVERY_NUMBER
    assert len(scripted.asked) == 1


@pytest.mark.parametrize("code", [grpc.StatusCode.NOT_FOUND, grpc.StatusCode.UNIMPLEMENTED])
async def test_an_answer_that_cannot_be_resumed_is_lost(
    scripted_target: str, scripted: ScriptedService, code: grpc.StatusCode
) -> None:
    def stream(request: orchestrator_pb2.StreamAnswerRequest, context: grpc.ServicerContext) -> Iterator[Response]:
        if request.resume_answer_id:
            abort(context, code, "This answer is not known here.")
        yield from LOG[:2]
        abort(context, BROKEN, "Socket closed")

    scripted.stream = stream

    with pytest.raises(errors.AnswerLost, match="This answer is not known here") as caught:
        await numbers_seen(scripted_target)
    assert (caught.value.code, caught.value.answer_id, caught.value.sequence) == (code, ANSWER_ID, 2)
    assert len(scripted.asked) == 2


async def test_attempts_in_a_row_that_bring_nothing_are_bounded(
    scripted_target: str, scripted: ScriptedService
) -> None:
    breaks_after(scripted, 2, *[0] * 20)

    with pytest.raises(errors.AnswerLost, match="After event 2") as caught:
        await numbers_seen(scripted_target)

    assert caught.value.code is BROKEN
    assert len(scripted.asked) == 1 + AT_ONCE.attempts


async def test_attempts_that_bring_something_may_be_many(scripted_target: str, scripted: ScriptedService) -> None:
    breaks_after(scripted, *[1] * (AT_ONCE.attempts + 3))

    assert await numbers_seen(scripted_target) == EVERY_NUMBER


async def test_a_failure_that_the_service_reports_is_not_tried_again(
    scripted_target: str, scripted: ScriptedService
) -> None:
    breaks_after(scripted, 2, details=(error_details_pb2.ErrorInfo(reason="SOURCE_UNAVAILABLE", domain="headrace"),))

    with pytest.raises(errors.Unavailable) as caught:
        await numbers_seen(scripted_target)

    assert caught.value.reason == "SOURCE_UNAVAILABLE"
    assert len(scripted.asked) == 1


async def test_not_found_on_the_first_call_is_not_a_lost_answer(
    scripted_target: str, scripted: ScriptedService
) -> None:
    def stream(request: object, context: grpc.ServicerContext) -> Iterator[Response]:
        yield LOG[0]
        abort(context, grpc.StatusCode.NOT_FOUND, "No cached answer.")

    scripted.stream = stream

    with pytest.raises(errors.NotFound):
        await numbers_seen(scripted_target)


@pytest.mark.parametrize(
    ("log", "what"),
    [
        ([LOG[0], LOG[2]], "After event 1 the answer's stream went on with event 3"),
        ([LOG[1]], "After event 0 the answer's stream went on with event 2"),
        (
            [LOG[0], Response(answer_id="answer-2", sequence=2)],
            "After event 1 the answer's stream went over into answer 'answer-2'",
        ),
        (LOG[:3], "After event 3 the answer's stream ended without a result"),
    ],
)
async def test_a_stream_with_a_hole_is_an_error(
    scripted_target: str, scripted: ScriptedService, log: list[Response], what: str
) -> None:
    scripted.plays(*log)

    with pytest.raises(errors.AnswerLost, match=what):
        await numbers_seen(scripted_target)


async def test_all_calls_for_an_answer_share_its_time_out(scripted_target: str, scripted: ScriptedService) -> None:
    breaks_after(scripted, 1, 1, 1)
    clock = SteppingClock()
    ten_seconds = timedelta(seconds=10)
    policy = ResumePolicy(
        first_pause=ten_seconds,
        longest_pause=ten_seconds,
        uniform=lambda _, high: high,
        sleep=clock.sleep,
        monotonic=clock.monotonic,
    )

    with pytest.raises(errors.DeadlineExceeded):
        await numbers_seen(scripted_target, policy, within=timedelta(seconds=25))

    assert all(left < allowed + 1 for left, allowed in zip(scripted.seconds_left, [25, 15, 5], strict=True))
    assert clock.slept == [10, 10]


async def test_the_pause_that_the_service_asks_for_is_kept(scripted_target: str, scripted: ScriptedService) -> None:
    later = error_details_pb2.RetryInfo()
    later.retry_delay.FromTimedelta(timedelta(seconds=7))
    breaks_after(scripted, 1, details=(later,))
    clock = SteppingClock()

    await numbers_seen(scripted_target, ResumePolicy(sleep=clock.sleep, monotonic=clock.monotonic))

    assert clock.slept == [7]


class SteppingClock:
    """A clock that sleeping moves on."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return sum(self.slept)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
