"""Which properties there are, and what a request must say to reach one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from grpc import StatusCode

from sandbox.ga4_emulator.refusals import Refused, invalid

_PAGE = "https://developers.google.com/analytics/devguides/reporting/data/v1/property-id"


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties that the caller may read: single ids and ranges of them. All hold the same shop."""

    ids: Iterable[range]
    time_zone: ZoneInfo
    currency_code: str

    def find(self, name: str) -> str:
        """The id in a resource name such as "properties/1234". Raises `Refused` if there is no such property."""
        given = re.match(r"(?:properties/)?([^/]*)", name)
        property_id = given[1] if given else ""
        if not property_id.isdecimal():
            raise invalid(
                f"Invalid property ID: {property_id}. A numeric Property ID is required."
                f" To learn more about Property ID, see {_PAGE}."
            )
        if not any(int(property_id) in ids for ids in self.ids):
            raise Refused(
                StatusCode.PERMISSION_DENIED,
                "User does not have sufficient permissions for this property."
                f" To learn more about Property ID, see {_PAGE}.",
            )
        return property_id
