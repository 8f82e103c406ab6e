"""What holds for every graph: who starts when, who is skipped, and that nothing is left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from services.orchestrator.agents.agent import Inputs, Slot
from services.orchestrator.agents.graph import AgentGraph, Mode
from services.serving.clock import SystemClock
from tests.unit.agents.graph_fakes import Diary, Failure, FakeAgent, NoPartials, nothing_left_running

SLOTS: tuple[Slot[str], ...] = tuple(Slot(f"s{n}") for n in range(7))


untimed = settings(deadline=None)


@dataclass
class Gates:
    """Agents that wait until each is let go, and then deliver or fail."""

    failing: frozenset[str]
    open: dict[str, asyncio.Event] = field(default_factory=dict)

    def work(self, name: str) -> Callable[[Inputs], Coroutine[Any, Any, str]]:
        async def wait_at_the_gate(_: Inputs) -> str:
            self.open[name] = asyncio.Event()
            try:
                await self.open[name].wait()
            finally:
                del self.open[name]
            if name in self.failing:
                raise Failure
            return name

        return wait_at_the_gate


@dataclass(frozen=True)
class Shape:
    """Which agents there are (in the order given to the graph), what they wait for, and which of them fail."""

    needs: dict[str, tuple[Slot[Any], ...]]
    wants: dict[str, tuple[Slot[Any], ...]]
    failing: frozenset[str]

    def agents(self, gates: Gates, required: frozenset[str] = frozenset()) -> list[FakeAgent]:
        return [
            FakeAgent(
                Slot(name),
                needs=self.needs[name],
                wants=self.wants[name],
                required=name in required,
                work=gates.work(name),
            )
            for name in self.needs
        ]

    def expected(self, ended: dict[str, bool]) -> tuple[set[str], set[str]]:
        """Who must have started and who must be skipped once these agents ended, well or not."""
        made = {name for name, well in ended.items() if well}
        lost = set(ended) - made
        skipped: set[str] = set()
        while more := {n for n in self.needs if {s.name for s in self.needs[n]} & lost} - skipped:
            skipped |= more
            lost |= more
        started = {
            name
            for name in set(self.needs) - skipped
            if {s.name for s in self.needs[name]} <= made and {s.name for s in self.wants[name]} <= made | lost
        }
        return started, skipped


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """Any graph of up to seven agents, in any order."""
    slots = SLOTS[: draw(st.integers(1, len(SLOTS)))]
    needs: dict[str, tuple[Slot[Any], ...]] = {}
    wants: dict[str, tuple[Slot[Any], ...]] = {}
    for n, slot in enumerate(slots):
        reads = {earlier: draw(st.sampled_from(("needs", "wants", "ignores"))) for earlier in slots[:n]}
        needs[slot.name] = tuple(earlier for earlier, how in reads.items() if how == "needs")
        wants[slot.name] = tuple(earlier for earlier, how in reads.items() if how == "wants")
    order = draw(st.permutations(list(needs)))
    failing = draw(st.frozensets(st.sampled_from(order)))
    return Shape({name: needs[name] for name in order}, {name: wants[name] for name in order}, failing)


@pytest.fixture(scope="module", autouse=True)
def _quiet() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


async def until_idle() -> None:
    """Lets the event loop run until it has nothing left to do."""
    loop: Any = asyncio.get_running_loop()
    await asyncio.sleep(0)
    while loop._ready:  # noqa: ASYNC110 - what is waited for is the loop itself
        await asyncio.sleep(0)


@untimed
@given(shapes(), st.randoms(use_true_random=False))
async def test_every_agent_starts_exactly_when_its_inputs_exist(shape: Shape, random: Any) -> None:
    gates, diary = Gates(shape.failing), Diary()
    graph = AgentGraph(shape.agents(gates), SystemClock(), Mode.PARALLEL)
    with nothing_left_running():
        run = asyncio.create_task(graph.run(Inputs({}), NoPartials(), diary))
        ended: dict[str, bool] = {}
        while True:
            await until_idle()
            started, skipped = shape.expected(ended)
            assert set(diary.named("started")) == started
            assert set(diary.named("skipped")) == skipped
            assert set(gates.open) == started - set(ended)
            if not gates.open:
                break
            name = random.choice(sorted(gates.open))
            gates.open[name].set()
            ended[name] = name not in shape.failing
        outcome = await run
    assert {slot.name for slot in SLOTS if slot in outcome.values} == {name for name, well in ended.items() if well}
    assert {run.agent: run.succeeded for run in outcome.runs} == ended


@untimed
@given(shapes())
async def test_sequential_mode_runs_the_same_agents_one_at_a_time(shape: Shape) -> None:
    gates, diary = Gates(shape.failing), Diary()
    graph = AgentGraph(shape.agents(gates), SystemClock(), Mode.SEQUENTIAL)
    run = asyncio.create_task(graph.run(Inputs({}), NoPartials(), diary))
    ended: dict[str, bool] = {}
    await until_idle()
    while gates.open:
        (name,) = gates.open
        gates.open[name].set()
        ended[name] = name not in shape.failing
        await until_idle()
    await run
    assert (set(diary.named("started")), set(diary.named("skipped"))) == shape.expected(ended)


@pytest.mark.parametrize("mode", Mode)
@untimed
@given(shape=shapes())
async def test_agents_start_in_the_same_order_every_time(mode: Mode, shape: Shape) -> None:
    async def deliver(_: Inputs) -> int:
        return 1

    agents = [
        FakeAgent(agent.output, agent.needs, agent.wants, work=deliver) for agent in shape.agents(Gates(frozenset()))
    ]
    diaries = [Diary(), Diary()]
    for diary in diaries:
        await AgentGraph(agents, SystemClock(), mode).run(Inputs({}), NoPartials(), diary)
    assert diaries[0].entries == diaries[1].entries


@pytest.mark.parametrize("mode", Mode)
@untimed
@given(shape=shapes(), let_go=st.integers(0, 7), data=st.data())
async def test_however_a_run_ends_no_task_is_left_behind(
    mode: Mode, shape: Shape, let_go: int, data: st.DataObject
) -> None:
    everybody = frozenset(shape.needs)
    required = everybody if data.draw(st.booleans(), label="required") else frozenset[str]()
    gates = Gates(shape.failing)
    with nothing_left_running():
        run = asyncio.create_task(
            AgentGraph(shape.agents(gates, required), SystemClock(), mode).run(Inputs({}), NoPartials(), Diary())
        )
        for _ in range(let_go):
            await until_idle()
            if gates.open:
                gates.open[min(gates.open)].set()
        await until_idle()
        was_over = run.done()
        run.cancel()
        (result,) = await asyncio.gather(run, return_exceptions=True)
    if not was_over:
        assert isinstance(result, asyncio.CancelledError)
    elif required & shape.failing:
        assert isinstance(result, Failure)
    assert not gates.open
