from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from services.orchestrator.errors import SourceExhausted, SourceForbidden, SourceUnavailable
from services.orchestrator.ga4.profiles import ProfileMemory, ProfilePolicy
from services.orchestrator.ga4.report_source import PropertyProfile
from tests.fakes.clock import FakeClock
from tests.unit.ga4.scripted_source import ON_DAYS, PROFILE, REPORTS, ScriptedSource

POLICY = ProfilePolicy(
    true_for=timedelta(hours=1),
    first_pause=timedelta(minutes=1),
    failure_repeated_for=timedelta(seconds=10),
    properties=2,
)
DOWN = SourceUnavailable("down")


class SlowSource(ScriptedSource):
    """Answers when it is let."""

    def __init__(self, *script: Exception | None) -> None:
        super().__init__(*script)
        self.answer = asyncio.Event()
        self.begun = 0

    async def profile(self, property_id: str) -> PropertyProfile:
        self.begun += 1
        await self.answer.wait()
        return await super().profile(property_id)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def known_for_long(source: ScriptedSource, clock: FakeClock) -> ProfileMemory:
    """A memory that learnt the profile of property 1 an hour ago."""
    memory = ProfileMemory(source, source, POLICY, clock)
    await memory.profile("1")
    clock.advance(POLICY.true_for)
    return memory


async def test_a_profile_is_learnt_once_and_again_when_its_time_is_over() -> None:
    clock, source = FakeClock(), ScriptedSource()
    memory = ProfileMemory(source, source, POLICY, clock)
    for _ in range(3):
        assert [await memory.profile("1") for _ in range(3)] == [PROFILE] * 3
        await memory.aclose()
        clock.advance(timedelta(hours=1))
    assert len(source.asked) == 3


async def test_an_old_profile_is_served_at_once_while_one_look_up_refreshes_it() -> None:
    clock, source = FakeClock(), SlowSource()
    source.answer.set()
    memory = await known_for_long(source, clock)
    source.answer.clear()
    for _ in range(5):
        async with asyncio.timeout(1):
            assert await memory.profile("1") == PROFILE
        clock.advance(timedelta(hours=1))
        await settle()
    assert source.begun == 2
    source.answer.set()
    await memory.aclose()
    assert source.asked == ["1"] * 2


async def test_a_refresh_brings_what_has_changed() -> None:
    clock = FakeClock()

    class Moving(ScriptedSource):
        async def profile(self, property_id: str) -> PropertyProfile:
            profile = await super().profile(property_id)
            return profile if len(self.asked) == 1 else replace(profile, time_zone="Europe/Berlin")

    memory = await known_for_long(Moving(), clock)
    await memory.profile("1")
    await memory.aclose()
    assert (await memory.profile("1")).time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    "fault", [DOWN, SourceExhausted("used up", timedelta(hours=1)), pytest.param(KeyError("bug"), id="bug")]
)
async def test_a_refresh_that_fails_is_made_again_less_and_less_often(fault: Exception) -> None:
    clock, source = FakeClock(), ScriptedSource(None, *[fault] * 100)
    memory = await known_for_long(source, clock)
    began = clock.monotonic()
    refreshed_at: list[float] = []
    for _ in range(600):
        before = len(source.asked)
        assert await memory.profile("1") == PROFILE
        await memory.aclose()
        if len(source.asked) > before:
            refreshed_at.append(clock.monotonic() - began)
        clock.advance(timedelta(seconds=1))
    assert refreshed_at == [0, 60, 180, 420]


async def test_only_so_many_refreshes_are_made_at_once() -> None:
    clock, source = FakeClock(), SlowSource()
    memory = ProfileMemory(source, source, replace(POLICY, refreshes=2, properties=10), clock)
    source.answer.set()
    for name in "12345":
        await memory.profile(name)
    clock.advance(timedelta(hours=1))
    source.answer.clear()
    for name in "12345":
        await memory.profile(name)
    await settle()
    assert source.begun == 5 + 2
    source.answer.set()
    await memory.aclose()


@pytest.mark.parametrize(("name", "begun_by"), [("1", "a refresh"), ("2", "a first look-up")])
async def test_closing_waits_for_what_is_under_way(name: str, begun_by: str) -> None:
    clock, source = FakeClock(), SlowSource()
    source.answer.set()
    memory = await known_for_long(source, clock)
    source.answer.clear()
    caller = asyncio.create_task(memory.profile(name))
    await settle()
    closing = asyncio.create_task(memory.aclose())
    await settle()
    assert not closing.done(), f"did not wait for {begun_by}"
    source.answer.set()
    await closing
    assert source.asked == ["1", name]
    assert await caller == PROFILE


async def test_callers_at_the_same_time_share_one_look_up() -> None:
    source = SlowSource()
    memory = ProfileMemory(source, source, POLICY, FakeClock())
    callers = [asyncio.create_task(memory.profile("1")) for _ in range(20)]
    await settle()
    source.answer.set()
    assert await asyncio.gather(*callers) == [PROFILE] * 20
    assert source.asked == ["1"]


async def test_a_look_up_goes_on_for_the_others_when_the_caller_who_began_it_leaves() -> None:
    source = SlowSource()
    memory = ProfileMemory(source, source, POLICY, FakeClock())
    first, second = (asyncio.create_task(memory.profile("1")) for _ in range(2))
    await settle()
    first.cancel()
    source.answer.set()
    assert await second == PROFILE
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_failure_is_shared_and_repeated_for_a_short_time() -> None:
    clock, source = FakeClock(), SlowSource(DOWN)
    memory = ProfileMemory(source, source, POLICY, clock)
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
    source = ScriptedSource(SourceExhausted("busy", timedelta(seconds=2)))
    memory = ProfileMemory(source, source, POLICY, clock)
    with pytest.raises(SourceExhausted):
        await memory.profile("1")
    clock.advance(timedelta(seconds=2))
    assert await memory.profile("1") == PROFILE


async def test_a_property_that_may_no_longer_be_read_is_forgotten() -> None:
    clock, source = FakeClock(), ScriptedSource(None, SourceForbidden("gone"), SourceForbidden("gone"))
    memory = await known_for_long(source, clock)
    assert await memory.profile("1") == PROFILE
    await memory.aclose()
    for _ in range(3):
        with pytest.raises(SourceForbidden):
            await memory.profile("1")
        clock.advance(POLICY.refusal_repeated_for / 2)
    assert len(source.asked) == 3


async def test_only_so_many_failures_are_remembered() -> None:
    source = ScriptedSource(*[DOWN] * 4)
    memory = ProfileMemory(source, source, POLICY, FakeClock())
    for name in ("1", "2", "3", "2", "1"):
        with pytest.raises(SourceUnavailable):
            await memory.profile(name)
    assert source.asked == ["1", "2", "3", "1"]


async def test_only_so_many_properties_are_remembered_and_the_least_used_goes() -> None:
    source = ScriptedSource()
    memory = ProfileMemory(source, source, POLICY, FakeClock())
    for name in ("1", "2", "1", "3", "1", "2"):
        await memory.profile(name)
    assert source.asked == ["1", "2", "3", "2"]


async def test_reports_are_not_remembered() -> None:
    source = ScriptedSource()
    memory = ProfileMemory(source, source, POLICY, FakeClock())
    assert [await memory.run("1", [ON_DAYS]) for _ in range(2)] == [REPORTS] * 2
    assert len(source.asked) == 2
