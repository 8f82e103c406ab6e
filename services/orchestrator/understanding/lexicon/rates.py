"""Rates and averages, which say nothing without whose visits they are of."""

from __future__ import annotations

RATES_OF_VISITS = frozenset(
    {"bounceRate", "engagementRate", "sessionKeyEventRate", "userKeyEventRate", "averageSessionDuration"}
)
"""Figures that nobody lists beside people without a comma: "new visitors bounce rate" is theirs."""
