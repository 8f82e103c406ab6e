from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from services.orchestrator.errors import SourceRejected, SourceUnavailable
from services.orchestrator.ga4.breaker import Breaker, BreakerPolicy
from services.orchestrator.ga4.report_source import Reports
from services.orchestrator.understanding.plan import ReportRequest
from tests.fakes.clock import FakeClock
from tests.unit.ga4.scripted_source import ON_DAYS, PROFILE, REPORTS, ScriptedSource

POLICY = BreakerPolicy(failures=3, rest=timedelta(seconds=5))
DOWN = SourceUnavailable("down")


async def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        with pytest.raises(SourceUnavailable, match="down"):
            await breaker.run("1", [ON_DAYS])


async def test_after_failures_in_a_row_google_analytics_is_left_alone() -> None:
    source = ScriptedSource(DOWN, DOWN, DOWN)
    breaker = Breaker(source, POLICY, FakeClock())
    await fail(breaker, 3)
    with pytest.raises(SourceUnavailable, match="failed several times"):
        await breaker.profile("2")
    assert len(source.asked) == 3


async def test_a_success_in_between_starts_the_count_anew() -> None:
    source = ScriptedSource(DOWN, DOWN, None, DOWN, DOWN)
    breaker = Breaker(source, POLICY, FakeClock())
    await fail(breaker, 2)
    assert await breaker.run("1", [ON_DAYS]) == REPORTS
    await fail(breaker, 2)
    assert await breaker.profile("1") == PROFILE


async def test_a_refusal_is_an_answer_and_starts_the_count_anew() -> None:
    source = ScriptedSource(DOWN, DOWN, SourceRejected("no"), DOWN)
    breaker = Breaker(source, POLICY, FakeClock())
    await fail(breaker, 2)
    with pytest.raises(SourceRejected):
        await breaker.run("1", [ON_DAYS])
    await fail(breaker, 1)
    assert await breaker.run("1", [ON_DAYS]) == REPORTS


async def test_after_the_rest_a_single_call_finds_out_whether_it_works_again() -> None:
    clock = FakeClock()
    release = asyncio.Event()

    class Slow(ScriptedSource):
        async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
            reports = await super().run(property_id, requests)
            await release.wait()
            return reports

    source = Slow(DOWN, DOWN, DOWN)
    breaker = Breaker(source, POLICY, clock)
    await fail(breaker, 3)
    clock.advance(timedelta(seconds=5))
    trial = asyncio.create_task(breaker.run("1", [ON_DAYS]))
    await asyncio.sleep(0)
    with pytest.raises(SourceUnavailable, match="failed several times"):
        await breaker.run("1", [ON_DAYS])
    assert len(source.asked) == 4
    release.set()
    assert await trial == REPORTS
    assert await breaker.run("1", [ON_DAYS]) == REPORTS


async def test_a_trial_that_fails_means_another_rest() -> None:
    clock = FakeClock()
    source = ScriptedSource(DOWN, DOWN, DOWN, DOWN)
    breaker = Breaker(source, POLICY, clock)
    await fail(breaker, 3)
    clock.advance(timedelta(seconds=5))
    await fail(breaker, 1)
    with pytest.raises(SourceUnavailable, match="failed several times"):
        await breaker.run("1", [ON_DAYS])
