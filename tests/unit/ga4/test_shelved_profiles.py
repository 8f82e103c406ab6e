"""Profiles that outlive the process that learnt them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.orchestrator.errors import SourceForbidden, SourceUnavailable
from services.orchestrator.ga4.profile_shelf import ShelvedProfile
from services.orchestrator.ga4.profiles import ProfileMemory, ProfilePolicy
from services.orchestrator.ga4.report_source import PropertyProfile
from tests.fakes.clock import FakeClock
from tests.unit.ga4.scripted_source import PROFILE, ScriptedSource

POLICY = ProfilePolicy(true_for=timedelta(hours=1))
ID = PROFILE.property_id


class Shelf:
    """A shelf by a clock."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[PropertyProfile, float]] = {}

    async def find(self, property_id: str) -> ShelvedProfile | None:
        if property_id not in self._kept:
            return None
        profile, kept_at = self._kept[property_id]
        return ShelvedProfile(profile, timedelta(seconds=self._clock.monotonic() - kept_at))

    async def keep(self, profile: PropertyProfile) -> None:
        self._kept[profile.property_id] = (profile, self._clock.monotonic())

    async def forget(self, property_id: str) -> None:
        self._kept.pop(property_id, None)


class Replicas:
    """Processes with one shelf."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.shelf = Shelf(self.clock)

    def another(self, source: ScriptedSource) -> ProfileMemory:
        return ProfileMemory(source, source, POLICY, self.clock, self.shelf)

    async def that_knew(self, age: timedelta) -> None:
        """Leaves a profile of that age behind."""
        gone = self.another(ScriptedSource())
        await gone.profile(ID)
        await gone.aclose()
        self.clock.advance(age)


@pytest.fixture
def replicas() -> Replicas:
    return Replicas()


async def test_what_one_replica_has_learnt_another_need_not_ask(replicas: Replicas) -> None:
    await replicas.that_knew(timedelta(minutes=59))
    source = ScriptedSource()
    memory = replicas.another(source)
    assert await memory.profile(ID) == PROFILE
    await memory.aclose()
    assert source.asked == []


async def test_what_another_has_learnt_counts_from_when_it_did(replicas: Replicas) -> None:
    await replicas.that_knew(timedelta(minutes=59))
    source = ScriptedSource()
    memory = replicas.another(source)
    await memory.profile(ID)
    replicas.clock.advance(timedelta(minutes=1))
    await memory.profile(ID)
    await memory.aclose()
    assert source.asked == [ID]


async def test_an_old_profile_serves_while_google_analytics_is_down_and_is_refreshed(replicas: Replicas) -> None:
    await replicas.that_knew(timedelta(days=3))
    source = ScriptedSource(SourceUnavailable("down"))
    memory = replicas.another(source)
    assert await memory.profile(ID) == PROFILE
    await memory.aclose()
    assert source.asked == [ID]
    assert await memory.profile(ID) == PROFILE


async def test_of_many_replicas_one_refreshes(replicas: Replicas) -> None:
    sources = [ScriptedSource() for _ in range(3)]
    memories = [replicas.another(source) for source in sources]
    for memory in memories:
        await memory.profile(ID)
        await memory.aclose()
    replicas.clock.advance(POLICY.true_for)
    for memory in memories:
        await memory.profile(ID)
        await memory.aclose()
    assert [len(source.asked) for source in sources] == [2, 0, 0]


async def test_a_property_that_may_no_longer_be_read_is_known_to_no_replica(replicas: Replicas) -> None:
    await replicas.that_knew(timedelta(hours=2))
    memory = replicas.another(ScriptedSource(SourceForbidden("gone")))
    await memory.profile(ID)
    await memory.aclose()
    with pytest.raises(SourceForbidden):
        await replicas.another(ScriptedSource(SourceForbidden("gone"))).profile(ID)
