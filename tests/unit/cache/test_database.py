"""URLs of databases as other programs write them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from sandbox.stores.postgres import PostgresServer
from services.cache.errors import StoreFailed
from services.cache.stores.database import connect_arguments, engine, migration_engine, store_errors


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://u:p@h:5432/d", {"dsn": "postgresql://u:p@h:5432/d"}),
        ("postgres://u:p@h/d?sslmode=require", {"dsn": "postgres://u:p@h/d?sslmode=require"}),
        ("postgresql://u@/d?host=%2Frun%2Fpg", {"dsn": "postgresql://u@/d?host=%2Frun%2Fpg"}),
        ("postgresql://u:p%2Fq@[::1]:1,h/d", {"dsn": "postgresql://u:p%2Fq@[::1]:1,h/d"}),
        ("postgresql://h/d?connect_timeout=5", {"dsn": "postgresql://h/d", "timeout": 5.0}),
        ("postgresql://h/d?connect_timeout=0", {"dsn": "postgresql://h/d", "timeout": None}),
    ],
)
def test_urls_as_other_programs_write_them_are_understood(url: str, expected: dict[str, Any]) -> None:
    assert connect_arguments(url) == expected


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("postgresql://h/d?conect_timeout=swordfish", "conect_timeout"),
        ("postgresql://h/d?channel_binding=swordfish", "channel_binding"),
        ("postgresql://h/d?connect_timeout=swordfish", "connect_timeout"),
        ("postgresql://h/d?swordfish", "name=value"),
        ("postgresql://u:sword/fish@h/d", "password"),
    ],
)
def test_what_a_url_holds_that_is_not_understood_is_named_and_no_value_told(url: str, named: str) -> None:
    with pytest.raises(ValueError, match=named) as refused:
        connect_arguments(url)
    assert "fish" not in str(refused.value)


async def test_parameters_reach_the_server(clean_postgres: PostgresServer) -> None:
    url = f"{clean_postgres.url}?connect_timeout=5&application_name=cache&options=-c%20work_mem%3D5MB&sslmode=prefer"
    for opened in (engine(url, 1, behind_pooler=False), engine(url, 1, behind_pooler=True), migration_engine(url)):
        async with opened.connect() as connection:
            settings = text("SELECT current_setting('application_name'), current_setting('work_mem')")
            assert tuple((await connection.execute(settings)).one()) == ("cache", "5MB")
        await opened.dispose()


async def test_what_only_the_driver_finds_wrong_with_a_url_is_a_failure_of_the_tier() -> None:
    opened = engine("postgresql:///d?host=127.0.0.1&port=swordfish", 1, behind_pooler=False)
    with pytest.raises(StoreFailed), store_errors():
        await opened.connect()
    await opened.dispose()
