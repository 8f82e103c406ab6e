"""The errors that failing calls become, over real gRPC."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import NoReturn

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2

from headrace import errors
from headrace.client import HeadraceClient
from tests.unit.client.scripted_service import ScriptedService, abort

pytest_plugins = ["tests.unit.client.scripted_fixtures"]

STATUSES: list[tuple[grpc.StatusCode, type[errors.HeadraceError]]] = [
    (grpc.StatusCode.INVALID_ARGUMENT, errors.InvalidArgument),
    (grpc.StatusCode.UNAUTHENTICATED, errors.Unauthenticated),
    (grpc.StatusCode.PERMISSION_DENIED, errors.PermissionDenied),
    (grpc.StatusCode.NOT_FOUND, errors.NotFound),
    (grpc.StatusCode.RESOURCE_EXHAUSTED, errors.ResourceExhausted),
    (grpc.StatusCode.UNAVAILABLE, errors.Unavailable),
    (grpc.StatusCode.DEADLINE_EXCEEDED, errors.DeadlineExceeded),
    (grpc.StatusCode.INTERNAL, errors.HeadraceError),
    (grpc.StatusCode.CANCELLED, errors.HeadraceError),
]


@pytest.fixture
async def client(scripted_target: str, scripted: ScriptedService) -> AsyncIterator[HeadraceClient]:
    async with HeadraceClient.connect(scripted_target) as client:
        yield client


async def ask(client: HeadraceClient) -> None:
    await client.answer("sessions", tenant_id="demo", property_id="123456789")


@pytest.mark.parametrize(("code", "kind"), STATUSES, ids=lambda value: getattr(value, "name", ""))
async def test_each_status_has_its_error(
    client: HeadraceClient,
    scripted: ScriptedService,
    code: grpc.StatusCode,
    kind: type[errors.HeadraceError],
) -> None:
    scripted.fails(code, "What to do.", error_details_pb2.ErrorInfo(reason="WHY", domain="headrace"))

    for call in (ask(client), client.explain("sessions", tenant_id="demo", property_id="123456789")):
        with pytest.raises(errors.HeadraceError, match=r"^What to do\.$") as caught:
            await call
        assert type(caught.value) is kind
        assert (caught.value.code, caught.value.reason) == (code, "WHY")


async def test_details_say_what_a_program_can_do(client: HeadraceClient, scripted: ScriptedService) -> None:
    later = error_details_pb2.RetryInfo()
    later.retry_delay.FromTimedelta(timedelta(minutes=3))
    details: list[Message] = [
        error_details_pb2.ErrorInfo(reason="SOURCE_EXHAUSTED", domain="headrace"),
        error_details_pb2.BadRequest(
            field_violations=[
                error_details_pb2.BadRequest.FieldViolation(field="question", description="must not be empty")
            ]
        ),
        error_details_pb2.QuotaFailure(
            violations=[error_details_pb2.QuotaFailure.Violation(subject="properties/1", description="tokens per hour")]
        ),
        error_details_pb2.LocalizedMessage(locale="en", message="a kind that the client does not know"),
        later,
    ]
    scripted.fails(grpc.StatusCode.RESOURCE_EXHAUSTED, "The quota is used up.", *details)

    with pytest.raises(errors.ResourceExhausted) as caught:
        await ask(client)

    assert caught.value.reason == "SOURCE_EXHAUSTED"
    assert caught.value.field_violations == (errors.FieldViolation("question", "must not be empty"),)
    assert caught.value.quota_violations == (errors.QuotaViolation("properties/1", "tokens per hour"),)
    assert caught.value.retry_after == timedelta(minutes=3)


async def test_mangled_details_leave_the_status_readable(client: HeadraceClient, scripted: ScriptedService) -> None:
    def stream(_request: object, context: grpc.ServicerContext) -> NoReturn:
        context.set_trailing_metadata((("grpc-status-details-bin", b"\xff\xff"),))
        abort(context, grpc.StatusCode.INVALID_ARGUMENT, "question: too long")

    scripted.stream = stream

    with pytest.raises(errors.InvalidArgument, match=r"^question: too long$") as caught:
        await ask(client)
    assert caught.value.reason == ""


async def test_a_failure_before_the_first_event_is_not_tried_again(
    client: HeadraceClient, scripted: ScriptedService
) -> None:
    scripted.fails(grpc.StatusCode.UNAVAILABLE, "Socket closed")

    with pytest.raises(errors.Unavailable):
        await ask(client)

    assert len(scripted.asked) == 1


async def test_nobody_listening_is_unavailable() -> None:
    async with HeadraceClient.connect("127.0.0.1:1") as client:
        with pytest.raises(errors.Unavailable) as caught:
            await ask(client)

    assert caught.value.reason == ""
