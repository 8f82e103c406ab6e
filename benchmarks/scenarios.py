"""The ways an answer can come about, measured side by side in one run."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from grpc import aio
from redis.asyncio import Redis

from benchmarks.callers import Caller
from benchmarks.floor import write_messages
from benchmarks.timings import Scenario, Timing
from sandbox.stack import Ports, StackSettings, running_stack
from sandbox.stores.process import HOST, free_port

HOT_QUESTION = "mobile key events last week by country"
FIRST_DAY = date(2026, 2, 1)
BASELINE_CACHE = {"L1_ENABLED": "false", "L2_ENABLED": "false"}
BASELINE_ORCHESTRATOR = {"AGENTS": "sequential", "CACHE_WRITES": "inline"}
DELAYED_ORCHESTRATOR = "sandbox.delayed_orchestrator"
TRIES = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured, with or without the baseline beside it. `delays` are added to the agents on both sides, by
    agent, as "name=seconds"."""

    rounds: int = 5
    fresh_a_round: int = 4
    hits_a_round: int = 100
    latency: str = "live"
    delays: str = ""
    baseline: bool = True


@dataclass(slots=True)
class _Samples:
    baseline: list[Timing] = field(default_factory=list)
    fresh: list[Timing] = field(default_factory=list)
    l2: list[Timing] = field(default_factory=list)
    l1: list[Timing] = field(default_factory=list)
    floor: list[Timing] = field(default_factory=list)


async def measure(plan: Plan, folder: Path) -> list[Scenario]:
    """Runs every scenario in turn, round by round, so that a drift of the machine meets all alike."""
    samples = _Samples()
    questions = new_questions()
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(running_stack(_settings(plan, folder / "house", {}, {})))
        asking_baseline = await stack.enter_async_context(_baseline(plan, folder)) if plan.baseline else None
        asking = await stack.enter_async_context(_caller(house.orchestrator.target))
        redis = await stack.enter_async_context(Redis.from_url(house.valkey.url))
        await _until(asking, "l1")
        hit = [message for _, message in await asking.messages(HOT_QUESTION)]
        floor = await stack.enter_async_context(_floor(folder, hit))
        for _ in range(plan.rounds):
            for _ in range(plan.fresh_a_round):
                question = next(questions)
                if asking_baseline:
                    samples.baseline.append(await asking_baseline.timing(question))
                samples.fresh.append(await asking.timing(question))
            await _measure_hits(plan, samples, asking, floor, redis)
    baseline = [Scenario("baseline: agents one after another, no cache", tuple(samples.baseline))]
    return [
        *(baseline if plan.baseline else []),
        Scenario("fresh: agents side by side", tuple(samples.fresh)),
        Scenario("L2 hit", tuple(samples.l2)),
        Scenario("L1 hit", tuple(samples.l1)),
        Scenario("floor: a bare server streams the L1 hit's bytes", tuple(samples.floor)),
    ]


@asynccontextmanager
async def _baseline(plan: Plan, folder: Path) -> AsyncIterator[Caller]:
    """Asks a house of its own, in which nothing is kept and nothing done at once; it has answered once."""
    settings = _settings(plan, folder / "baseline", BASELINE_CACHE, BASELINE_ORCHESTRATOR)
    async with running_stack(settings) as house, _caller(house.orchestrator.target) as asking:
        await asking.timing(HOT_QUESTION)
        yield asking


async def _measure_hits(plan: Plan, samples: _Samples, asking: Caller, floor: Caller, redis: Redis) -> None:
    wanted = len(samples.l2) + plan.hits_a_round
    while len(samples.l2) < wanted:
        await redis.flushdb()
        timing = await asking.timing(HOT_QUESTION)
        if timing.served == "l2":  # a promotion that was still under way makes it an L1 hit
            samples.l2.append(timing)
    await _until(asking, "l1")
    for _ in range(plan.hits_a_round):
        samples.l1.append(await asking.timing(HOT_QUESTION))
        samples.floor.append(await floor.timing(HOT_QUESTION))


async def _until(asking: Caller, served: str) -> None:
    for _ in range(TRIES):
        if (await asking.timing(HOT_QUESTION)).served == served:
            return
        await asyncio.sleep(0.02)
    raise RuntimeError(f"{HOT_QUESTION!r} is never served from {served}")


def new_questions() -> Iterator[str]:
    """Questions whose answers nobody has cached, all about equally much."""
    for days in range(7, 270):
        last = FIRST_DAY + timedelta(days=days)
        yield f"mobile key events by country from {FIRST_DAY.isoformat()} to {last.isoformat()}"


def _settings(plan: Plan, folder: Path, cache: Mapping[str, str], orchestrator: Mapping[str, str]) -> StackSettings:
    module = DELAYED_ORCHESTRATOR if plan.delays else "services.orchestrator"
    return StackSettings(
        folder,
        Ports.free(),
        cache=cache,
        orchestrator={**orchestrator, "AGENT_DELAYS": plan.delays} if plan.delays else orchestrator,
        emulator={"LATENCY": plan.latency},
        orchestrator_module=module,
    )


@asynccontextmanager
async def _caller(target: str) -> AsyncIterator[Caller]:
    async with aio.insecure_channel(target) as channel:
        await channel.channel_ready()
        yield Caller(channel)


@asynccontextmanager
async def _floor(folder: Path, messages: list[bytes]) -> AsyncIterator[Caller]:
    file, port = folder / "floor.messages", free_port()
    write_messages(file, messages)
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.floor", str(port), str(file))
    try:
        async with _caller(f"{HOST}:{port}") as caller:
            yield caller
    finally:
        process.terminate()
        await process.wait()
