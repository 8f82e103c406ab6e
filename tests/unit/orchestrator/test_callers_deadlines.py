"""A caller whose deadline comes before its answer is told so in time, and what was begun goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from headrace.orchestrator.v1 import orchestrator_pb2
from services.orchestrator.agents.agent import Inputs, Partials
from services.orchestrator.errors import StillBeingMade
from services.orchestrator.ga4.report_source import PropertyProfile
from services.orchestrator.last_word import waits_until
from services.orchestrator.metrics import Served
from services.orchestrator.patience import seconds_left
from services.orchestrator.pipeline import CachePolicy, Delivery
from tests.fakes.clock import FakeClock
from tests.fakes.orchestrator import OneProperty, ScriptedAgent, Workbench, asking, events_of

Events = Sequence[orchestrator_pb2.StreamAnswerResponse]


@pytest.fixture
def bench() -> Workbench:
    """A pipeline whose figures do not come until a test lets them."""
    bench = Workbench()
    bench.fetcher.release.clear()
    return bench


async def delivered(bench: Workbench, **fields: object) -> Delivery:
    """What a caller gets whose time is up once the figures have been asked for."""
    delivery = await bench.pipeline.answer(asking("sessions", waits_until=bench.clock.monotonic(), **fields))
    await bench.fetcher.started.wait()
    return delivery


async def kept(bench: Workbench) -> None:
    """Has the answer made and kept, some time ago."""
    bench.fetcher.release.set()
    await events_of(await bench.pipeline.answer(asking("sessions")))
    await bench.settle()
    bench.clock.advance(timedelta(seconds=1))
    bench.fetcher.started.clear()
    bench.fetcher.release.clear()


async def test_the_answer_that_came_too_late_is_there_for_the_next_caller(bench: Workbench) -> None:
    delivery = await delivered(bench)
    with pytest.raises(StillBeingMade, match="ask again"):
        await events_of(delivery)
    bench.fetcher.release.set()
    await bench.settle()
    second = await bench.pipeline.answer(asking("sessions"))
    assert second.served is Served.L1
    assert bench.fetcher.runs == 1


async def test_a_stale_answer_is_given_in_its_place_and_labelled(bench: Workbench) -> None:
    await kept(bench)
    bench.memory.stale = True
    events = await events_of(await delivered(bench))
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert [event.WhichOneof("event") for event in events[-2:]] == ["cache_hit", "result"]
    assert events[-2].cache_hit.stale
    assert events[-1].result.answer.narrative == "All is well."
    assert "not answered within this call's deadline" in events[-1].result.answer.caveats[-1]
    bench.fetcher.release.set()
    await bench.settle()


async def test_who_bypasses_the_cache_gets_nothing_from_it(bench: Workbench) -> None:
    await kept(bench)
    bench.memory.stale = True
    with pytest.raises(StillBeingMade):
        await events_of(await delivered(bench, policy=CachePolicy.BYPASS))
    bench.fetcher.release.set()


async def test_others_who_wait_longer_get_the_whole_answer(bench: Workbench) -> None:
    hasty = await delivered(bench)
    patient = asyncio.create_task(_whole(bench))
    with pytest.raises(StillBeingMade):
        await events_of(hasty)
    bench.fetcher.release.set()
    assert (await patient)[-1].WhichOneof("event") == "result"


async def _whole(bench: Workbench) -> Events:
    return await events_of(await bench.pipeline.answer(asking("sessions")))


class TimeKeeper(ScriptedAgent):
    """Notes how long somebody waits for what it does."""

    noted: float = 0.0

    async def run(self, inputs: Inputs, partials: Partials) -> object:
        value = await super().run(inputs, partials)
        self.noted = seconds_left()
        return value


async def test_what_is_made_for_several_is_worth_making_as_long_as_one_of_them_waits(bench: Workbench) -> None:
    timed = TimeKeeper(**{name: getattr(bench.fetcher, name) for name in ("name", "output", "value", "needs")})
    bench.agents = [timed, bench.writer]
    pipeline = bench.pipeline
    callers = [
        asyncio.create_task(events_of(await pipeline.answer(asking("sessions", waits_until=until))))
        for until in (3.0, 9.0, 6.0)
    ]
    await timed.started.wait()
    bench.clock.advance(timedelta(seconds=2))
    timed.release.set()
    await asyncio.gather(*callers)
    assert timed.noted == 7.0


class SilentProperty(OneProperty):
    """Never tells what it is."""

    async def profile(self, property_id: str) -> PropertyProfile:
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_property_that_does_not_tell_what_it_is_in_time_is_said_to(bench: Workbench) -> None:
    bench.source = SilentProperty()
    with pytest.raises(StillBeingMade):
        await bench.pipeline.answer(asking("sessions", waits_until=bench.clock.monotonic()))


@pytest.mark.parametrize(("left", "waits"), [(60.0, 59.75), (2.0, 1.8), (0.1, 0.09)])
def test_a_moment_is_kept_for_saying_so(left: float, waits: float) -> None:
    assert waits_until(FakeClock(), left) == pytest.approx(waits)
