"""Going on with an answer whose stream broke."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import grpc

from headrace.errors import AnswerLost, DeadlineExceeded, HeadraceError
from headrace.orchestrator.v1.orchestrator_pb2 import StreamAnswerRequest, StreamAnswerResponse
from headrace.statuses import error_from

StreamCall = grpc.aio.UnaryStreamCall[StreamAnswerRequest, StreamAnswerResponse]


class OpenStream(Protocol):
    """Starts a StreamAnswer call that may last `timeout` seconds."""

    def __call__(self, request: StreamAnswerRequest, timeout: float) -> StreamCall: ...


@dataclass(frozen=True, slots=True)
class ResumePolicy:
    """How often a broken stream is resumed, and after what pauses.

    `attempts` in a row may bring nothing new. Before the n-th the client waits for a random part of
    `first_pause * 2**(n - 1)`, at most of `longest_pause`, but never shorter than the service asks for.
    `uniform(low, high)` draws that part; `sleep` and `monotonic` count seconds.
    """

    attempts: int = 5
    first_pause: timedelta = timedelta(milliseconds=100)
    longest_pause: timedelta = timedelta(seconds=2)
    uniform: Callable[[float, float], float] = random.uniform
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    monotonic: Callable[[], float] = time.monotonic

    def pause_before(self, attempt: int, asked_for: timedelta | None) -> float:
        """Seconds to wait before the `attempt`-th attempt in a row, counted from 1."""
        longest = min(self.first_pause * 2 ** (attempt - 1), self.longest_pause)
        return max(self.uniform(0, longest.total_seconds()), (asked_for or timedelta()).total_seconds())


async def resumed_stream(
    open_stream: OpenStream, request: StreamAnswerRequest, within: timedelta, policy: ResumePolicy
) -> AsyncGenerator[StreamAnswerResponse, None]:
    """Every response of the answer, each once and in order, over as many calls as it takes.

    All of them together may take `within`. Raises HeadraceError; AnswerLost where the stream broke for good.
    """
    ends_at = policy.monotonic() + within.total_seconds()
    progress = _Progress(request)
    barren_attempts = 0
    while True:
        call = open_stream(progress.request(), timeout=_seconds_until(ends_at, policy))
        try:
            async for response in call:
                if progress.is_new(response):
                    barren_attempts = 0
                    yield response
        except grpc.aio.AioRpcError as failure:
            if progress.has_result:
                return  # Everything was delivered; how the call ended changes nothing.
            error = progress.error_from(failure)
            if not progress.is_break(error):
                raise error from failure
            if barren_attempts == policy.attempts:
                raise progress.lost(f"could not be resumed in {barren_attempts} attempts", error.code) from failure
            barren_attempts += 1
            pause = policy.pause_before(barren_attempts, error.retry_after)
            if pause >= _seconds_until(ends_at, policy):
                raise progress.out_of_time() from failure
        else:
            if progress.has_result:
                return
            raise progress.lost("ended without a result", grpc.StatusCode.OK)
        finally:
            call.cancel()
        await policy.sleep(pause)


class _Progress:
    """What was seen of an answer so far, over all calls."""

    def __init__(self, request: StreamAnswerRequest) -> None:
        self._request = StreamAnswerRequest()
        self._request.CopyFrom(request)
        self._is_resumption = bool(request.resume_answer_id)
        self._begun = self._is_resumption
        self._was_hit = False
        self.has_result = False

    def request(self) -> StreamAnswerRequest:
        """What to ask for next. A cached answer has no log to go on with: the question is asked again."""
        if self._was_hit:
            self._request.resume_answer_id = ""
            self._request.resume_after_sequence = 0
        self._is_resumption = bool(self._request.resume_answer_id)
        return self._request

    def is_new(self, response: StreamAnswerResponse) -> bool:
        """Takes note of a response. Raises AnswerLost where another should have come before it."""
        if self._request.resume_answer_id not in {"", response.answer_id}:
            raise self.lost(f"went over into answer {response.answer_id!r}", grpc.StatusCode.DATA_LOSS)
        expected = self._request.resume_after_sequence + 1
        if response.sequence > expected:
            raise self.lost(f"went on with event {response.sequence}", grpc.StatusCode.DATA_LOSS)
        if response.sequence < expected:
            return False
        self._request.resume_answer_id = response.answer_id
        self._request.resume_after_sequence = response.sequence
        self._begun = True
        self.has_result = response.HasField("result")
        is_hit = response.HasField("cache_hit") and response.sequence == 1
        is_told_again = is_hit and self._was_hit
        self._was_hit = self._was_hit or is_hit
        return not is_told_again

    def error_from(self, failure: grpc.aio.AioRpcError) -> HeadraceError:
        """What the failure of a call means for the answer."""
        error = error_from(failure)
        if self._is_resumption and error.code in {grpc.StatusCode.NOT_FOUND, grpc.StatusCode.UNIMPLEMENTED}:
            return self.lost(f"could not be resumed: {str(error).rstrip('.')}", error.code)
        return error

    def is_break(self, error: HeadraceError) -> bool:
        """Whether the connection failed under an answer that had begun. What the service reports has a reason."""
        return self._begun and error.code is grpc.StatusCode.UNAVAILABLE and not error.reason

    def out_of_time(self) -> DeadlineExceeded:
        """The end of the answer where its time-out leaves no time to resume it."""
        sequence = self._request.resume_after_sequence
        message = f"The answer's stream broke after event {sequence}, too late to resume it within the time-out."
        return DeadlineExceeded(message, grpc.StatusCode.DEADLINE_EXCEEDED)

    def lost(self, what_happened: str, code: grpc.StatusCode) -> AnswerLost:
        """The end of the answer before its result."""
        answer_id, sequence = self._request.resume_answer_id, self._request.resume_after_sequence
        message = f"After event {sequence} the answer's stream {what_happened}; ask again."
        return AnswerLost(message, code, answer_id=answer_id, sequence=sequence)


def _seconds_until(moment: float, policy: ResumePolicy) -> float:
    return max(moment - policy.monotonic(), 0)
