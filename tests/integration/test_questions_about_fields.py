"""Questions about fields, over real gRPC against the emulator: the plan, the report, the sentences."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from services.orchestrator.agents.reporting.prose import PlainWriter
from services.orchestrator.agents.reporting.writer import Material
from services.orchestrator.agents.slots import Data
from services.orchestrator.agents.tables import TableBuilder
from services.orchestrator.agents.units import load_units
from services.orchestrator.freshness import SETTLED_DAYS, lifetime
from services.orchestrator.ga4.connect import DataApiEndpoint, data_api_client
from services.orchestrator.ga4.report_source import FIELD_HEADERS, Report
from services.orchestrator.ga4.stack import ReportSourcePolicy, build_report_source
from services.orchestrator.understanding.lexicon.catalogue import load_catalogue
from services.orchestrator.understanding.plan import Plan
from services.orchestrator.understanding.planner import Planner, QuestionContext, Understood
from services.serving.clock import SystemClock

DEMO = "123456789"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


async def answered(ga4: Any, planner: Planner, question: str) -> tuple[Report, str, Plan]:
    """The report that a question gets, and what is said of it."""
    understood = planner.understand(question, QuestionContext(NOW.date()))
    assert isinstance(understood, Understood)
    async with data_api_client(DataApiEndpoint(ga4.target)) as client:
        source = build_report_source(client, ReportSourcePolicy(), CollectorRegistry(), SystemClock())
        reports = await source.run(DEMO, understood.plan.requests)
        await source.aclose()
    (request,), (report,) = understood.plan.requests, reports.reports
    table = TableBuilder(load_catalogue(), load_units()).build(request, report)
    writer = PlainWriter(frozenset())
    said = "".join([piece async for piece in writer.write(Material(understood, Data(reports, (table,)), ()))])
    return report, said, understood.plan


async def test_a_propertys_custom_dimensions_are_listed(ga4: Any, planner: Planner) -> None:
    report, said, plan = await answered(ga4, planner, "which custom dimensions do we have")
    assert report.dimension_headers == FIELD_HEADERS
    assert ("customEvent:plan_tier", "Plan tier") in [row.dimension_values[:2] for row in report.rows]
    assert "Plan tier" in said
    assert lifetime(plan, NOW, "America/New_York") is SETTLED_DAYS
    assert ga4.requests.count("GetMetadata") == 1
    assert ga4.requests.total() == 1


async def test_a_field_is_defined_in_google_analytics_words(ga4: Any, planner: Planner) -> None:
    report, said, _ = await answered(ga4, planner, "what does bounce rate mean")
    [row] = report.rows
    assert row.dimension_values[:2] == ("bounceRate", "Bounce rate")
    assert said == f"Bounce rate: {row.dimension_values[2].rstrip('.')}."


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("are item revenue and product compatible", "Item revenue and item name can stand in one report."),
        ("are total revenue and product compatible", "Total revenue and item name cannot stand in one report."),
        ("can I use age with source", "Session source and age cannot stand in one report."),
    ],
)
async def test_whether_two_fields_go_together_is_told(ga4: Any, planner: Planner, question: str, said: str) -> None:
    assert (await answered(ga4, planner, question))[1] == said
    assert ga4.requests.count("CheckCompatibility") == 1


async def test_the_dimensions_that_go_with_a_metric_are_listed(ga4: Any, planner: Planner) -> None:
    report, said, _ = await answered(ga4, planner, "which dimensions go with itemRevenue")
    names = {row.dimension_values[0] for row in report.rows}
    assert {"itemName", "country"} <= names
    assert "source" not in names
    assert said.startswith(f"Dimensions compatible with item revenue are {len(names)}, among them ")


async def test_the_fields_that_go_with_a_metric_are_dimensions_and_metrics(ga4: Any, planner: Planner) -> None:
    report, said, _ = await answered(ga4, planner, "which fields go with itemRevenue")
    names = {row.dimension_values[0] for row in report.rows}
    assert {"itemName", "itemsPurchased"} <= names
    assert "source" not in names
    assert said.startswith(f"Fields compatible with item revenue are {len(names)}, among them ")
