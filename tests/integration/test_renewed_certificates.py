"""A server whose certificate is renewed while it serves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import grpc
import pytest
from grpc import aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from prometheus_client import CollectorRegistry

from services.serving.errors import MisconfiguredError
from services.serving.reloading import ReloadMetrics
from services.serving.settings import ServerSettings
from services.serving.tls import ServerTls, server_tls
from tests.fixtures.identities import Identity, new_identity


class Files:
    """A server's certificate and key, and the authority of its clients, as they are mounted."""

    def __init__(self, directory: Path) -> None:
        self.certificate = directory / "tls.crt"
        self.key = directory / "tls.key"
        self.client_ca = directory / "ca.crt"

    def mount(self, identity: Identity) -> None:
        self.certificate.write_bytes(identity.certificate)
        self.key.write_bytes(identity.key)

    def tls(self, *, client_ca: bool = False) -> ServerTls:
        settings = ServerSettings(
            bind="",
            metrics_bind="",
            tls_certificate_file=self.certificate,
            tls_private_key_file=self.key,
            tls_client_ca_file=self.client_ca if client_ca else None,
        )
        tls = server_tls(settings, ReloadMetrics(CollectorRegistry()))
        assert tls is not None
        return tls


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


@asynccontextmanager
async def serving_with(tls: ServerTls) -> AsyncIterator[str]:
    server = aio.server()
    health_pb2_grpc.add_HealthServicer_to_server(health.aio.HealthServicer(), server)
    port = server.add_secure_port("127.0.0.1:0", tls.credentials)
    await server.start()
    yield f"127.0.0.1:{port}"
    await server.stop(0)


async def is_trusted(target: str, authority: Identity, own: Identity | None = None) -> bool:
    """Whether a new connection comes about for a client that trusts this authority alone."""
    shown = (own.key, own.certificate) if own else (None, None)
    credentials = grpc.ssl_channel_credentials(authority.certificate, *shown)
    # Else a connection made before would serve.
    options = (("grpc.use_local_subchannel_pool", 1),)
    async with aio.secure_channel(target, credentials, options) as channel:
        try:
            await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest())
        except aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.UNAVAILABLE:
                raise
            return False
        return True


async def test_new_connections_see_the_new_certificate_and_open_ones_go_on(files: Files) -> None:
    old, new = new_identity(), new_identity()
    files.mount(old)
    tls = files.tls()
    async with serving_with(tls) as target:
        credentials = grpc.ssl_channel_credentials(old.certificate)
        async with aio.secure_channel(target, credentials) as open_channel:
            stub = health_pb2_grpc.HealthStub(open_channel)
            await stub.Check(health_pb2.HealthCheckRequest())
            files.mount(new)
            await tls.files.look()
            assert await is_trusted(target, new)
            assert not await is_trusted(target, old)
            await stub.Check(health_pb2.HealthCheckRequest())


async def test_a_key_beside_another_certificate_changes_nothing_until_both_are_there(files: Files) -> None:
    old, new = new_identity(), new_identity()
    files.mount(old)
    tls = files.tls()
    async with serving_with(tls) as target:
        files.certificate.write_bytes(new.certificate)
        await tls.files.look()
        assert await is_trusted(target, old)
        files.key.write_bytes(new.key)
        await tls.files.look()
        assert await is_trusted(target, new)


async def test_the_authority_of_clients_can_change_too(files: Files) -> None:
    server, old_client, new_client = new_identity(), new_identity(), new_identity()
    files.mount(server)
    files.client_ca.write_bytes(old_client.certificate)
    tls = files.tls(client_ca=True)
    async with serving_with(tls) as target:
        assert await is_trusted(target, server, old_client)
        assert not await is_trusted(target, server, new_client)
        assert not await is_trusted(target, server)
        files.client_ca.write_bytes(new_client.certificate)
        await tls.files.look()
        assert await is_trusted(target, server, new_client)
        assert not await is_trusted(target, server, old_client)


def test_what_cannot_be_used_at_start_is_said(files: Files) -> None:
    files.mount(new_identity())
    files.key.write_bytes(new_identity().key)
    with pytest.raises(MisconfiguredError, match="TLS_PRIVATE_KEY_FILE"):
        files.tls()
    files.key.unlink()
    with pytest.raises(MisconfiguredError, match="cannot be read"):
        files.tls()


def test_an_empty_authority_of_clients_is_said(files: Files) -> None:
    files.mount(new_identity())
    files.client_ca.touch()
    with pytest.raises(MisconfiguredError, match="TLS_CLIENT_CA_FILE"):
        files.tls(client_ca=True)


def test_half_of_tls_is_refused(files: Files) -> None:
    settings = ServerSettings(bind="", metrics_bind="", tls_certificate_file=files.certificate)
    with pytest.raises(MisconfiguredError, match="both"):
        server_tls(settings, ReloadMetrics(CollectorRegistry()))
