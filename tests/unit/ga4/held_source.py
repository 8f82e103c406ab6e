"""A report source whose calls go on until a test lets them go."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from services.orchestrator.ga4.report_source import PropertyProfile, Reports
from services.orchestrator.understanding.plan import ReportRequest
from tests.unit.ga4.scripted_source import PROFILE, REPORTS


class HeldSource:
    """Holds every call until it is let go, and counts what runs at once."""

    def __init__(self) -> None:
        self.most_running = 0
        self.begun: list[str] = []
        self.held: list[asyncio.Event] = []

    @property
    def running(self) -> int:
        """How many calls are held."""
        return len(self.held)

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        await self._hold(property_id)
        return REPORTS

    async def profile(self, property_id: str) -> PropertyProfile:
        await self._hold(property_id)
        return PROFILE

    def let_one_go(self) -> None:
        self.held.pop(0).set()

    async def _hold(self, name: str) -> None:
        self.begun.append(name)
        hold = asyncio.Event()
        self.held.append(hold)
        self.most_running = max(self.most_running, self.running)
        try:
            await hold.wait()
        finally:
            if hold in self.held:
                self.held.remove(hold)


async def settle() -> None:
    """Lets every task that can go on do so."""
    for _ in range(10):
        await asyncio.sleep(0)
