"""Who may ask about which property, over the wire and while the file changes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import grpc
import pytest
from grpc import aio

from headrace.orchestrator.v1 import orchestrator_pb2
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.valkey import ValkeyServer
from services.serving import reloading
from tests.fixtures.house import PROPERTY, TENANT, House, Houses

OTHER_PROPERTY = "310000001"


def allow(file: Path, *properties: str) -> None:
    file.write_text(f"[[tenant]]\nid = '{TENANT}'\nproperties = {list(properties)}\n")


async def explained(house: House, property_id: str) -> grpc.StatusCode:
    """How a question about the property ends."""
    request = orchestrator_pb2.ExplainQuestionRequest(
        tenant_id=TENANT, property_id=property_id, question="sessions last week"
    )
    try:
        await house.stub.ExplainQuestion(request, timeout=30)
    except aio.AioRpcError as error:
        return error.code()
    return grpc.StatusCode.OK


async def test_a_tenant_may_ask_about_what_the_file_names_as_it_changes(
    houses: Houses,
    clean_valkey: ValkeyServer,
    clean_postgres: PostgresServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reloading, "LOOK_EVERY", reloading.LOOK_EVERY / 500)
    file = tmp_path / "tenants.toml"
    allow(file, PROPERTY)
    async with houses.running(clean_valkey, clean_postgres, orchestration={"ga4_tenants_file": file}) as house:
        assert await explained(house, PROPERTY) is grpc.StatusCode.OK
        assert await explained(house, OTHER_PROPERTY) is grpc.StatusCode.PERMISSION_DENIED
        allow(file, OTHER_PROPERTY)
        while await explained(house, PROPERTY) is grpc.StatusCode.OK:  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.01)
        assert await explained(house, PROPERTY) is grpc.StatusCode.PERMISSION_DENIED
        with pytest.raises(aio.AioRpcError) as caught:
            await house.ask("sessions last week")
        assert caught.value.code() is grpc.StatusCode.PERMISSION_DENIED
