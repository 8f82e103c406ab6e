from __future__ import annotations

from datetime import timedelta

import pytest

from services.orchestrator.errors import SourceExhausted, SourceUnavailable
from services.orchestrator.ga4.quota import QuotaKeeping
from tests.fakes.clock import FakeClock
from tests.unit.ga4.scripted_source import ON_DAYS, PROFILE, REPORTS, ScriptedSource


async def test_while_a_quota_is_used_up_nobody_asks_and_everybody_hears_how_long_it_takes() -> None:
    clock = FakeClock()
    source = ScriptedSource(SourceExhausted("used up", timedelta(minutes=10)))
    keeping = QuotaKeeping(source, clock)
    with pytest.raises(SourceExhausted):
        await keeping.run("1", [ON_DAYS])
    clock.advance(timedelta(minutes=4))
    with pytest.raises(SourceExhausted, match="used up") as caught:
        await keeping.profile("1")
    assert caught.value.retry_after == timedelta(minutes=6)
    assert source.asked == ["1"]


async def test_once_the_quota_returns_google_analytics_is_asked_again() -> None:
    clock = FakeClock()
    source = ScriptedSource(SourceExhausted("used up", timedelta(minutes=10)))
    keeping = QuotaKeeping(source, clock)
    with pytest.raises(SourceExhausted):
        await keeping.profile("1")
    clock.advance(timedelta(minutes=10))
    assert await keeping.profile("1") == PROFILE


async def test_another_property_has_a_quota_of_its_own() -> None:
    keeping = QuotaKeeping(ScriptedSource(SourceExhausted("used up", timedelta(minutes=10))), FakeClock())
    with pytest.raises(SourceExhausted):
        await keeping.run("1", [ON_DAYS])
    assert await keeping.run("2", [ON_DAYS]) == REPORTS


async def test_other_failures_are_not_remembered() -> None:
    keeping = QuotaKeeping(ScriptedSource(SourceUnavailable("down")), FakeClock())
    with pytest.raises(SourceUnavailable):
        await keeping.run("1", [ON_DAYS])
    assert await keeping.run("1", [ON_DAYS]) == REPORTS
