"""Audience exports: made in a while by the clock, then read page by page."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from google.analytics.data_v1beta.types import AudienceDimension, AudienceExport
from grpc import StatusCode

from sandbox.ga4_emulator.audiences.members import DIMENSIONS, Member
from sandbox.ga4_emulator.refusals import Refused
from sandbox.ga4_emulator.shop.audiences import Audience


@dataclass(frozen=True, slots=True)
class Export:
    """One export: of which audience, what it tells, when it was ordered, and who was in the audience then."""

    name: str
    audience_name: str
    audience: Audience
    dimensions: Sequence[str]
    begun: datetime
    seconds: float
    tokens: int
    members: Sequence[Member]

    def done(self, now: datetime) -> bool:
        """Whether it can be read."""
        return (now - self.begun).total_seconds() >= self.seconds

    def described(self, now: datetime) -> AudienceExport:
        """As the API tells of it at a moment."""
        waited = max((now - self.begun).total_seconds(), 0.0)
        done = self.done(now)
        return AudienceExport(
            name=self.name,
            audience=self.audience_name,
            audience_display_name=self.audience.display_name,
            dimensions=[AudienceDimension(dimension_name=name) for name in self.dimensions],
            begin_creating_time=self.begun,
            creation_quota_tokens_charged=self.tokens,
            state=AudienceExport.State.ACTIVE if done else AudienceExport.State.CREATING,
            row_count=len(self.members) if done else None,
            percentage_completed=100.0 if done else waited / self.seconds * 100,
        )

    def rows(self, limit: int, offset: int) -> list[list[str]]:
        """A page of its rows."""
        return [
            [DIMENSIONS[name](member) for name in self.dimensions] for member in self.members[offset : offset + limit]
        ]


class ExportShelf:
    """The exports of all properties, in the order in which they were made. Any number of threads may use it."""

    def __init__(self) -> None:
        self._exports: dict[str, dict[str, Export]] = {}
        self._numbered = 0
        self._writing = threading.Lock()

    def next_number(self) -> int:
        """A number that no export has."""
        with self._writing:
            self._numbered += 1
            return self._numbered

    def add(self, property_id: str, export: Export) -> None:
        """Keeps an export."""
        with self._writing:
            self._exports.setdefault(property_id, {})[export.name] = export

    def of(self, property_id: str) -> Mapping[str, Export]:
        """A property's exports, by name."""
        with self._writing:
            return dict(self._exports.get(property_id, {}))

    def find(self, property_id: str, name: str) -> Export:
        """The export of that name. Raises `Refused` if there is none."""
        found = self.of(property_id).get(name)
        if found is None:
            raise Refused(StatusCode.NOT_FOUND, "Requested entity was not found.")
        return found
