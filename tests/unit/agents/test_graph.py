"""What the graph promises for agents that succeed, fail, stall and are cancelled."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import structlog

from services.orchestrator.agents.agent import Inputs, Partials, Slot
from services.orchestrator.agents.graph import AgentGraph, Mode
from services.orchestrator.agents.wrapper import AgentWrapper
from services.orchestrator.errors import DeadlinePassed, SourceUnavailable
from services.serving.clock import SystemClock
from tests.unit.agents.graph_fakes import Diary, Failure, FakeAgent, NoPartials, fail, nothing_left_running, stall

SEED: Slot[str] = Slot("seed")
A: Slot[str] = Slot("a")
B: Slot[str] = Slot("b")
C: Slot[Any] = Slot("c")
D: Slot[str] = Slot("d")


def graph(*agents: Any, mode: Mode = Mode.PARALLEL) -> AgentGraph:
    return AgentGraph(agents, SystemClock(), mode)


@pytest.fixture(params=Mode)
def mode(request: pytest.FixtureRequest) -> Mode:
    mode: Mode = request.param
    return mode


@pytest.fixture
def diary() -> Diary:
    return Diary()


async def test_each_agent_reads_what_the_seed_and_the_others_made(mode: Mode, diary: Diary) -> None:
    async def shout(inputs: Inputs) -> str:
        return inputs[SEED].upper()

    async def twice(inputs: Inputs) -> str:
        return inputs[A] * 2

    agents = (FakeAgent(B, needs=(A,), work=twice), FakeAgent(A, needs=(SEED,), work=shout))
    outcome = await graph(*agents, mode=mode).run(Inputs({SEED: "hey"}), NoPartials(), diary)
    assert (outcome.values[SEED], outcome.values[A], outcome.values[B]) == ("hey", "HEY", "HEYHEY")
    assert [(run.agent, run.succeeded) for run in outcome.runs] == [("a", True), ("b", True)]
    assert diary.entries == [("started", "a"), ("finished", "a"), ("started", "b"), ("finished", "b")]


async def test_an_agent_cannot_read_what_it_did_not_name(mode: Mode, diary: Diary) -> None:
    async def pry(inputs: Inputs) -> tuple[bool, bool, bool]:
        return SEED in inputs, A in inputs, B in inputs

    agents = (FakeAgent(A), FakeAgent(B), FakeAgent(C, needs=(A,), work=pry))
    outcome = await graph(*agents, mode=mode).run(Inputs({SEED: "secret"}), NoPartials(), diary)
    assert outcome.values[C] == (False, True, False)


async def test_agents_without_common_inputs_run_at_the_same_time(diary: Diary) -> None:
    both_run = asyncio.Barrier(2)

    async def meet(_: Inputs) -> str:
        await both_run.wait()
        return "met"

    outcome = await graph(FakeAgent(A, work=meet), FakeAgent(B, work=meet)).run(Inputs({}), NoPartials(), diary)
    assert diary.named("started") == ["a", "b"]
    assert outcome.values[B] == "met"


async def test_sequential_mode_runs_one_agent_after_another(diary: Diary) -> None:
    agents = (FakeAgent(A), FakeAgent(B), FakeAgent(C, needs=(A,)))
    await graph(*agents, mode=Mode.SEQUENTIAL).run(Inputs({}), NoPartials(), diary)
    assert diary.entries == [(what, agent) for agent in "abc" for what in ("started", "finished")]


async def test_an_optional_failure_is_logged_once_and_named_as_a_degradation(mode: Mode, diary: Diary) -> None:
    agents = (FakeAgent(A, work=fail, effect_of_loss="the notes"), FakeAgent(B, wants=(A,), required=True))
    with structlog.testing.capture_logs() as logs:
        outcome = await graph(*agents, mode=mode).run(Inputs({}), NoPartials(), diary)
    assert [(entry["event"], entry["agent"]) for entry in logs] == [("optional agent failed", "a")]
    assert [(lost.agent, lost.effect) for lost in outcome.degradations] == [("a", "the notes")]
    assert [(run.agent, run.succeeded) for run in outcome.runs] == [("a", False), ("b", True)]
    assert A not in outcome.values
    assert outcome.values[B] == "made"
    assert isinstance(diary.errors["a"], Failure)


async def test_what_needs_a_lost_value_is_skipped_and_the_same_loss_is_named_once(mode: Mode, diary: Diary) -> None:
    agents = (
        FakeAgent(A, work=fail, effect_of_loss="the notes"),
        FakeAgent(B, needs=(A,), effect_of_loss="the notes"),
        FakeAgent(C, needs=(B,), effect_of_loss="the sources"),
        FakeAgent(D, wants=(C,)),
    )
    outcome = await graph(*agents, mode=mode).run(Inputs({}), NoPartials(), diary)
    assert diary.named("skipped") == ["b", "c"]
    assert diary.named("finished") == ["d"]
    assert [(lost.agent, lost.effect) for lost in outcome.degradations] == [("a", "the notes"), ("a", "the sources")]
    assert [run.agent for run in outcome.runs] == ["a", "d"]


async def test_a_loss_is_known_before_the_other_inputs_of_what_is_skipped_are_there(diary: Diary) -> None:
    d_ran = asyncio.Event()

    async def wait_for_d(_: Inputs) -> str:
        await d_ran.wait()
        return "late"

    async def tell(_: Inputs) -> str:
        d_ran.set()
        return "told"

    agents = (
        FakeAgent(A, work=wait_for_d),
        FakeAgent(B, work=fail),
        FakeAgent(C, needs=(A, B)),
        FakeAgent(D, wants=(C,), work=tell),
    )
    await graph(*agents).run(Inputs({}), NoPartials(), diary)
    assert diary.named("finished") == ["d", "a"]


async def test_an_optional_agent_whose_need_nothing_provides_is_skipped(mode: Mode, diary: Diary) -> None:
    outcome = await graph(FakeAgent(A, needs=(SEED,), effect_of_loss="the notes"), mode=mode).run(
        Inputs({}), NoPartials(), diary
    )
    assert diary.entries == [("skipped", "a")]
    assert [(lost.agent, lost.effect) for lost in outcome.degradations] == [("a", "the notes")]


async def test_a_required_failure_is_raised_as_itself_with_its_cause(mode: Mode, diary: Diary) -> None:
    cause = ValueError("the first reason")
    task = asyncio.current_task()
    assert task is not None

    async def break_down(_: Inputs) -> str:
        raise SourceUnavailable("no answer") from cause

    with pytest.raises(SourceUnavailable, match="no answer") as caught:
        await graph(FakeAgent(A, required=True, work=break_down), mode=mode).run(Inputs({}), NoPartials(), diary)
    assert caught.value.__cause__ is cause
    assert task.cancelling() == 0
    assert diary.named("failed") == ["a"]


async def test_a_required_failure_cancels_the_others_at_once(diary: Diary) -> None:
    cancelled = asyncio.Event()

    async def note_cancellation(inputs: Inputs) -> str:
        try:
            return await stall(inputs)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    agents = (FakeAgent(A, work=note_cancellation), FakeAgent(B, needs=(A,)), FakeAgent(C, required=True, work=fail))
    with nothing_left_running(), pytest.raises(Failure):
        await graph(*agents).run(Inputs({}), NoPartials(), diary)
    assert cancelled.is_set()
    assert diary.named("started") == ["a", "c"]


async def test_an_agent_past_its_budget_has_failed(mode: Mode, diary: Diary) -> None:
    agents = (FakeAgent(A, work=stall, budget=timedelta(0), effect_of_loss="the notes"), FakeAgent(B, wants=(A,)))
    with nothing_left_running():
        outcome = await graph(*agents, mode=mode).run(Inputs({}), NoPartials(), diary)
    assert isinstance(diary.errors["a"], DeadlinePassed)
    assert [lost.effect for lost in outcome.degradations] == ["the notes"]
    assert outcome.values[B] == "made"


async def test_a_required_agent_past_its_budget_fails_the_answer_for_its_deadline(mode: Mode, diary: Diary) -> None:
    with pytest.raises(DeadlinePassed, match="a did not finish within its 0 s"):
        await graph(FakeAgent(A, required=True, work=stall, budget=timedelta(0)), mode=mode).run(
            Inputs({}), NoPartials(), diary
        )


async def test_a_time_out_of_the_agents_own_is_told_as_it_is(mode: Mode, diary: Diary) -> None:
    async def time_out(_: Inputs) -> str:
        raise TimeoutError("a socket's")

    with pytest.raises(TimeoutError, match="a socket's"):
        await graph(FakeAgent(A, required=True, work=time_out), mode=mode).run(Inputs({}), NoPartials(), diary)


async def test_waiting_for_what_somebody_else_cancelled_is_a_failure_and_stops_nobody(mode: Mode, diary: Diary) -> None:
    async def await_cancelled(_: Inputs) -> str:
        abandoned = asyncio.get_running_loop().create_future()
        abandoned.cancel()
        await abandoned
        return "never"

    agents = (FakeAgent(A, work=await_cancelled), FakeAgent(B, wants=(A,)))
    outcome = await graph(*agents, mode=mode).run(Inputs({}), NoPartials(), diary)
    assert diary.named("failed") == ["a"]
    assert outcome.values[B] == "made"


async def test_cancelling_the_run_cancels_every_agent_and_is_passed_on(mode: Mode, diary: Diary) -> None:
    started = asyncio.Event()

    async def start_and_stall(inputs: Inputs) -> str:
        started.set()
        return await stall(inputs)

    agents = (FakeAgent(A, work=start_and_stall), FakeAgent(B, work=start_and_stall), FakeAgent(C, needs=(A, B)))
    with nothing_left_running():
        run = asyncio.create_task(graph(*agents, mode=mode).run(Inputs({}), NoPartials(), diary))
        await started.wait()
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
    assert "c" not in diary.named("started")


async def test_a_failure_in_a_cancelled_agents_clean_up_does_not_hide_the_cancellation(diary: Diary) -> None:
    started = asyncio.Event()

    async def fail_when_cancelled(inputs: Inputs) -> str:
        started.set()
        try:
            return await stall(inputs)
        finally:
            raise Failure

    run = asyncio.create_task(
        graph(FakeAgent(A, required=True, work=fail_when_cancelled)).run(Inputs({}), NoPartials(), diary)
    )
    await started.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run


async def test_one_graph_runs_many_times_at_once(mode: Mode) -> None:
    async def echo(inputs: Inputs) -> str:
        await asyncio.sleep(0)
        return inputs[SEED]

    shared = graph(FakeAgent(A, needs=(SEED,), work=echo), FakeAgent(B, needs=(A,)), mode=mode)
    outcomes = await asyncio.gather(*(shared.run(Inputs({SEED: f"{n}"}), NoPartials(), Diary()) for n in range(20)))
    assert [outcome.values[A] for outcome in outcomes] == [f"{n}" for n in range(20)]


async def test_a_wrapper_changes_only_what_it_overrides(mode: Mode, diary: Diary) -> None:
    class Louder(AgentWrapper[str]):
        async def run(self, inputs: Inputs, partials: Partials) -> str:
            return (await super().run(inputs, partials)).upper()

    inner = FakeAgent(A, needs=(SEED,), wants=(B,), required=True, effect_of_loss="x", budget=timedelta(seconds=3))
    outcome = await graph(Louder(inner), mode=mode).run(Inputs({SEED: ""}), NoPartials(), diary)
    assert outcome.values[A] == "MADE"
    for said in ("name", "needs", "wants", "output", "required", "effect_of_loss", "budget"):
        assert getattr(Louder(inner), said) == getattr(inner, said)


@pytest.mark.parametrize(
    ("agents", "complaint"),
    [
        ((FakeAgent(A, needs=(B,)), FakeAgent(B, wants=(A,))), "wait for each other: a -> b -> a"),
        ((FakeAgent(A, needs=(A,)),), "wait for each other: a -> a"),
        ((FakeAgent(A), FakeAgent(Slot("a"))), "two agents are named a"),
        ((FakeAgent(A), FakeAgent(B, needs=(A,), required=True)), "b is required but needs a"),
    ],
)
def test_agents_that_make_no_graph_are_refused(agents: tuple[FakeAgent, ...], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        graph(*agents)


def test_two_makers_of_one_slot_are_refused() -> None:
    class Renamed(AgentWrapper[str]):
        @property
        def name(self) -> str:
            return "other"

    with pytest.raises(ValueError, match="a and other both make a"):
        graph(FakeAgent(A), Renamed(FakeAgent(A)))


@pytest.mark.parametrize(
    ("seed", "complaint"),
    [(Inputs({}), "a needs seed, which nothing provides"), (Inputs({SEED: "", A: ""}), "the seed holds a")],
)
async def test_a_seed_that_does_not_fit_is_refused(seed: Inputs, complaint: str, diary: Diary) -> None:
    with pytest.raises(ValueError, match=complaint):
        await graph(FakeAgent(A, needs=(SEED,), required=True)).run(seed, NoPartials(), diary)
    assert diary.entries == []
