"""What a request costs."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.ga4_emulator.quota.limits import Category
from sandbox.ga4_emulator.reports.asked import Asked

_THRESHOLDED = frozenset({"userAgeBracket", "userGender", "brandingInterest", "audienceId", "audienceName"})
_REALTIME_TOKENS = 39
_MOST_REALTIME_TOKENS = 42


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request takes from the quotas: tokens, and whether it is one that may be thresholded."""

    tokens: int
    thresholded: bool = False


def cost_of(asked: Asked, category: Category) -> Cost:
    """Fits what others have measured of the API: 1 token for a small report, 2 for one dimension and ten metrics, 4
    for nine and ten, 7 for one metric over a year; 39 to 42 for a realtime report."""
    fields = len(asked.dimensions) + len(asked.metrics)
    thresholded = not _THRESHOLDED.isdisjoint(asked.fields.sources([*asked.dimensions, *asked.filtered()]))
    if category is Category.REALTIME:
        return Cost(min(_REALTIME_TOKENS + max(fields - 1, 0), _MOST_REALTIME_TOKENS), thresholded)
    return Cost(1 + max(fields - 1, 0) // 6 + asked.days // 60, thresholded)
