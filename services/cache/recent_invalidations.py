"""What was invalidated a moment ago, so that a result made before it is not stored after it."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.cache.keys import CacheKey
from services.cache.stores.containment import contains
from services.cache.stores.store import Scope
from services.serving.clock import Clock

REMEMBERED_FOR = timedelta(minutes=1)
"""As long as the making of an answer may take."""
_MOST = 1000
"""Each is compared with every result that is stored, and a thousand in a minute is far more than anybody needs."""


@dataclass(frozen=True, slots=True)
class _Invalidation:
    scope: Scope
    at: datetime


class RecentInvalidations:
    """Remembers this process's invalidations for a minute, at most a thousand of them, the newest."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._invalidations: deque[_Invalidation] = deque(maxlen=_MOST)

    def note(self, scope: Scope) -> None:
        """Whatever of the scope was made before now is outdated."""
        self._invalidations.append(_Invalidation(scope, self._clock.now()))

    def outdate(self, key: CacheKey, plan: str, made_at: datetime) -> bool:
        """Whether a result for the plan, made then, comes from before an invalidation."""
        oldest = self._clock.now() - REMEMBERED_FOR
        while self._invalidations and self._invalidations[0].at < oldest:
            self._invalidations.popleft()
        return any(made_at < past.at and _holds(past.scope, key, plan) for past in self._invalidations)


def _holds(scope: Scope, key: CacheKey, plan: str) -> bool:
    return (
        scope.tenant_id == key.tenant_id
        and scope.property_id in {None, key.property_id}
        and (scope.plan_contains is None or contains(json.loads(plan), json.loads(scope.plan_contains)))
    )
