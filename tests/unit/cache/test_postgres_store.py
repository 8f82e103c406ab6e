"""L2 as only PostgreSQL can fail it, and its schema."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from sandbox.stores.postgres import PostgresServer
from services.cache.errors import StoreFailed, StoreUnreachable
from services.cache.stores.database import engine
from services.cache.stores.postgres import PostgresStore
from services.cache.stores.query_cache import metadata
from services.serving.clock import SystemClock
from tests.fakes.clock import FakeClock
from tests.unit.cache.examples import HOUR, a_key, an_entry

CLOCK = SystemClock()


@pytest.fixture
async def database(clean_postgres: PostgresServer) -> AsyncIterator[AsyncEngine]:
    opened = engine(clean_postgres.url, 2, behind_pooler=False)
    yield opened
    await opened.dispose()


async def test_the_migrated_schema_is_the_one_the_code_expects(database: AsyncEngine) -> None:
    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with database.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_people_can_query_plans(database: AsyncEngine) -> None:
    await PostgresStore(database, CLOCK).put(a_key(), an_entry(CLOCK.now(), {"metrics": ["sessions"]}))
    async with database.connect() as connection:
        rows = await connection.execute(
            text("""SELECT tenant_id FROM query_cache WHERE plan @> '{"metrics": ["sessions"]}'""")
        )
        assert rows.scalars().all() == ["demo"]


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        ("""plan @> '{"metrics": ["sessions"]}'""", "query_cache_plan"),
        ("keep_until <= now()", "query_cache_keep_until"),
        ("tenant_id = 'demo' AND property_id = '1'", "query_cache_pkey"),
    ],
)
async def test_every_question_the_cache_asks_has_an_index(database: AsyncEngine, condition: str, index: str) -> None:
    async with database.connect() as connection:
        await connection.execute(text("SET enable_seqscan = off"))
        steps = await connection.execute(text(f"EXPLAIN SELECT 1 FROM query_cache WHERE {condition}"))  # noqa: S608
        assert index in "\n".join(steps.scalars())
        await connection.execute(text("RESET enable_seqscan"))


async def test_a_database_without_the_schema_fails_by_name(clean_postgres: PostgresServer) -> None:
    store = PostgresStore(engine(clean_postgres.url.replace("/postgres", "/template1"), 1, behind_pooler=False), CLOCK)
    with pytest.raises(StoreFailed, match="UndefinedTableError"):
        await store.get_many([a_key()])
    await store.aclose()


async def test_a_wrong_password_or_database_is_a_failure(clean_postgres: PostgresServer) -> None:
    for wrong in (clean_postgres.url.replace("headrace:", "headrace:x"), f"{clean_postgres.url}_elsewhere"):
        store = PostgresStore(engine(wrong, 1, behind_pooler=False), CLOCK)
        with pytest.raises(StoreFailed) as failed:
            await store.ping()
        assert "headrace" not in str(failed.value)
        await store.aclose()


async def test_errors_hold_no_payload(database: AsyncEngine) -> None:
    broken = replace(an_entry(CLOCK.now(), payload=b"private"), plan="not json")
    with pytest.raises(StoreFailed) as failed:
        await PostgresStore(database, CLOCK).put(a_key(), broken)
    assert "private" not in str(failed.value)
    assert "private" not in str(failed.value.__cause__)


async def test_a_server_that_is_gone_is_unreachable_and_found_again(own_postgres: PostgresServer) -> None:
    store = PostgresStore(engine(own_postgres.url, 2, behind_pooler=False), CLOCK)
    await store.ping()
    own_postgres.kill()
    for _ in range(2):  # a connection that broke, then one that cannot be made
        with pytest.raises(StoreUnreachable):
            await store.ping()
    await own_postgres.start()
    await store.ping()
    await store.aclose()


async def test_an_entry_is_gone_by_the_clock_handed_in(database: AsyncEngine) -> None:
    clock = FakeClock(datetime(2001, 1, 1, tzinfo=UTC))
    store = PostgresStore(database, clock)
    await store.put(a_key(), an_entry(clock.now()))
    clock.advance(2 * HOUR - timedelta(seconds=1))
    assert set(await store.get_many([a_key()])) == {a_key()}
    assert await store.sweep(10) == 0
    clock.advance(timedelta(seconds=1))
    assert await store.get_many([a_key()]) == {}
    assert await store.sweep(10) == 1
