"""What requests cost, and what each property has left."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from google.analytics.data_v1beta.types import PropertyQuota, QuotaStatus

from sandbox.ga4_emulator.properties import Property, ServiceLevel
from sandbox.ga4_emulator.reports.asked import Asked
from services.serving.clock import Clock

_DAYS_BEGIN_IN = ZoneInfo("America/Los_Angeles")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a property may use."""

    per_day: int
    per_hour: int
    per_project_per_hour: int
    concurrent: int
    server_errors: int
    thresholded: int


LIMITS: Mapping[ServiceLevel, Limits] = {
    ServiceLevel.STANDARD: Limits(200_000, 40_000, 14_000, 10, 10, 120),
    ServiceLevel.PREMIUM: Limits(2_000_000, 400_000, 140_000, 50, 50, 120),
}


class QuotaLedger:
    """Counts the tokens that each property has used in this hour and this day, for each kind of report."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._used: Counter[tuple[str, str, str]] = Counter()
        self._writing = threading.Lock()

    def charge(self, reported: Property, kind: str, asked: Asked) -> PropertyQuota:
        """Takes what a request costs and returns the property's quota after it. `kind` is "core" or "realtime"."""
        cost, limits, property_id = _cost(asked), LIMITS[reported.service_level], reported.property_id
        now = self._clock.now()
        hour, day = f"{now:%Y-%m-%dT%H}", f"{now.astimezone(_DAYS_BEGIN_IN):%Y-%m-%d}"
        with self._writing:
            for span in (hour, day):
                self._used[property_id, kind, span] += cost
            used_in_hour, used_in_day = self._used[property_id, kind, hour], self._used[property_id, kind, day]
        return PropertyQuota(
            tokens_per_day=_status(cost, limits.per_day - used_in_day),
            tokens_per_hour=_status(cost, limits.per_hour - used_in_hour),
            tokens_per_project_per_hour=_status(cost, limits.per_project_per_hour - used_in_hour),
            concurrent_requests=_status(0, limits.concurrent),
            server_errors_per_project_per_hour=_status(0, limits.server_errors),
            potentially_thresholded_requests_per_hour=_status(0, limits.thresholded),
        )


def _cost(asked: Asked) -> int:
    """Grows with the fields and the days asked for: 1 for a small report, 7 for one metric over a year."""
    fields = len(asked.dimensions) + len(asked.metrics)
    return 1 + fields // 8 + asked.days // 61


def _status(consumed: int, remaining: int) -> QuotaStatus:
    return QuotaStatus(consumed=consumed, remaining=max(remaining, 0))
