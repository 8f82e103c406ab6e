"""A report source whose replies are written down beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from services.orchestrator.ga4.report_source import PropertyProfile, Reports
from services.orchestrator.understanding.plan import DateRange, Method, MinuteRange, ReportRequest

REPORTS = Reports(reports=(), asked_at=datetime(2026, 11, 24, 17, tzinfo=UTC))
PROFILE = PropertyProfile("123456789", "America/New_York", "USD")
ON_DAYS = ReportRequest(
    Method.RUN_REPORT, ("sessions",), date_ranges=(DateRange(date(2026, 11, 8), date(2026, 11, 14)),)
)
REALTIME = ReportRequest(Method.RUN_REALTIME_REPORT, ("activeUsers",), minute_ranges=(MinuteRange(29, 0),))


class ScriptedSource:
    """Raises the failures it was given, one a call; None and the end of the script are successes."""

    def __init__(self, *script: BaseException | None) -> None:
        self._script = list(script)
        self.asked: list[str] = []

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        self._next(property_id)
        return REPORTS

    async def profile(self, property_id: str) -> PropertyProfile:
        self._next(property_id)
        return PROFILE

    def will(self, *script: BaseException | None) -> None:
        """Goes on with another script."""
        self._script = list(script)

    def _next(self, property_id: str) -> None:
        self.asked.append(property_id)
        failure = self._script.pop(0) if self._script else None
        if failure is not None:
            raise failure
