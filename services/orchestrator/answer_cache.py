"""The seam to the cache service, as the orchestrator sees it: finished answers by what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from services.orchestrator.freshness import Lifetime


class Tier(StrEnum):
    """The store that an answer came from."""

    L1 = "l1"
    L2 = "l2"


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What an answer is kept under: the tenant, a hard partition, the property, and the plan's hash."""

    tenant_id: str
    property_id: str
    query_hash: str


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer found: a serialized `Answer` message and its circumstances. `fresh_for` is zero when stale."""

    payload: bytes
    tier: Tier
    age: timedelta
    fresh_for: timedelta
    lookup_latency: timedelta
    stale: bool


class AnswerCache(Protocol):
    """Keeps finished answers. Trouble with it is its own affair: it is counted, logged, and reads as a miss."""

    async def get(self, key: AnswerKey, max_staleness: timedelta) -> CachedAnswer | None:
        """The answer, at most `max_staleness` past its freshness; None where there is none to be had in time."""
        ...

    async def put(
        self, key: AnswerKey, payload: bytes, plan: Mapping[str, Any], lifetime: Lifetime, made_at: datetime
    ) -> None:
        """Keeps an answer made from data of `made_at` (UTC). Raises CacheWriteFailed where no tier took it."""
        ...
