"""What callers bring to the cache and get from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.cache.stores.store import Entry, Tier


@dataclass(frozen=True, slots=True)
class Result:
    """What a caller wants kept."""

    payload: bytes
    payload_type: str
    plan: str
    """The plan that the result answers: the text of a JSON object."""
    fresh_for: timedelta
    """How long the data allows it to be served as fresh."""
    keep_stale_for: timedelta
    """How long after that it is kept for faults."""
    l1_only: bool = False
    fencing_token: int = 0
    made_at: datetime | None = None
    """When its making began, by its maker's clock; None for when it is brought."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A result found. Stale ones have no time left to be fresh."""

    tier: Tier
    entry: Entry
    age: timedelta
    fresh_for: timedelta

    @property
    def stale(self) -> bool:
        """Whether the result is past its freshness."""
        return self.fresh_for <= timedelta(0)
