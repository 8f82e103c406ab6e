"""Concurrent look-ups of one answer become one call to the cache service."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.orchestrator.answer_cache import AnswerCache, AnswerKey, CachedAnswer
from services.orchestrator.freshness import Lifetime


class SharedLookups:
    """An answer cache in front of another. A look-up in flight is shared; nothing is remembered after it.

    The shared call ends within the inner cache's own time-out, whoever leaves.
    """

    def __init__(self, inner: AnswerCache) -> None:
        self._inner = inner
        self._under_way: dict[tuple[AnswerKey, timedelta], asyncio.Task[CachedAnswer | None]] = {}

    async def get(self, key: AnswerKey, max_staleness: timedelta) -> CachedAnswer | None:
        lookup = (key, max_staleness)
        task = self._under_way.get(lookup)
        if task is None:
            task = asyncio.create_task(self._inner.get(key, max_staleness), name="shared look-up")
            self._under_way[lookup] = task
            task.add_done_callback(lambda _: self._under_way.pop(lookup))
        return await asyncio.shield(task)

    async def put(self, key: AnswerKey, payload: bytes, plan: Mapping[str, Any], lifetime: Lifetime) -> None:
        await self._inner.put(key, payload, plan, lifetime)
