"""`python -m benchmarks.load`: many callers at once, in a mix of hits and fresh questions, driven by k6."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from grpc import aio
from redis.asyncio import Redis

from benchmarks.callers import Caller
from benchmarks.load.processes import Usage, most, usage
from benchmarks.load.questions import Question, Questions, different_questions
from benchmarks.timings import has_percentile
from sandbox.stack import Ports, Stack, StackSettings, running_stack
from sandbox.stores.process import ServerProcess

K6 = Path(sys.executable).with_name("k6")
PROTOS = Path(__file__).parents[2] / "protos"
SEEDERS = 64
ROWS = (("hot", "l1", "L1 hit"), ("stored", "l2", "L2 hit"), ("unasked", "fresh", "fresh"))
SAMPLE_SECONDS = 1.0


def main() -> int:
    """Runs the command. Answers 1 where a call failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--users", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=60, help="how long all users are there")
    parser.add_argument("--think", type=float, default=10.0, help="mean seconds between a caller's answers")
    parser.add_argument("--latency", default="live", help="the emulator's latency profile under load")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headrace-load-") as folder:
        return asyncio.run(_run(given, Path(folder)))


async def _run(given: argparse.Namespace, folder: Path) -> int:
    calls = int(given.users / given.think * (given.seconds + given.think)) + given.users
    questions = different_questions(stored=calls // 2, unasked=calls)
    settings = StackSettings(folder, Ports.free(), emulator={"LATENCY": given.latency})
    async with running_stack(settings) as stack:
        _say(f"Storing {len(questions.stored):,} answers to find in L2 …")
        await _store(stack, questions)
        before = usage(_pids(stack))
        _say(f"{given.users:,} callers for {given.seconds} s, thinking {given.think:g} s between answers …")
        summary, used = await _load(given, stack, questions, folder)
    failed = int(summary.get("failed_calls", {}).get("values", {}).get("count", 0))
    _say(_report(given, summary, failed))
    _say(_usage_table(before, used))
    return 1 if failed else 0


async def _store(stack: Stack, questions: Questions) -> None:
    """Has every stored and hot question answered once, then forgets them in L1 but for the hot ones."""
    async with aio.insecure_channel(stack.orchestrator.target) as channel:
        await _ask_all(channel, questions.stored)
        async with Redis.from_url(stack.valkey.url) as redis:
            await redis.flushdb()
        await _ask_all(channel, questions.hot)


async def _ask_all(channel: aio.Channel, questions: list[Question]) -> None:
    waiting = iter(questions)

    async def seed() -> None:
        for question in waiting:
            await Caller(channel, question.property_id).timing(question.text)

    async with asyncio.TaskGroup() as group:
        for _ in range(SEEDERS):
            group.create_task(seed())


async def _load(
    given: argparse.Namespace, stack: Stack, questions: Questions, folder: Path
) -> tuple[dict[str, Any], dict[str, Usage]]:
    question_file, summary_file = folder / "questions.json", folder / "summary.json"
    question_file.write_text(json.dumps(questions.as_json()))
    environment = {
        "TARGET": stack.orchestrator.target,
        "PROTOS": PROTOS,
        "USERS": given.users,
        "SECONDS": given.seconds,
        "THINK_SECONDS": given.think,
        "QUESTIONS": question_file,
        "SUMMARY": summary_file,
    }
    variables = [argument for name, value in environment.items() for argument in ("-e", f"{name}={value}")]
    script = Path(__file__).with_name("answers.js")
    process = await asyncio.create_subprocess_exec(
        str(K6), "run", "--quiet", "--no-usage-report", *variables, str(script)
    )
    used = await _usage_until_the_end(process, _pids(stack))
    if process.returncode != 0:
        raise RuntimeError(f"k6 ended with {process.returncode}")
    return json.loads(summary_file.read_text()), used


async def _usage_until_the_end(k6: asyncio.subprocess.Process, pids: dict[str, int]) -> dict[str, Usage]:
    watched = {**pids, "k6": k6.pid}
    readings = [usage(watched)]
    while k6.returncode is None:
        with suppress(TimeoutError):
            await asyncio.wait_for(k6.wait(), timeout=SAMPLE_SECONDS)
        readings.append(usage(watched))
    return most(readings)


def _pids(stack: Stack) -> dict[str, int]:
    parts: tuple[ServerProcess, ...] = (stack.orchestrator, stack.cache, stack.emulator, stack.valkey, stack.postgres)
    return {part.name: part.pid for part in parts}


def _report(given: argparse.Namespace, summary: dict[str, Any], failed: int) -> str:
    head = "| | asked | found | first event p50 / p95 / p99 ms | first content | result |"
    lines = ["", head, "|---|---|---|---|---|---|"]
    total = 0
    for asked_kind, found_kind, name in ROWS:
        asked = int(summary[f"asked_{asked_kind}"]["values"]["count"])
        waits = [summary[f"{found_kind}_{wait}"]["values"] for wait in ("first_event", "first_content", "result")]
        found = int(waits[0]["count"])
        total += found
        lines.append(f"| {name} | {asked:,} | {found:,} | {' | '.join(_cell(wait, found) for wait in waits)} |")
    rate = total / (given.seconds + given.think)
    lines += [
        "",
        "Asked: by where the answer was when the load began. What L2 answers moves to L1 and is found there next time.",
        f"{total:,} answers, {rate:,.0f} a second, {failed} failed calls.",
    ]
    return "\n".join(lines)


def _cell(wait: dict[str, float], samples: int) -> str:
    tail = (f"{wait[f'p({percent})']:,.0f}" if has_percentile(percent, samples) else "–" for percent in (95, 99))
    return " / ".join((f"{wait['med']:,.0f}", *tail))


def _usage_table(before: dict[str, Usage], used: dict[str, Usage]) -> str:
    lines = ["", "| process | CPU s under load | peak resident MB |", "|---|---|---|"]
    for name, most_used in used.items():
        spent = most_used.cpu_seconds - (before[name].cpu_seconds if name in before else 0.0)
        lines.append(f"| {name} | {spent:.1f} | {most_used.resident_megabytes:,.0f} |")
    return "\n".join(lines)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
