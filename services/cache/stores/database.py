"""How PostgreSQL is connected to."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
from sqlalchemy import URL, NullPool, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.cache.errors import StoreFailed, StoreUnreachable


def engine(url: str, connections: int, *, behind_pooler: bool) -> AsyncEngine:
    """An engine that connects when needed, at most `connections` times, and commits every statement by itself.

    `behind_pooler`: a pooler such as PgBouncer may hand each statement to another server connection, so no prepared
    statement is expected to be there later.
    """
    return create_async_engine(
        driver_url(url),
        isolation_level="AUTOCOMMIT",
        pool_size=connections,
        max_overflow=0,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args=_WITHOUT_PREPARED_STATEMENTS if behind_pooler else {},
    )


def migration_engine(url: str) -> AsyncEngine:
    """An engine with transactions and without a pool, for a run of migrations."""
    return create_async_engine(driver_url(url), poolclass=NullPool, connect_args=_WITHOUT_PREPARED_STATEMENTS)


@contextmanager
def store_errors() -> Iterator[None]:
    """Turns what SQLAlchemy and asyncpg raise into StoreError. Messages hold no parameters, so no payload."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StoreUnreachable("The connection to PostgreSQL broke.") from error
        cause = error.orig.__cause__ if error.orig is not None else None
        raise StoreFailed(f"PostgreSQL answered {type(cause or error).__name__}.") from error
    except OSError as error:
        raise StoreUnreachable(f"PostgreSQL cannot be reached: {type(error).__name__}.") from error
    except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StoreFailed(f"PostgreSQL failed: {type(error).__name__}.") from error


def driver_url(url: str) -> URL:
    """The URL for SQLAlchemy's asyncpg dialect; libpq's `sslmode` becomes asyncpg's `ssl`."""
    parsed = make_url(url).set(drivername="postgresql+asyncpg")
    if mode := parsed.query.get("sslmode"):
        parsed = parsed.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return parsed


_WITHOUT_PREPARED_STATEMENTS: dict[str, Any] = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: f"headrace_{uuid.uuid4().hex}",
}
