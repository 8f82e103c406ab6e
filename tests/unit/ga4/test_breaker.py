from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from services.orchestrator.errors import SourceRejected, SourceUnavailable
from services.orchestrator.ga4.breaker import Breaker, BreakerPolicy
from services.orchestrator.ga4.error_allowance import AllowancePolicy
from services.orchestrator.ga4.report_source import PropertyProfile, Reports
from services.orchestrator.ga4.unavailable import GivenUp, LeftAlone, NotReached
from services.orchestrator.understanding.plan import ReportRequest
from tests.fakes.clock import FakeClock
from tests.unit.ga4.scripted_source import ON_DAYS, PROFILE, REPORTS, ScriptedSource

POLICY = BreakerPolicy(
    failures=3,
    first_rest=timedelta(seconds=5),
    longest_rest=timedelta(seconds=15),
    unreached_rest=timedelta(seconds=2),
    allowance=AllowancePolicy(at_once=1000, an_hour=1000),
    properties=2,
)
DOWN = SourceUnavailable("down")


async def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        with pytest.raises(SourceUnavailable, match="down"):
            await breaker.run("1", [ON_DAYS])


async def test_after_failures_in_a_row_google_analytics_is_left_alone() -> None:
    source = ScriptedSource(DOWN, DOWN, DOWN)
    breaker = Breaker(source, POLICY, FakeClock())
    await fail(breaker, 3)
    with pytest.raises(LeftAlone, match="several times in a row for property 1"):
        await breaker.profile("1")
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
    with pytest.raises(LeftAlone):
        await breaker.run("1", [ON_DAYS])
    assert len(source.asked) == 4
    release.set()
    assert await trial == REPORTS
    assert await breaker.run("1", [ON_DAYS]) == REPORTS


async def test_what_nobody_waits_for_begins_no_rest_and_leaves_the_tries_to_callers() -> None:
    source = ScriptedSource(DOWN, DOWN, None)
    breaker = Breaker(source, replace(POLICY, failures=2), FakeClock())
    with pytest.raises(SourceUnavailable, match="down"):
        await breaker.for_background().profile("1")
    await fail(breaker, 1)
    assert await breaker.run("1", [ON_DAYS]) == REPORTS


async def test_what_nobody_waits_for_is_not_tried_until_nothing_is_amiss() -> None:
    clock = FakeClock()
    source = ScriptedSource(DOWN)
    allowance = AllowancePolicy(at_once=4, an_hour=3)
    breaker = Breaker(source, replace(POLICY, allowance=allowance), clock)
    background = breaker.for_background()
    await fail(breaker, 1)
    with pytest.raises(LeftAlone, match="nobody waits"):
        await background.profile("1")
    assert await breaker.run("1", [ON_DAYS]) == REPORTS
    with pytest.raises(LeftAlone, match="nobody waits"):
        await background.profile("1")
    assert len(source.asked) == 2
    clock.advance(timedelta(minutes=20))
    assert await background.profile("1") == PROFILE


async def test_what_nobody_waits_for_spends_one_error_before_it_waits() -> None:
    clock = FakeClock()
    source = ScriptedSource(*[DOWN] * 9)
    breaker = Breaker(source, replace(POLICY, allowance=AllowancePolicy(at_once=4, an_hour=3)), clock)
    for _ in range(60):
        with pytest.raises(SourceUnavailable):
            await breaker.for_background().run("1", [ON_DAYS])
        clock.advance(timedelta(minutes=1))
    assert len(source.asked) == 3
    source.will(None)
    assert await breaker.run("1", [ON_DAYS]) == REPORTS


async def test_other_properties_go_on_being_asked() -> None:
    source = ScriptedSource(DOWN, DOWN, DOWN)
    breaker = Breaker(source, POLICY, FakeClock())
    await fail(breaker, 3)
    assert await breaker.run("2", [ON_DAYS]) == REPORTS
    with pytest.raises(LeftAlone):
        await breaker.run("1", [ON_DAYS])


async def test_only_so_many_failing_properties_are_remembered_and_the_oldest_goes() -> None:
    source = ScriptedSource(*[DOWN] * 9)
    breaker = Breaker(source, POLICY, FakeClock())
    for property_id in "123":
        for _ in range(3):
            with pytest.raises(SourceUnavailable, match="down"):
                await breaker.profile(property_id)
    assert await breaker.profile("1") == PROFILE
    for property_id in "23":
        with pytest.raises(LeftAlone):
            await breaker.profile(property_id)


async def rest_of(breaker: Breaker, clock: FakeClock) -> int:
    """After how many seconds the property is asked again, to no avail."""
    for seconds in range(100_000):
        try:
            await breaker.run("1", [ON_DAYS])
        except LeftAlone:
            clock.advance(timedelta(seconds=1))
        except SourceUnavailable:
            return seconds
    raise AssertionError("never asked again")


async def test_each_trial_that_fails_doubles_the_rest_up_to_a_bound() -> None:
    clock = FakeClock()
    breaker = Breaker(ScriptedSource(*[DOWN] * 10), POLICY, clock)
    await fail(breaker, 3)
    assert [await rest_of(breaker, clock) for _ in range(4)] == [5, 10, 15, 15]


