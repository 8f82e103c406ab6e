"""Property profiles in both tiers of the cache service, under a tenant of their own: they are no tenant's data."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import timedelta

import structlog
from pydantic import TypeAdapter, ValidationError

from services.orchestrator.answer_cache import AnswerKey
from services.orchestrator.cache_client import CacheServiceClient
from services.orchestrator.errors import CacheWriteFailed
from services.orchestrator.freshness import Lifetime
from services.orchestrator.ga4.profile_shelf import ShelvedProfile
from services.orchestrator.ga4.report_source import PropertyProfile
from services.serving.clock import Clock

log = structlog.get_logger(__name__)

PAYLOAD_TYPE = "headrace.PropertyProfile.v1+json"
TENANT = "_profiles"
KEPT = Lifetime(fresh_for=timedelta(hours=1), keep_stale_for=timedelta(days=30), l1_only=False)
"""Of any age a profile is better than none; the tiers' own limits apply besides."""

NAME = hashlib.sha256(PAYLOAD_TYPE.encode()).hexdigest()
"""In place of a plan's hash."""
_PLAN = {"method": "PropertyProfile"}
_NOT_STORED = {"definitions": {"_hash"}}


class CachedProfiles:
    """A profile shelf in the cache service, which counts and logs what fails."""

    def __init__(self, entries: CacheServiceClient, clock: Clock) -> None:
        """`entries` are of PAYLOAD_TYPE."""
        self._entries = entries
        self._clock = clock
        self._form = TypeAdapter(PropertyProfile)

    async def find(self, property_id: str) -> ShelvedProfile | None:
        """See `ProfileShelf.find`."""
        found = await self._entries.get(_key(property_id), KEPT.keep_stale_for)
        if found is None:
            return None
        try:
            return ShelvedProfile(self._form.validate_json(found.payload), found.age)
        except ValidationError as error:
            log.warning("cached property profile has another form", property_id=property_id, errors=error.error_count())
            return None

    async def keep(self, profile: PropertyProfile) -> None:
        """See `ProfileShelf.keep`."""
        payload = self._form.dump_json(profile, exclude=_NOT_STORED)
        with suppress(CacheWriteFailed):  # counted and logged where it arose
            await self._entries.put(_key(profile.property_id), payload, _PLAN, KEPT, self._clock.now())

    async def forget(self, property_id: str) -> None:
        """See `ProfileShelf.forget`."""
        with suppress(CacheWriteFailed):  # as above
            await self._entries.forget(TENANT, property_id)


def _key(property_id: str) -> AnswerKey:
    return AnswerKey(TENANT, property_id, NAME)
