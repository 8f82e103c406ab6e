"""Faults on order: what goes wrong for a property, or for all, until it is told to stop."""

from __future__ import annotations

import asyncio
import random
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from google.analytics.data_v1beta.types import RestrictedMetricType
from grpc import StatusCode
from pydantic import BaseModel, ConfigDict, Field, field_validator

from sandbox.ga4_emulator.latency import LatencyProfile
from sandbox.ga4_emulator.quota.ledger import EVERY_PROPERTY
from sandbox.ga4_emulator.refusals import Refused
from sandbox.ga4_emulator.reports.treatment import Treatment


class Faults(BaseModel):
    """Everything that can go wrong for a property. Without arguments nothing does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: str = ""
    """The status that requests fail with, such as "UNAVAILABLE"; empty for none."""
    rate: float = Field(default=1.0, ge=0, le=1)
    """What share of the requests fails."""
    message: str = ""
    """What a failing request is told; empty for Google's usual words."""
    latency: LatencyProfile | None = None
    """How long answers take; None for as long as the emulator's settings say."""
    frozen: bool = False
    """Whether requests wait, unanswered, until the freeze ends or their callers leave."""
    sampled_share: float = Field(default=1.0, gt=0, le=1)
    least_users: int = Field(default=0, ge=0)
    most_values: int = Field(default=0, ge=0)
    data_loss: bool = False
    """These four are a `Treatment`'s."""
    restricted: tuple[str, ...] = ()
    """What callers may not see, such as "REVENUE_DATA"; a `Treatment`'s too."""

    @field_validator("status")
    @classmethod
    def _known(cls, status: str) -> str:
        if status and (status not in StatusCode.__members__ or status == "OK"):
            raise ValueError(f"{status} is not a status that a request can fail with")
        return status

    @field_validator("restricted")
    @classmethod
    def _kinds(cls, restricted: tuple[str, ...]) -> tuple[str, ...]:
        for kind in restricted:
            if kind not in RestrictedMetricType.__members__:
                raise ValueError(f"{kind} is not a kind of data that can be kept from callers")
        return restricted

    def treatment(self) -> Treatment:
        """What is done to the reports' rows."""
        return Treatment(self.sampled_share, self.least_users, self.most_values, self.data_loss, self.restricted)


class FaultsOnOrder:
    """What has been ordered for which property. An order for one property stands before that for all.

    Of a seed, a property's requests always fail in the same places. Orders and waits belong to one event loop.
    """

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        self._ordered: dict[str, Faults] = {}
        self._chances: dict[str, random.Random] = {}
        self._changed = asyncio.Event()

    def order(self, property_id: str = EVERY_PROPERTY, **changes: Any) -> Faults:
        """Changes what goes wrong for a property, by the names of `Faults`; what is not named stays. Returns all that
        goes wrong now. Raises ValueError for what cannot be."""
        faults = Faults.model_validate({**self.of(property_id).model_dump(), **changes})
        self._ordered[property_id] = faults
        self._tell()
        return faults

    def reset(self, property_id: str = EVERY_PROPERTY) -> None:
        """Takes back what was ordered for a property, or everything."""
        for kept in (self._ordered, self._chances):
            for whose in [one for one in kept if property_id in {EVERY_PROPERTY, one}]:
                del kept[whose]
        self._tell()

    def of(self, property_id: str) -> Faults:
        """What goes wrong for a property."""
        ordered = self._ordered
        return ordered.get(property_id) or ordered.get(EVERY_PROPERTY) or Faults()

    def treatment_of(self, property_id: str) -> Treatment:
        """What is done to the rows of a property's reports."""
        return self.of(property_id).treatment()

    def ordered(self) -> dict[str, Faults]:
        """All orders, by property id."""
        return dict(self._ordered)

    async def thawed(self, property_id: str) -> None:
        """Waits for as long as a property's requests are frozen."""
        while self.of(property_id).frozen:
            await self._changed.wait()

    def strike(self, property_id: str) -> None:
        """Raises `Refused` if this request is one that fails."""
        faults = self.of(property_id)
        if not faults.status:
            return
        if property_id not in self._chances:
            self._chances[property_id] = random.Random(f"{self._seed}:{property_id}")  # noqa: S311  draws no secret
        if self._chances[property_id].random() < faults.rate:
            raise Refused(StatusCode[faults.status], faults.message or _usual_words()[faults.status])

    def _tell(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


@cache
def _usual_words() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "data" / "failures.toml").read_text("utf-8"))
