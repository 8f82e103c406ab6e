"""The seam between the cache and whatever keeps its entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from services.cache.keys import CacheKey


class Tier(StrEnum):
    """A place of the cache, nearest first. The value is its name in metrics and logs."""

    L1 = "l1"
    L2 = "l2"


@dataclass(frozen=True, slots=True)
class Entry:
    """A result as a tier keeps it. Times are absolute, in UTC, to the microsecond."""

    payload: bytes
    payload_type: str
    plan: str
    """The plan that the result answers: the text of a JSON object."""
    stored_at: datetime
    fresh_until: datetime
    keep_until: datetime
    """From `fresh_until` to here the entry is stale; after it, gone."""
    fencing_token: int = 0
    """Of the lease under which the result was made; 0 for none."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries of a tenant."""

    tenant_id: str
    property_id: str | None = None
    """None for every property."""
    plan_contains: str | None = None
    """The text of a JSON object that the plan contains, as PostgreSQL's `@>` has it. None for every plan."""


class Store(Protocol):
    """Keeps entries by key. Safe for concurrent use. Every method raises StoreError where the tier fails it."""

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        """The entries found; a key that is absent, or gone, is not in the mapping."""
        ...

    async def put(self, key: CacheKey, entry: Entry, *, unless_newer: bool = False) -> bool:
        """Stores the entry until its `keep_until`, replacing what is there. Answers whether it was taken.

        Refused where what is there has a greater fencing token (an entry without a token replaces it, and the token
        stays); with `unless_newer` also where what is there was stored later.
        """
        ...

    async def discard(self, key: CacheKey) -> None:
        """Deletes one entry, if it is there."""
        ...

    async def delete(self, scope: Scope) -> int:
        """Deletes the entries of a scope and answers how many they were. Safe to repeat after a failure."""
        ...

    async def ping(self) -> None:
        """Returns where the tier answers."""
        ...

    async def aclose(self) -> None:
        """Gives connections back. The store is not used afterwards."""
        ...
