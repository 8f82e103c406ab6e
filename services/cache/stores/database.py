"""How PostgreSQL is connected to."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import asyncpg
from sqlalchemy import NullPool
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.cache.errors import StoreFailed, StoreUnreachable


def engine(url: str, connections: int, *, behind_pooler: bool) -> AsyncEngine:
    """An engine that connects when needed, at most `connections` times, and commits every statement by itself.

    `behind_pooler`: a pooler such as PgBouncer may hand each statement to another server connection, so no prepared
    statement is expected to be there later. Raises ValueError as `connect_arguments` does.
    """
    return create_async_engine(
        _DIALECT,
        isolation_level="AUTOCOMMIT",
        pool_size=connections,
        max_overflow=0,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args={**connect_arguments(url), **(_WITHOUT_PREPARED_STATEMENTS if behind_pooler else {})},
    )


def migration_engine(url: str) -> AsyncEngine:
    """An engine with transactions and without a pool, for a run of migrations."""
    return create_async_engine(
        _DIALECT, poolclass=NullPool, connect_args={**connect_arguments(url), **_WITHOUT_PREPARED_STATEMENTS}
    )


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
    except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise StoreFailed(f"PostgreSQL failed: {type(error).__name__}.") from error


def connect_arguments(url: str) -> dict[str, Any]:
    """What asyncpg is to be told for a libpq URL.

    Raises ValueError for a URL that it would not understand, naming the part and no value: one may be a password.
    """
    parts = urlsplit(url)
    if not all(_HOST.fullmatch(host) for host in parts.netloc.rpartition("@")[2].split(",")):
        raise ValueError(
            "has a host that is not name or name:port; is a / or @ in the password not written %2F or %40?"
        )
    try:
        parameters = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as error:
        raise ValueError("has parameters that are not name=value") from error
    for name in parameters:
        if not _PARAMETERS.fullmatch(name):
            raise ValueError(f"has the parameter {name}, which is not known here")
    arguments: dict[str, Any] = {}
    if seconds := parameters.pop("connect_timeout", None):
        arguments["timeout"] = _seconds("connect_timeout", seconds)
    arguments["dsn"] = parts._replace(query=urlencode(parameters)).geturl()
    return arguments


def _seconds(name: str, text: str) -> float | None:
    """As libpq has it: whole seconds, and no limit where there are none."""
    try:
        return float(max(int(text), 0)) or None
    except ValueError as error:
        raise ValueError(f"has a {name} that is no whole number of seconds") from error


_DIALECT = "postgresql+asyncpg://"
_HOST = re.compile(r"(\[[^\]]+\]|[^:\[\]]*)(:[0-9]*)?")
_PARAMETERS = re.compile(
    "host|port|user|password|dbname|passfile|sslmode|sslcert|sslkey|sslrootcert|sslcrl|sslpassword|sslnegotiation"
    "|ssl_min_protocol_version|ssl_max_protocol_version|target_session_attrs|krbsrvname|gsslib|connect_timeout"
    "|application_name|options"
)
"""Those of libpq that asyncpg understands, that are translated here, or that the server takes as settings."""

_WITHOUT_PREPARED_STATEMENTS: dict[str, Any] = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: f"headrace_{uuid.uuid4().hex}",
}
