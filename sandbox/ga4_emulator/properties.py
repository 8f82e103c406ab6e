"""Which properties there are, what each of them is, and what a request must say to reach one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from grpc import StatusCode

from sandbox.ga4_emulator.refusals import Refused, invalid
from sandbox.ga4_emulator.shop.character import Character

SHIPPED = Path(__file__).parent / "data" / "properties.toml"
"""The properties that ship with the emulator; its comments say what a file of properties holds."""

COMMON_PROPERTY = "0"
"""Stands for no property: what is common to all is asked of it."""

_PAGE = "https://developers.google.com/analytics/devguides/reporting/data/v1/property-id"


class ServiceLevel(StrEnum):
    """What the property's owner pays for, in the words of the Admin API."""

    STANDARD = "GOOGLE_ANALYTICS_STANDARD"
    PREMIUM = "GOOGLE_ANALYTICS_360"

    @property
    def realtime_minutes(self) -> int:
        """How many minutes realtime reports look back."""
        return 60 if self is ServiceLevel.PREMIUM else 30


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its id, such as "123456789", its time zone, its currency (ISO 4217), and the shop it reports."""

    property_id: str
    display_name: str
    time_zone: ZoneInfo
    currency_code: str
    service_level: ServiceLevel
    stream_id: str
    shop: Character


@dataclass(frozen=True, slots=True)
class _Entry:
    """Properties that differ in nothing but their ids."""

    ids: Sequence[range]
    described: Property


class Properties:
    """The properties that the caller may read."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        self._entries = list(entries)

    def find(self, name: str) -> Property:
        """The property of a resource name such as "properties/1234". Raises `Refused` if there is no such one."""
        given = re.match(r"(?:properties/)?([^/]*)", name)
        property_id = given[1] if given else ""
        if not property_id.isdecimal():
            raise invalid(
                f"Invalid property ID: {property_id}. A numeric Property ID is required."
                f" To learn more about Property ID, see {_PAGE}."
            )
        for entry in self._entries:
            if any(int(property_id) in ids for ids in entry.ids):
                return replace(entry.described, property_id=property_id)
        raise Refused(
            StatusCode.PERMISSION_DENIED,
            "User does not have sufficient permissions for this property."
            f" To learn more about Property ID, see {_PAGE}.",
        )

    def first(self) -> Property:
        """The property that is named first."""
        return self.of_each_shop()[0]

    def of_each_shop(self) -> list[Property]:
        """One property of each shop, in the order in which they are named."""
        of: dict[str, Property] = {}
        for entry in self._entries:
            of.setdefault(entry.described.shop.name, replace(entry.described, property_id=str(entry.ids[0][0])))
        return list(of.values())


def load_properties(file: Path = SHIPPED) -> Properties:
    """Reads the properties from a file like the one that ships."""
    data = tomllib.loads(file.read_text("utf-8"))
    shops = {name: Character(name=name, **shop) for name, shop in data["shops"].items()}
    return Properties(_entry(entry, shops) for entry in data["properties"])


def _entry(entry: Mapping[str, Any], shops: Mapping[str, Character]) -> _Entry:
    described = Property(
        property_id="",
        display_name=entry["display_name"],
        time_zone=ZoneInfo(entry["time_zone"]),
        currency_code=entry["currency_code"],
        service_level=ServiceLevel(entry["service_level"]),
        stream_id=entry["stream_id"],
        shop=shops[entry["shop"]],
    )
    return _Entry(_ranges(entry["ids"]), described)


def _ranges(ids: str) -> list[range]:
    ranges = []
    for part in ids.split(","):
        first, _, last = part.strip().partition("-")
        ranges.append(range(int(first), int(last or first) + 1))
    return ranges
