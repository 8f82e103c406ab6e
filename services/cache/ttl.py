"""How long an entry lives in a tier. Pure arithmetic on absolute times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.cache.stores.store import Entry

JITTER = 0.1
"""The largest share by which a life is cut, so that entries stored together do not expire together."""


@dataclass(frozen=True, slots=True)
class TierLimits:
    """The longest that a tier keeps anything."""

    fresh: timedelta
    stale: timedelta


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Fresh until the one moment, stale until the other, then gone."""

    fresh_until: datetime
    keep_until: datetime


def lifetime(
    now: datetime, fresh_for: timedelta, keep_stale_for: timedelta, limits: TierLimits, jitter: float
) -> Lifetime:
    """The life of an entry stored now. `jitter` is random in [0, 1); it only ever shortens."""
    fresh_until = now + min(fresh_for, limits.fresh) * (1 - JITTER * jitter)
    return Lifetime(fresh_until, fresh_until + min(keep_stale_for, limits.stale))


def promoted(entry: Entry, now: datetime, limits: TierLimits) -> Entry:
    """The entry as a nearer tier keeps it: within that tier's limits from now, and never longer than before."""
    fresh_until = min(entry.fresh_until, now + limits.fresh)
    keep_until = min(entry.keep_until, fresh_until + limits.stale)
    return replace(entry, fresh_until=fresh_until, keep_until=keep_until)
