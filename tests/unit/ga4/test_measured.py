from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from services.orchestrator.errors import SourceUnavailable
from services.orchestrator.ga4.measured import Measured
from services.orchestrator.ga4.metrics import SourceMetrics
from services.orchestrator.ga4.report_source import Reports
from services.orchestrator.understanding.plan import ReportRequest
from tests.fakes.clock import FakeClock
from tests.unit.ga4.scripted_source import ON_DAYS, ScriptedSource


async def test_calls_are_counted_and_timed_by_how_they_end() -> None:
    clock, registry = FakeClock(), CollectorRegistry()

    class Slow(ScriptedSource):
        async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
            clock.advance(timedelta(seconds=3))
            return await super().run(property_id, requests)

    measured = Measured(Slow(SourceUnavailable("down")), SourceMetrics(registry), clock)
    with pytest.raises(SourceUnavailable):
        await measured.run("1", [ON_DAYS])
    await measured.run("1", [ON_DAYS])
    await measured.profile("1")

    def sample(name: str, call: str, outcome: str) -> float | None:
        return registry.get_sample_value(f"ga4_call_seconds_{name}", {"call": call, "outcome": outcome})

    assert sample("count", "run", "SourceUnavailable") == 1
    assert sample("sum", "run", "ok") == 3
    assert sample("count", "profile", "ok") == 1
