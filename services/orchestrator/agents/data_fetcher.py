"""The agent that fetches the figures."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from services.orchestrator.agents.agent import Inputs, Partials, Slot
from services.orchestrator.agents.slots import DATA, PROPERTY_ID, UNDERSTOOD, Data
from services.orchestrator.agents.tables import TableBuilder
from services.orchestrator.ga4.report_source import ReportSource


class DataFetcher:
    """Asks Google Analytics for all that the plan wants, and sends the tables the moment it answers."""

    name = "data_fetcher"
    needs: tuple[Slot[Any], ...] = (PROPERTY_ID, UNDERSTOOD)
    wants: tuple[Slot[Any], ...] = ()
    output: Slot[Any] = DATA
    required = True
    effect_of_loss = ""

    def __init__(self, source: ReportSource, tables: TableBuilder, budget: timedelta = timedelta(seconds=30)) -> None:
        self._source = source
        self._tables = tables
        self.budget = budget

    async def run(self, inputs: Inputs, partials: Partials) -> Data:
        """Raises SourceError where Google Analytics does not answer."""
        requests = inputs[UNDERSTOOD].plan.requests
        reports = await self._source.run(inputs[PROPERTY_ID], requests)
        tables = []
        for request, report in zip(requests, reports.reports, strict=True):
            # In a thread, since a report may have ten thousand rows.
            table = await asyncio.to_thread(self._tables.build, request, report)
            partials.table(table)
            tables.append(table)
        return Data(reports, tuple(tables))
