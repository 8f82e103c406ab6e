"""What an operator is told before the first question is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc import aio
from grpc_status import rpc_status

from sandbox.ga4_emulator.running import Emulator
from services.orchestrator.checking import check
from services.orchestrator.ga4.access_check import Finding, check_access
from services.orchestrator.ga4.connect import DataApiEndpoint, data_api_client
from services.orchestrator.settings import OrchestratorSettings
from services.serving.errors import MisconfiguredError
from tests.fakes.data_api import server_that

DEMO, STRANGE = "123456789", "987654321"


@asynccontextmanager
async def google_that_fails(code: grpc.StatusCode, words: str, reason: str) -> AsyncIterator[str]:
    """A Data API that refuses metadata as told. Answers its target."""

    async def fail(_: Any, context: aio.ServicerContext[Any, Any]) -> None:
        info = any_pb2.Any()
        info.Pack(error_details_pb2.ErrorInfo(reason=reason, domain="googleapis.com"))
        status = status_pb2.Status(code=code.value[0], message=words, details=[info] if reason else [])
        await context.abort_with_status(rpc_status.to_status(status))

    async with server_that(fail, "GetMetadata") as target:
        yield target


async def finding(target: str, *properties: str) -> list[Finding]:
    async with data_api_client(DataApiEndpoint(target)) as client:
        return await check_access(client, properties)


async def test_a_property_that_can_be_read_is_told_from_one_that_cannot(ga4: Emulator) -> None:
    readable, unreadable = await finding(ga4.target, DEMO, STRANGE)
    assert readable == Finding(DEMO)
    assert unreadable.property_id == STRANGE
    assert "Viewer" in unreadable.problem


async def test_without_properties_the_api_itself_is_asked(ga4: Emulator) -> None:
    (whole,) = await finding(ga4.target)
    assert whole.problem == ""


@pytest.mark.parametrize(
    ("code", "words", "reason", "told"),
    [
        (grpc.StatusCode.PERMISSION_DENIED, "disabled", "SERVICE_DISABLED", "Enable analyticsdata.googleapis.com"),
        (
            grpc.StatusCode.PERMISSION_DENIED,
            "Google Analytics Data API has not been used in project 1 before or it is disabled.",
            "",
            "Enable analyticsdata.googleapis.com",
        ),
        (grpc.StatusCode.PERMISSION_DENIED, "scopes", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "analytics.readonly"),
        (grpc.StatusCode.PERMISSION_DENIED, "no", "", "Viewer"),
        (grpc.StatusCode.UNAUTHENTICATED, "no", "", "new key"),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, "no", "", "quota"),
        (grpc.StatusCode.UNAVAILABLE, "Getting metadata from plugin failed: invalid_grant", "", "key was deleted"),
        (grpc.StatusCode.UNAVAILABLE, "Getting metadata from plugin failed: time out", "", "oauth2.googleapis.com"),
        (grpc.StatusCode.INTERNAL, "no", "", "INTERNAL"),
    ],
)
async def test_what_is_missing_is_said_precisely(code: grpc.StatusCode, words: str, reason: str, told: str) -> None:
    async with google_that_fails(code, words, reason) as target:
        (found,) = await finding(target, DEMO)
    assert told in found.problem


async def test_where_nothing_listens_the_network_is_named() -> None:
    async with google_that_fails(grpc.StatusCode.INTERNAL, "", "") as target:
        pass
    (found,) = await finding(target, DEMO)
    assert "cannot be reached" in found.problem


@pytest.mark.parametrize(("properties", "code"), [([DEMO], 0), ([DEMO, STRANGE], 1)])
async def test_the_command_goes_through_the_tenants_properties(
    properties: list[str], code: int, ga4: Emulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tenants.toml").write_text(f"[[tenant]]\nid = 'demo'\nproperties = {properties}\n")
    settings = OrchestratorSettings(ga4_target=ga4.target, ga4_tenants_file=tmp_path / "tenants.toml")
    assert await check(settings) == code
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"property {each}" for each in properties]
    assert lines[0].endswith("can be read")


async def test_the_command_names_a_file_that_is_missing(tmp_path: Path) -> None:
    settings = OrchestratorSettings(ga4_credentials_file=tmp_path / "key.json")
    with pytest.raises(MisconfiguredError, match="GA4_CREDENTIALS_FILE"):
        await check(settings)
