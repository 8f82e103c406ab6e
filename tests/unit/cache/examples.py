"""Keys and entries that tests of the cache share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from services.cache.keys import CacheKey
from services.cache.results import Result
from services.cache.stores.store import Entry

HOUR = timedelta(hours=1)


def a_key(number: int = 1, *, tenant: str = "demo", property_id: str = "123456789") -> CacheKey:
    """A key; another for every number."""
    return CacheKey(tenant, property_id, f"{number:064x}")


def an_entry(now: datetime, plan: Mapping[str, Any] | None = None, **changes: Any) -> Entry:
    """An entry stored now, fresh for an hour and kept for another."""
    entry = Entry(
        payload=b"\x00\xffan answer",
        payload_type="headrace.orchestrator.v1.Answer",
        plan=json.dumps(plan or {}),
        stored_at=now,
        fresh_until=now + HOUR,
        keep_until=now + 2 * HOUR,
    )
    return replace(entry, **changes)


def a_result(**changes: Any) -> Result:
    """A result fresh for ten minutes and kept for another hour."""
    result = Result(
        payload=b"an answer",
        payload_type="headrace.orchestrator.v1.Answer",
        plan='{"metrics": ["sessions"]}',
        fresh_for=timedelta(minutes=10),
        keep_stale_for=HOUR,
    )
    return replace(result, **changes)