async def test_after_calls_that_never_reached_google_the_rest_is_short() -> None:
    clock = FakeClock()
    policy = replace(POLICY, allowance=AllowancePolicy(at_once=1, an_hour=1))
    breaker = Breaker(ScriptedSource(*[NotReached("down")] * 10), policy, clock)
    await fail(breaker, 3)
    assert [await rest_of(breaker, clock) for _ in range(4)] == [2] * 4


async def test_a_trial_that_is_cancelled_leaves_room_for_another() -> None:
    clock, source = FakeClock(), ScriptedSource(DOWN, DOWN, DOWN, asyncio.CancelledError())
    breaker = Breaker(source, POLICY, clock)
    await fail(breaker, 3)
    clock.advance(timedelta(seconds=5))
    with pytest.raises(asyncio.CancelledError):
        await breaker.run("1", [ON_DAYS])
    assert await breaker.run("1", [ON_DAYS]) == REPORTS


@pytest.mark.parametrize("script", [[DOWN], [DOWN, None], [DOWN, None, SourceRejected("no")]])
async def test_no_hour_sees_more_errors_than_are_allowed_however_many_calls_succeed_between(
    script: list[Exception | None],
) -> None:
    clock = FakeClock()
    errors: deque[float] = deque()
    source = ScriptedSource(*script * 10_000)
    breaker = Breaker(source, replace(POLICY, allowance=AllowancePolicy(at_once=4, an_hour=3)), clock)
    most = 0
    for _ in range(3 * 60 * 12):
        try:
            await breaker.run("1", [ON_DAYS])
        except (LeftAlone, SourceRejected):
            pass
        except SourceUnavailable:
            errors.append(clock.monotonic())
        while errors and errors[0] <= clock.monotonic() - 3600:
            errors.popleft()
        most = max(most, len(errors))
        clock.advance(timedelta(seconds=5))
    assert 4 <= most <= 7


async def test_errors_of_calls_that_were_under_way_count_too_but_are_forgiven_after_an_hour() -> None:
    clock = FakeClock()
    together = asyncio.Barrier(10)

    class AllAtOnce(ScriptedSource):
        async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
            if len(self.asked) < 10:
                self.asked.append(property_id)
                await together.wait()
                raise DOWN
            return await super().run(property_id, requests)

    policy = replace(POLICY, allowance=AllowancePolicy(at_once=4, an_hour=3))
    breaker = Breaker(AllAtOnce(DOWN), policy, clock)
    outcomes = await asyncio.gather(*(breaker.run("1", [ON_DAYS]) for _ in range(10)), return_exceptions=True)
    assert outcomes == [DOWN] * 10
    assert await rest_of(breaker, clock) == 3600


async def test_a_late_success_does_not_give_back_what_the_errors_have_spent() -> None:
    release = asyncio.Event()

    class Slow(ScriptedSource):
        async def profile(self, property_id: str) -> PropertyProfile:
            await release.wait()
            return await super().profile(property_id)

    breaker = Breaker(Slow(DOWN), replace(POLICY, allowance=AllowancePolicy(at_once=1, an_hour=1)), FakeClock())
    late = asyncio.create_task(breaker.profile("1"))
    await asyncio.sleep(0)
    await fail(breaker, 1)
    release.set()
    assert await late == PROFILE
    with pytest.raises(LeftAlone):
        await breaker.run("1", [ON_DAYS])


async def test_callers_are_told_for_how_long_the_property_rests() -> None:
    clock = FakeClock()
    breaker = Breaker(ScriptedSource(*[DOWN] * 2, SourceUnavailable("down")), POLICY, clock)
    await fail(breaker, 2)
    with pytest.raises(SourceUnavailable) as last:
        await breaker.run("1", [ON_DAYS])
    assert last.value.retry_after == timedelta(seconds=5)
    clock.advance(timedelta(seconds=1))
    with pytest.raises(LeftAlone) as refused:
        await breaker.run("1", [ON_DAYS])
    assert refused.value.retry_after == timedelta(seconds=4)


async def test_a_rest_for_want_of_allowed_errors_is_told_in_full() -> None:
    policy = replace(POLICY, allowance=AllowancePolicy(at_once=1, an_hour=2))
    breaker = Breaker(ScriptedSource(SourceUnavailable("down")), policy, FakeClock())
    with pytest.raises(SourceUnavailable) as caught:
        await breaker.run("1", [ON_DAYS])
    assert caught.value.retry_after == timedelta(minutes=30)


async def test_calls_that_were_given_up_are_no_errors_of_googles_and_do_not_lengthen_the_rest() -> None:
    clock = FakeClock()
    scarce = replace(POLICY, allowance=AllowancePolicy(at_once=2, an_hour=1))
    source = ScriptedSource(*[GivenUp("down")] * 3)
    breaker = Breaker(source, scarce, clock)
    await fail(breaker, 3)
    clock.advance(POLICY.first_rest)
    assert await breaker.run("1", [ON_DAYS]) == REPORTS
