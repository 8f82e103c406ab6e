from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from services.orchestrator.errors import SourceExhausted, SourceForbidden, SourceUnavailable
from services.orchestrator.ga4.profiles import ProfileMemory, ProfilePolicy
from services.orchestrator.ga4.report_source import PropertyProfile
from tests.fakes.clock import FakeClock
from tests.unit.ga4.scripted_source import ON_DAYS, PROFILE, REPORTS, ScriptedSource

POLICY = ProfilePolicy(true_for=timedelta(hours=1), failure_repeated_for=timedelta(seconds=10), properties=2)
DOWN = SourceUnavailable("down")


class SlowSource(ScriptedSource):
    """Answers when it is let."""

    def __init__(self, *script: Exception | None) -> None:
        super().__init__(*script)
        self.answer = asyncio.Event()

    async def profile(self, property_id: str) -> PropertyProfile:
        await self.answer.wait()
        return await super().profile(property_id)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_profile_is_learnt_once_and_again_when_its_time_is_over() -> None:
    clock, source = FakeClock(), ScriptedSource()
    memory = ProfileMemory(source, POLICY, clock)
    assert [await memory.profile("1") for _ in range(3)] == [PROFILE] * 3
    assert len(source.asked) == 1
    clock.advance(timedelta(hours=1))
    assert await memory.profile("1") == PROFILE
    assert len(source.asked) == 2


async def test_callers_at_the_same_time_share_one_look_up() -> None:
    source = SlowSource()
    memory = ProfileMemory(source, POLICY, FakeClock())
    callers = [asyncio.create_task(memory.profile("1")) for _ in range(20)]
    await settle()
    source.answer.set()
    assert await asyncio.gather(*callers) == [PROFILE] * 20
    assert source.asked == ["1"]


async def test_when_the_caller_who_looks_up_leaves_another_takes_over() -> None:
    source = SlowSource()
    memory = ProfileMemory(source, POLICY, FakeClock())
    first, second = (asyncio.create_task(memory.profile("1")) for _ in range(2))
    await settle()
    first.cancel()
    source.answer.set()
    assert await second == PROFILE
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_failure_is_shared_and_repeated_for_a_short_time() -> None:
    clock, source = FakeClock(), SlowSource(DOWN)
    memory = ProfileMemory(source, POLICY, clock)
    source.answer.set()
    results = await asyncio.gather(*(memory.profile("1") for _ in range(5)), return_exceptions=True)
    assert [type(result) for result in results] == [SourceUnavailable] * 5
    clock.advance(timedelta(seconds=9))
    with pytest.raises(SourceUnavailable, match="down"):
        await memory.profile("1")
    assert len(source.asked) == 1
    clock.advance(timedelta(seconds=1))
    assert await memory.profile("1") == PROFILE


async def test_a_quota_that_returns_sooner_is_not_held_against_the_property_for_longer() -> None:
    clock = FakeClock()
    memory = ProfileMemory(ScriptedSource(SourceExhausted("busy", timedelta(seconds=2))), POLICY, clock)
    with pytest.raises(SourceExhausted):
        await memory.profile("1")
    clock.advance(timedelta(seconds=2))
    assert await memory.profile("1") == PROFILE


@pytest.mark.parametrize("fault", [DOWN, SourceExhausted("used up", timedelta(hours=1))])
async def test_while_google_analytics_fails_an_old_profile_goes_on_serving(fault: Exception) -> None:
    clock, source = FakeClock(), ScriptedSource(None, fault)
    memory = ProfileMemory(source, POLICY, clock)
    await memory.profile("1")
    clock.advance(timedelta(hours=2))
    assert [await memory.profile("1") for _ in range(3)] == [PROFILE] * 3
    assert len(source.asked) == 2


async def test_a_property_that_may_no_longer_be_read_is_forgotten() -> None:
    clock, source = FakeClock(), ScriptedSource(None, SourceForbidden("gone"))
    memory = ProfileMemory(source, POLICY, clock)
    await memory.profile("1")
    clock.advance(timedelta(hours=2))
    with pytest.raises(SourceForbidden):
        await memory.profile("1")


async def test_only_so_many_properties_are_remembered_and_the_least_used_goes() -> None:
    source = ScriptedSource()
    memory = ProfileMemory(source, POLICY, FakeClock())
    for name in ("1", "2", "1", "3", "1", "2"):
        await memory.profile(name)
    assert source.asked == ["1", "2", "3", "2"]


async def test_reports_are_not_remembered() -> None:
    source = ScriptedSource()
    memory = ProfileMemory(source, POLICY, FakeClock())
    assert [await memory.run("1", [ON_DAYS]) for _ in range(2)] == [REPORTS] * 2
    assert len(source.asked) == 2
