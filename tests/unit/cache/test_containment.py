"""Containment means in L1 what PostgreSQL makes of it in L2."""

from __future__ import annotations

import asyncio
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from sandbox.stores.postgres import PostgresServer
from services.cache.stores.containment import JSON, contains
from services.cache.stores.database import engine

leaves = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from([0.5, 1.0]) | st.sampled_from(["", "a", "b"])
names = st.sampled_from(["a", "b", "c"])
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3))
plans = st.dictionaries(names, values, max_size=3)

EXAMPLES = 400


def test_every_pair_is_judged_as_postgresql_judges_it(postgres: PostgresServer) -> None:
    pairs: list[tuple[JSON, JSON]] = []

    @settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
    @given(plans, plans)
    def collect(whole: JSON, part: JSON) -> None:
        pairs.append((whole, part))
        pairs.append((whole, _part_of(whole)))

    collect()
    ours = [contains(whole, part) for whole, part in pairs]
    assert True in ours
    assert False in ours
    assert ours == asyncio.run(_postgresql_says(postgres.url, pairs))


def _part_of(whole: JSON) -> JSON:
    """Something the whole surely holds: every second member of every level."""
    if isinstance(whole, dict):
        return {name: _part_of(whole[name]) for name in sorted(whole)[::2]}
    if isinstance(whole, list):
        return [_part_of(value) for value in whole[::2]][::-1]
    return whole


async def _postgresql_says(url: str, pairs: list[tuple[JSON, JSON]]) -> list[bool]:
    database = engine(url, 1, behind_pooler=False)
    question = text(
        "SELECT w::jsonb @> p::jsonb FROM unnest(cast(:wholes AS text[]), cast(:parts AS text[])) AS t(w, p)"
    )
    try:
        async with database.connect() as connection:
            answers = await connection.execute(
                question, {"wholes": [json.dumps(w) for w, _ in pairs], "parts": [json.dumps(p) for _, p in pairs]}
            )
            return [bool(answer) for answer in answers.scalars()]
    finally:
        await database.dispose()
