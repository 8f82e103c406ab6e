from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.agent import Agent, Inputs
from services.orchestrator.agents.data_fetcher import DataFetcher
from services.orchestrator.agents.slots import DATA, PROPERTY_ID, UNDERSTOOD, Data
from services.orchestrator.agents.tables import TableBuilder
from services.orchestrator.agents.units import load_units
from services.orchestrator.errors import SourceUnavailable
from services.orchestrator.ga4.report_source import MetricHeader, PropertyProfile, Report, ReportRow, Reports
from services.orchestrator.ga4.stack import ReportSourcePolicy
from services.orchestrator.understanding.lexicon.catalogue import load_catalogue
from services.orchestrator.understanding.plan import DateRange, Method, Plan, ReportRequest
from services.orchestrator.understanding.planner import Understood

DAYS = (DateRange(date(2026, 11, 8), date(2026, 11, 14)),)
PLAN = Plan(tuple(ReportRequest(Method.RUN_REPORT, (metric,), (), DAYS) for metric in ("sessions", "activeUsers")))
INPUTS = Inputs({PROPERTY_ID: "123456789", UNDERSTOOD: Understood(PLAN, "hash", "question")})


class EchoSource:
    """Reports one row for each request, numbered."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[ReportRequest, ...]]] = []

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        self.asked.append((property_id, tuple(requests)))
        return Reports(
            tuple(self._report(n, request) for n, request in enumerate(requests)), datetime(2026, 11, 24, tzinfo=UTC)
        )

    async def profile(self, property_id: str) -> PropertyProfile:
        raise NotImplementedError

    def _report(self, n: int, request: ReportRequest) -> Report:
        headers = tuple(MetricHeader(name, "TYPE_INTEGER") for name in request.metrics)
        return Report((), headers, (ReportRow((), (float(n),)),), (), 1, "USD", "America/New_York")


class DownSource(EchoSource):
    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        raise SourceUnavailable("down")


class SentTables:
    def __init__(self) -> None:
        self.tables: list[answer_pb2.Table] = []

    def table(self, table: answer_pb2.Table) -> None:
        self.tables.append(table)

    def narrative(self, delta: str) -> None:
        raise AssertionError("figures are no narrative")


def fetcher(source: Any) -> Agent[Data]:
    return DataFetcher(source, TableBuilder(load_catalogue(), load_units()))


async def test_the_whole_plan_is_asked_of_the_property() -> None:
    source = EchoSource()
    await fetcher(source).run(INPUTS, SentTables())
    assert source.asked == [("123456789", PLAN.requests)]


async def test_a_table_for_each_request_is_sent_ahead_and_is_part_of_the_data() -> None:
    sent = SentTables()
    data = await fetcher(EchoSource()).run(INPUTS, sent)
    assert [table.title.split(",")[0] for table in data.tables] == ["Sessions", "Active users"]
    assert [table.rows[0].metric_values[0] for table in data.tables] == [0.0, 1.0]
    assert tuple(sent.tables) == data.tables
    assert len(data.reports.reports) == 2


async def test_where_google_analytics_fails_nothing_is_sent() -> None:
    sent = SentTables()
    with pytest.raises(SourceUnavailable):
        await fetcher(DownSource()).run(INPUTS, sent)
    assert sent.tables == []


def test_without_figures_there_is_no_answer() -> None:
    agent = fetcher(EchoSource())
    assert agent.required
    assert agent.output == DATA


def test_google_analytics_has_failed_before_the_agents_time_is_over_so_that_a_stale_answer_can_be_served() -> None:
    assert fetcher(EchoSource()).budget >= ReportSourcePolicy().longest_run
