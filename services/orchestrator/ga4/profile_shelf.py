"""The seam to where profiles outlive this process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from services.orchestrator.ga4.report_source import PropertyProfile


@dataclass(frozen=True, slots=True)
class ShelvedProfile:
    """A profile found, and how long ago Google Analytics told it."""

    profile: PropertyProfile
    age: timedelta


class ProfileShelf(Protocol):
    """Keeps profiles for every replica and for later. Trouble with it is its own affair, and reads as not found."""

    async def find(self, property_id: str) -> ShelvedProfile | None:
        """The profile, however old; None where there is none to be had in time."""
        ...

    async def keep(self, profile: PropertyProfile) -> None:
        """Keeps a profile that Google Analytics has just told."""
        ...

    async def forget(self, property_id: str) -> None:
        """Drops the profile of a property that may no longer be read."""
        ...


class NoShelf:
    """Keeps nothing."""

    async def find(self, property_id: str) -> ShelvedProfile | None:
        return None

    async def keep(self, profile: PropertyProfile) -> None:
        return None

    async def forget(self, property_id: str) -> None:
        return None
