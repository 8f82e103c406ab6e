"""L2: entries as rows in PostgreSQL, their plans as JSONB that people can query."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Column, ColumnElement, Text, bindparam, cast, delete, func, literal, or_, select, text, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.cache.keys import CacheKey
from services.cache.stores.database import store_errors
from services.cache.stores.query_cache import query_cache as rows
from services.cache.stores.store import Entry, Scope
from services.serving.clock import Clock

_KEY = (rows.c.tenant_id, rows.c.property_id, rows.c.query_hash)

_WANTED = (
    func.unnest(
        bindparam("tenant_ids", type_=ARRAY(Text)),
        bindparam("property_ids", type_=ARRAY(Text)),
        bindparam("query_hashes", type_=ARRAY(Text)),
    )
    .table_valued(Column("tenant_id", Text), Column("property_id", Text), Column("query_hash", Text), name="wanted")
    .render_derived()
)

_GET_MANY = (
    select(
        *_KEY,
        rows.c.payload,
        rows.c.payload_type,
        cast(rows.c.plan, Text),
        rows.c.stored_at,
        rows.c.fresh_until,
        rows.c.keep_until,
        rows.c.fencing_token,
    )
    .join_from(
        _WANTED,
        rows,
        (rows.c.tenant_id == _WANTED.c.tenant_id)
        & (rows.c.property_id == _WANTED.c.property_id)
        & (rows.c.query_hash == _WANTED.c.query_hash),
    )
    .where(rows.c.keep_until > bindparam("now"))
)
"""One index look-up for each wanted key, all in one round trip."""

_SWEEP = text("""
    DELETE FROM query_cache WHERE ctid = ANY (ARRAY (
        SELECT ctid FROM query_cache WHERE keep_until <= :now ORDER BY keep_until LIMIT :limit FOR UPDATE SKIP LOCKED
    ))
""")


def _json(text: str) -> ColumnElement[Any]:
    return cast(literal(text, Text), JSONB)


def _compact(text: str) -> str:
    """JSONB's own text is longer than what was stored, by spaces and digits, and so might fit nowhere else."""
    return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))


class PostgresStore:
    """Keeps each entry in one row of `query_cache`. A call that finds no free connection waits for one."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        """The engine commits every statement by itself."""
        self._engine = engine
        self._clock = clock

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        wanted = {
            "tenant_ids": [key.tenant_id for key in keys],
            "property_ids": [key.property_id for key in keys],
            "query_hashes": [key.query_hash for key in keys],
            "now": self._clock.now(),
        }
        async with self._connection() as connection:
            found = (await connection.execute(_GET_MANY, wanted)).all()
        by_ids = {(key.tenant_id, key.property_id, key.query_hash): key for key in keys}
        return {by_ids[tuple(row[:3])]: Entry(row[3], row[4], _compact(row[5]), *row[6:]) for row in found}

    async def put(self, key: CacheKey, entry: Entry, *, unless_newer: bool = False) -> bool:
        given = insert(rows).values(
            tenant_id=key.tenant_id,
            property_id=key.property_id,
            query_hash=key.query_hash,
            payload=entry.payload,
            payload_type=entry.payload_type,
            plan=_json(entry.plan),
            stored_at=entry.stored_at,
            fresh_until=entry.fresh_until,
            keep_until=entry.keep_until,
            fencing_token=entry.fencing_token,
        )
        new = given.excluded
        changes: dict[str, Any] = {column.name: new[column.name] for column in rows.c if not column.primary_key}
        changes["fencing_token"] = func.greatest(rows.c.fencing_token, new.fencing_token)
        wins: ColumnElement[bool] = or_(new.fencing_token == 0, new.fencing_token >= rows.c.fencing_token)
        if unless_newer:
            wins = wins & (new.stored_at >= rows.c.stored_at)
        upsert = given.on_conflict_do_update(index_elements=_KEY, set_=changes, where=wins)
        async with self._connection() as connection:
            return (await connection.execute(upsert)).rowcount == 1

    async def discard(self, key: CacheKey) -> None:
        one = tuple_(*_KEY) == (key.tenant_id, key.property_id, key.query_hash)
        async with self._connection() as connection:
            await connection.execute(delete(rows).where(one))

    async def delete(self, scope: Scope) -> int:
        doomed = delete(rows).where(rows.c.tenant_id == scope.tenant_id)
        if scope.property_id is not None:
            doomed = doomed.where(rows.c.property_id == scope.property_id)
        if scope.plan_contains is not None:
            doomed = doomed.where(rows.c.plan.contains(_json(scope.plan_contains)))
        async with self._connection() as connection:
            return (await connection.execute(doomed)).rowcount

    async def sweep(self, limit: int) -> int:
        """Deletes up to `limit` entries that are gone and answers how many they were. Sweeps do not wait for others."""
        async with self._connection() as connection:
            return (await connection.execute(_SWEEP, {"limit": limit, "now": self._clock.now()})).rowcount

    async def ping(self) -> None:
        async with self._connection() as connection:
            await connection.execute(select(1))

    async def aclose(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        with store_errors():
            async with self._engine.connect() as connection:
                yield connection
