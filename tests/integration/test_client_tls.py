"""The client and the command over TLS, with a certificate authority of one's own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from headrace import errors
from headrace.cli import main
from headrace.client import HeadraceClient
from tests.fixtures.identities import Identity, new_identity
from tests.unit.client import answers
from tests.unit.client.scripted_service import ScriptedService, numbered, result, serving


@pytest.fixture(scope="module")
def identity() -> Identity:
    return new_identity()


@pytest.fixture(scope="module")
def target(identity: Identity) -> Iterator[str]:
    service = ScriptedService()
    service.plays(*numbered(result(answers.answered())))
    credentials = grpc.ssl_server_credentials([(identity.key, identity.certificate)])
    with serving(service, credentials) as target:
        yield target


async def test_a_known_authority_is_trusted(target: str, identity: Identity) -> None:
    trusted = grpc.ssl_channel_credentials(identity.certificate)

    async with HeadraceClient.connect(target, tls=trusted) as client:
        answer = await client.answer("sessions", tenant_id="demo", property_id="123456789")

    assert answer == answers.answered()


@pytest.mark.parametrize("tls", [True, False], ids=["unknown authority", "plaintext"])
async def test_nothing_else_is(target: str, tls: bool) -> None:
    async with HeadraceClient.connect(target, tls=tls) as client:
        with pytest.raises(errors.Unavailable):
            await client.answer("sessions", tenant_id="demo", property_id="123456789")


async def test_the_command_takes_the_authority_from_a_file(target: str, identity: Identity, tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_bytes(identity.certificate)
    words = ["ask", "sessions", "--json", "--target", target]

    assert await asyncio.to_thread(main, [*words, "--tls-ca", str(authority)]) == 0
    assert await asyncio.to_thread(main, words) == 1
