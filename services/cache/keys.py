"""What entries are kept under. Every key and every key pattern of every tier comes from here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.cache.errors import InvalidId
from services.serving.fields import PROPERTY_ID, TENANT_ID

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class CacheKey:
    """One result's place. Its ids are valid, so that none can reach into another's by way of a separator.

    Raises InvalidId.
    """

    tenant_id: str
    property_id: str
    query_hash: str

    def __post_init__(self) -> None:
        check_tenant(self.tenant_id)
        check_property(self.property_id)
        if not _HASH.fullmatch(self.query_hash):
            raise InvalidId("query_hash", "must be 64 lower-case hex digits")

    def __str__(self) -> str:
        return f"ga4:{self.tenant_id}:{self.property_id}:{self.query_hash}"


def check_tenant(tenant_id: str) -> None:
    """Raises InvalidId unless the id may name a tenant."""
    if not TENANT_ID.fullmatch(tenant_id):
        raise InvalidId("tenant_id", "must be 1 to 64 of A-Z a-z 0-9 _ -")


def check_property(property_id: str) -> None:
    """Raises InvalidId unless the id may name a GA4 property."""
    if not PROPERTY_ID.fullmatch(property_id):
        raise InvalidId("property_id", "must be 1 to 20 digits")


def pattern(tenant_id: str, property_id: str | None) -> str:
    """A glob that matches the keys of a tenant, or of one of its properties, and no others. Raises InvalidId."""
    check_tenant(tenant_id)
    if property_id is None:
        return f"ga4:{tenant_id}:*"
    check_property(property_id)
    return f"ga4:{tenant_id}:{property_id}:*"
