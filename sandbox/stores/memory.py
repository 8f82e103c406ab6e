"""A store in this process's memory, whose clock can be set."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.cache.keys import CacheKey
from services.cache.stores.containment import contains
from services.cache.stores.store import Entry, Scope
from services.serving.clock import Clock


class MemoryStore:
    """Keeps entries in a dictionary."""

    def __init__(self, clock: Clock) -> None:
        self.entries: dict[CacheKey, Entry] = {}
        self._clock = clock

    async def get_many(self, keys: Sequence[CacheKey]) -> Mapping[CacheKey, Entry]:
        now = self._clock.now()
        return {key: self.entries[key] for key in keys if key in self.entries and self.entries[key].keep_until > now}

    async def put(self, key: CacheKey, entry: Entry, *, unless_newer: bool = False) -> bool:
        held = (await self.get_many([key])).get(key)
        if held is not None:
            if 0 < entry.fencing_token < held.fencing_token or (unless_newer and entry.stored_at < held.stored_at):
                return False
            entry = replace(entry, fencing_token=max(entry.fencing_token, held.fencing_token))
        self.entries[key] = entry
        return True

    async def discard(self, key: CacheKey) -> None:
        self.entries.pop(key, None)

    async def delete(self, scope: Scope) -> int:
        doomed = [key for key, entry in self.entries.items() if _is_within(key, entry, scope)]
        for key in doomed:
            del self.entries[key]
        return len(doomed)

    async def ping(self) -> None:
        return

    async def aclose(self) -> None:
        self.entries.clear()


def _is_within(key: CacheKey, entry: Entry, scope: Scope) -> bool:
    return (
        key.tenant_id == scope.tenant_id
        and scope.property_id in {None, key.property_id}
        and (scope.plan_contains is None or contains(json.loads(entry.plan), json.loads(scope.plan_contains)))
    )
