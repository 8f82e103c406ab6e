"""An orchestrator service that plays what a test scripts, over real gRPC."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import NoReturn

import grpc
from google.protobuf.message import Message
from google.rpc import code_pb2, status_pb2
from grpc_status import rpc_status

from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2, orchestrator_pb2_grpc
from tests.unit.client import answers

Response = orchestrator_pb2.StreamAnswerResponse
StreamScript = Callable[[orchestrator_pb2.StreamAnswerRequest, grpc.ServicerContext], Iterator[Response]]
ExplainScript = Callable[[grpc.ServicerContext], orchestrator_pb2.ExplainQuestionResponse]

ANSWER_ID = "answer-1"


class ScriptedService(orchestrator_pb2_grpc.OrchestratorServiceServicer):
    """Notes every request, its metadata and its time left, and plays `stream` or `explain`."""

    def __init__(self) -> None:
        self.start_over()

    def start_over(self) -> None:
        """Forgets its script and all that it noted."""
        self.plays()
        self.explains(orchestrator_pb2.ExplainQuestionResponse())
        self.asked: list[orchestrator_pb2.StreamAnswerRequest] = []
        self.explained: list[orchestrator_pb2.ExplainQuestionRequest] = []
        self.metadata: list[dict[str, str | bytes]] = []
        self.seconds_left: list[float] = []

    def plays(self, *responses: Response) -> None:
        """From now on, streams these."""
        self.stream: StreamScript = lambda _request, _context: iter(responses)

    def explains(self, response: orchestrator_pb2.ExplainQuestionResponse) -> None:
        """From now on, explains every question like this."""
        self.explain: ExplainScript = lambda _context: response

    def fails(self, code: grpc.StatusCode, message: str, *details: Message) -> None:
        """From now on, fails every call."""
        self.stream = lambda _request, context: abort(context, code, message, *details)
        self.explain = lambda context: abort(context, code, message, *details)

    def plays_then_waits(self, *responses: Response) -> threading.Event:
        """From now on, streams these and goes silent. The event is set when such a call ends."""
        ended = threading.Event()

        def stream(request: object, context: grpc.ServicerContext) -> Iterator[Response]:
            context.add_callback(ended.set)
            yield from responses
            ended.wait(timeout=20)

        self.stream = stream
        return ended

    def StreamAnswer(
        self, request: orchestrator_pb2.StreamAnswerRequest, context: grpc.ServicerContext
    ) -> Iterator[Response]:
        self.asked.append(request)
        self._note(context)
        return self.stream(request, context)

    def ExplainQuestion(
        self, request: orchestrator_pb2.ExplainQuestionRequest, context: grpc.ServicerContext
    ) -> orchestrator_pb2.ExplainQuestionResponse:
        self.explained.append(request)
        self._note(context)
        return self.explain(context)

    def _note(self, context: grpc.ServicerContext) -> None:
        self.metadata.append(dict(context.invocation_metadata()))
        self.seconds_left.append(context.time_remaining())


@contextmanager
def serving(service: ScriptedService, credentials: grpc.ServerCredentials | None = None) -> Iterator[str]:
    """Serves on a free loopback port; the value is the target to connect to."""
    with ThreadPoolExecutor(max_workers=8) as threads:
        server = grpc.server(threads)
        orchestrator_pb2_grpc.add_OrchestratorServiceServicer_to_server(service, server)
        if credentials is None:
            port = server.add_insecure_port("127.0.0.1:0")
        else:
            port = server.add_secure_port("127.0.0.1:0", credentials)
        server.start()
        yield f"127.0.0.1:{port}"
        server.stop(grace=None).wait()


def abort(context: grpc.ServicerContext, code: grpc.StatusCode, message: str, *details: Message) -> NoReturn:
    """Ends a call with a status; without details as a broken connection does."""
    if not details:
        context.abort(code, message)
    status = status_pb2.Status(code=code_pb2.Code.Value(code.name), message=message)
    for detail in details:
        status.details.add().Pack(detail)
    context.abort_with_status(rpc_status.to_status(status))


def numbered(*events: Message) -> list[Response]:
    """A stream of these events, 100 ms apart, numbered from 1."""
    return [_response(number, event) for number, event in enumerate(events, start=1)]


def _response(number: int, event: Message) -> Response:
    response = Response(answer_id=ANSWER_ID, sequence=number)
    response.elapsed.FromTimedelta(timedelta(milliseconds=100) * number)
    match event:
        case orchestrator_pb2.Status():
            response.status.CopyFrom(event)
        case orchestrator_pb2.CacheHit():
            response.cache_hit.CopyFrom(event)
        case orchestrator_pb2.Partial():
            response.partial.CopyFrom(event)
        case orchestrator_pb2.Result():
            response.result.CopyFrom(event)
    return response


def started(agent: str) -> orchestrator_pb2.Status:
    return orchestrator_pb2.Status(
        stage=orchestrator_pb2.STAGE_AGENT, agent=agent, state=orchestrator_pb2.STATE_STARTED
    )


def finished(agent: str) -> orchestrator_pb2.Status:
    return orchestrator_pb2.Status(
        stage=orchestrator_pb2.STAGE_AGENT, agent=agent, state=orchestrator_pb2.STATE_FINISHED
    )


def table_part(table: answer_pb2.Table) -> orchestrator_pb2.Partial:
    return orchestrator_pb2.Partial(table=table)


def delta(text: str) -> orchestrator_pb2.Partial:
    return orchestrator_pb2.Partial(narrative_delta=text)


def cache_hit(
    tier: orchestrator_pb2.Tier.ValueType, age: timedelta, *, stale: bool = False
) -> orchestrator_pb2.CacheHit:
    hit = orchestrator_pb2.CacheHit(tier=tier, stale=stale)
    hit.age.FromTimedelta(age)
    hit.lookup_latency.FromTimedelta(timedelta(milliseconds=2))
    if not stale:
        hit.fresh_for.FromTimedelta(timedelta(minutes=56))
    return hit


def result(
    answer: answer_pb2.Answer,
    tier: orchestrator_pb2.Tier.ValueType = orchestrator_pb2.TIER_UNSPECIFIED,
    age: timedelta = timedelta(),
) -> orchestrator_pb2.Result:
    whole = orchestrator_pb2.Result(answer=answer, tier=tier)
    whole.age.FromTimedelta(age)
    return whole


FRESH = numbered(
    started("data_fetcher"),
    finished("data_fetcher"),
    table_part(answers.sessions_by_device()),
    delta("Mobile brought 1,204 sessions, "),
    delta("more than desktop."),
    result(answers.answered()),
)
"""An answer that is made anew."""
