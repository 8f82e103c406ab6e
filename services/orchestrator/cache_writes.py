"""When an answer is stored: behind the caller's back, or before its result is sent. Each is a cache in front of one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog

from services.orchestrator.answer_cache import AnswerCache, AnswerKey, CachedAnswer
from services.orchestrator.errors import CacheWriteFailed
from services.orchestrator.freshness import Lifetime
from services.serving.background import BackgroundWork

log = structlog.get_logger(__name__)


class CacheWrites(StrEnum):
    """The switch between the two."""

    BACKGROUND = "background"
    INLINE = "inline"


class BackgroundWrites:
    """Stores in the background: `put` returns at once, and what becomes of it is counted there."""

    def __init__(self, inner: AnswerCache, work: BackgroundWork) -> None:
        self._inner = inner
        self._work = work

    async def get(self, key: AnswerKey, max_staleness: timedelta) -> CachedAnswer | None:
        return await self._inner.get(key, max_staleness)

    async def put(
        self, key: AnswerKey, payload: bytes, plan: Mapping[str, Any], lifetime: Lifetime, made_at: datetime
    ) -> None:
        self._work.start(self._inner.put(key, payload, plan, lifetime, made_at))


class InlineWrites:
    """Waits for the answer to be stored, and goes on where that fails."""

    def __init__(self, inner: AnswerCache) -> None:
        self._inner = inner

    async def get(self, key: AnswerKey, max_staleness: timedelta) -> CachedAnswer | None:
        return await self._inner.get(key, max_staleness)

    async def put(
        self, key: AnswerKey, payload: bytes, plan: Mapping[str, Any], lifetime: Lifetime, made_at: datetime
    ) -> None:
        try:
            await self._inner.put(key, payload, plan, lifetime, made_at)
        except CacheWriteFailed as error:
            log.warning("answer not kept", reason=str(error))
