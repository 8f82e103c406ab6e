from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from services.orchestrator.errors import SourceExhausted, SourceForbidden, SourceRejected, SourceUnavailable
from services.orchestrator.ga4.exhausted import TooManyAtOnce
from services.orchestrator.ga4.metrics import SourceMetrics
from services.orchestrator.ga4.report_source import PropertyProfile, ReportSource
from services.orchestrator.ga4.retrying import Retrying, RetryPolicy
from services.orchestrator.ga4.unavailable import LeftAlone, TooSlow
from services.orchestrator.patience import Patience, made_with
from services.serving.clock import Clock
from tests.fakes.clock import FakeClock
from tests.unit.ga4.scripted_source import ON_DAYS, PROFILE, REPORTS, ScriptedSource

POLICY = RetryPolicy(attempts=3, first_delay=timedelta(seconds=1), longest_delay=timedelta(seconds=1.5))


class Naps:
    """Sleeps that are only written down."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


def retrying(
    source: ReportSource,
    policy: RetryPolicy,
    sleep: Callable[[float], Awaitable[object]] | None = None,
    chance: Callable[[], float] = lambda: 0.0,
    clock: Clock | None = None,
) -> Retrying:
    metrics = SourceMetrics(CollectorRegistry())
    return Retrying(source, policy, metrics, clock or FakeClock(), sleep or Naps(), chance)


async def test_what_may_succeed_later_is_tried_again_until_it_does() -> None:
    naps = Naps()
    source = ScriptedSource(SourceUnavailable("down"), SourceUnavailable("down"))
    assert await retrying(source, POLICY, naps, lambda: 1.0).run("1", [ON_DAYS]) == REPORTS
    assert source.asked == ["1"] * 3
    assert naps.taken == [1.0, 1.5]


async def test_profiles_are_tried_again_too() -> None:
    source = ScriptedSource(SourceUnavailable("down"))
    assert await retrying(source, POLICY, Naps(), lambda: 0.0).profile("1") == PROFILE


async def test_after_the_last_attempt_the_failure_is_raised() -> None:
    source = ScriptedSource(*(SourceUnavailable(f"down {n}") for n in range(4)))
    with pytest.raises(SourceUnavailable, match="down 2"):
        await retrying(source, POLICY, Naps(), lambda: 0.0).run("1", [ON_DAYS])
    assert len(source.asked) == 3


async def test_what_is_too_slow_is_tried_again_once() -> None:
    source = ScriptedSource(*[TooSlow("no answer in time")] * 3)
    with pytest.raises(TooSlow):
        await retrying(source, POLICY, Naps(), lambda: 0.0).run("1", [ON_DAYS])
    assert len(source.asked) == 2


async def test_while_google_analytics_is_left_alone_nobody_waits_for_another_try() -> None:
    naps, source = Naps(), ScriptedSource(SourceUnavailable("down"), LeftAlone("resting"))
    with pytest.raises(LeftAlone):
        await retrying(source, POLICY, naps, lambda: 1.0).run("1", [ON_DAYS])
    assert naps.taken == [1.0]


@pytest.mark.parametrize(
    "final", [SourceRejected("no"), SourceForbidden("no"), SourceExhausted("no", timedelta(hours=1)), KeyError("no")]
)
async def test_what_is_final_is_not_tried_again(final: Exception) -> None:
    source = ScriptedSource(final)
    with pytest.raises(type(final)):
        await retrying(source, POLICY, Naps(), lambda: 0.0).run("1", [ON_DAYS])
    assert len(source.asked) == 1


@given(st.floats(0, 1, exclude_max=True))
async def test_waits_are_spread_over_the_whole_of_their_bounds(chance: float) -> None:
    naps = Naps()
    source = ScriptedSource(SourceUnavailable("down"), SourceUnavailable("down"))
    await retrying(source, POLICY, naps, lambda: chance).run("1", [ON_DAYS])
    assert naps.taken == [chance, 1.5 * chance]


async def test_a_lasting_fault_is_met_with_few_retries_and_not_with_double_the_load() -> None:
    source = ScriptedSource(*(SourceUnavailable("down") for _ in range(1000)))
    persistent = retrying(source, RetryPolicy(attempts=3, share_of_calls=0.1, reserve=10))
    for _ in range(200):
        with pytest.raises(SourceUnavailable):
            await persistent.run("1", [ON_DAYS])
    assert 200 < len(source.asked) <= 200 + 10 + 20


async def test_calls_that_succeed_earn_retries_back() -> None:
    source = ScriptedSource()
    persistent = retrying(source, RetryPolicy(attempts=2, share_of_calls=0.25, reserve=1))
    source.will(SourceUnavailable("down"), None, SourceUnavailable("down"))
    await persistent.run("1", [ON_DAYS])
    with pytest.raises(SourceUnavailable):
        await persistent.run("1", [ON_DAYS])
    source.will()
    for _ in range(3):
        await persistent.run("1", [ON_DAYS])
    source.will(SourceUnavailable("down"))
    assert await persistent.run("1", [ON_DAYS]) == REPORTS


async def test_where_too_many_requests_run_it_is_tried_again_since_some_may_have_ended() -> None:
    source = ScriptedSource(TooManyAtOnce("busy", timedelta(seconds=2)))
    assert await retrying(source, POLICY).run("1", [ON_DAYS]) == REPORTS


@pytest.mark.parametrize(("took", "tries"), [(timedelta(seconds=5), 3), (timedelta(seconds=8), 2)])
async def test_no_retry_begins_when_the_caller_may_no_longer_wait_for_its_end(took: timedelta, tries: int) -> None:
    clock = FakeClock()

    class Slow(ScriptedSource):
        async def profile(self, property_id: str) -> PropertyProfile:
            clock.advance(took)
            return await super().profile(property_id)

    source = Slow(*[SourceUnavailable("down")] * 3)
    policy = RetryPolicy(attempts=3, begun_within=timedelta(seconds=15))
    with pytest.raises(SourceUnavailable):
        await retrying(source, policy, clock=clock).profile("1")
    assert len(source.asked) == tries


@pytest.mark.parametrize(("waits_for", "tried"), [(0.9, 1), (1.1, 2), (5.0, 3)])
async def test_no_retry_begins_once_its_callers_have_left(waits_for: float, tried: int) -> None:
    clock = FakeClock()

    async def sleep(seconds: float) -> None:
        clock.advance(timedelta(seconds=seconds))

    source = ScriptedSource(*(SourceUnavailable("down") for _ in range(3)))

    async def hurried() -> None:
        made_with(Patience(clock, until=waits_for))
        await retrying(source, POLICY, sleep, lambda: 1.0, clock).run("1", [ON_DAYS])

    with pytest.raises(SourceUnavailable):
        await asyncio.create_task(hurried())
    assert len(source.asked) == tried
