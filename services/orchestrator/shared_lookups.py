"""Concurrent look-ups of one answer become one call to the cache service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.orchestrator.answer_cache import AnswerCache, AnswerKey, CachedAnswer
from services.orchestrator.freshness import Lifetime
from services.serving.single_flight import SingleFlight


class SharedLookups:
    """An answer cache in front of another. A look-up under way is shared; nothing is remembered after it.

    The shared call ends within the inner cache's own time-out, whoever leaves.
    """

    def __init__(self, inner: AnswerCache) -> None:
        self._inner = inner
        self._lookups: SingleFlight[tuple[AnswerKey, timedelta], CachedAnswer | None] = SingleFlight()

    async def get(self, key: AnswerKey, max_staleness: timedelta) -> CachedAnswer | None:
        return await self._lookups.do((key, max_staleness), lambda: self._inner.get(key, max_staleness))

    async def put(
        self, key: AnswerKey, payload: bytes, plan: Mapping[str, Any], lifetime: Lifetime, made_at: datetime
    ) -> None:
        await self._inner.put(key, payload, plan, lifetime, made_at)

    async def aclose(self) -> None:
        """Waits for the look-ups under way."""
        await self._lookups.aclose()
