"""`python -m benchmarks`: how soon callers see what, fresh and from cache, beside the baseline and the floor."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from benchmarks.scenarios import Plan, measure
from benchmarks.timings import Scenario, table

SLOW_AGENTS = "data_fetcher=1-2,embedding=0.5,rag=0.5,reporting=1-2"


def main() -> int:
    """Runs the command. Answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--fresh", type=int, default=4, help="fresh answers a round")
    parser.add_argument("--hits", type=int, default=100, help="hits of each tier a round")
    parser.add_argument("--latency", default="live", help="the emulator's latency profile")
    parser.add_argument(
        "--slow-agents", action="store_true", help=f"add delays to the agents on both sides: {SLOW_AGENTS} seconds"
    )
    given = parser.parse_args()
    delays = SLOW_AGENTS if given.slow_agents else ""
    plan = Plan(given.rounds, given.fresh, given.hits, "none" if delays else given.latency, delays)
    with tempfile.TemporaryDirectory(prefix="headrace-bench-") as folder:
        scenarios = asyncio.run(measure(plan, Path(folder)))
    sys.stdout.write(f"{heading(plan)}\n\n{table(scenarios)}\n\n{verdict(scenarios)}\n")
    return 0


def heading(plan: Plan) -> str:
    """What was measured on what."""
    parts = ", ".join(f"{name} {version(name)}" for name in ("grpcio", "uvloop", "protobuf"))
    where = f"Python {platform.python_version()}, {os.cpu_count()} cores ({platform.machine()}), {parts}"
    what = f"agents delayed by {plan.delays} s" if plan.delays else f"GA4 emulator with {plan.latency!r} latency"
    return f"{where}; {what}; one caller, everything on loopback."


def verdict(scenarios: list[Scenario]) -> str:
    """The ratios that matter."""
    baseline, fresh, l2, l1, floor = scenarios
    return "\n".join(
        (
            f"L1 hit ÷ floor (result p50): {l1.result.p50 / floor.result.p50:.2f}",
            f"L2 hit ÷ floor (result p50): {l2.result.p50 / floor.result.p50:.2f}",
            f"fresh ÷ critical path (median): {fresh.over_critical_path:.3f}",
            f"baseline ÷ fresh, result (p50): {baseline.result.p50 / fresh.result.p50:.2f}",
            f"baseline's result ÷ fresh's first content (p50): {baseline.result.p50 / fresh.first_content.p50:.2f}",
            f"baseline ÷ L1 hit, result (p50): {baseline.result.p50 / l1.result.p50:,.0f}",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
