"""`python -m sandbox`: starts the stack, asks one question twice, then serves until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from sandbox.stack import DEMO_PROPERTY, Stack, StackSettings, running_stack
from sandbox.stores.process import ServerFailed

QUESTION = "mobile key events last week by country"
TENANT = "demo"
_EMULATOR = {"MAKE_AHEAD": "all"}
"""Whoever tries it asks about other properties, too, and no caller should wait for a shop to be made."""


def main() -> int:
    """Runs the command. Answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--latency", default="live", help="the emulator's latency profile: none or live")
    parser.add_argument("--folder", type=Path, default=Path(".run"), help="where data and logs go")
    parser.add_argument("--once", action="store_true", help="stop after the two answers")
    arguments = parser.parse_args()
    settings = StackSettings(arguments.folder.resolve(), emulator={"LATENCY": arguments.latency, **_EMULATOR})
    try:
        return asyncio.run(_run(settings, once=arguments.once))
    except ServerFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1


async def _run(settings: StackSettings, *, once: bool) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    _say("Starting Valkey, PostgreSQL, the GA4 emulator and both services …")
    async with running_stack(settings) as stack:
        code = await _ask(stack, "asked with --refresh: made by the agents", "--refresh")
        code = code or await _ask(stack, "asked again: from cache")
        if not once and code == 0:
            _say(_invitation(stack, settings))
            await stop.wait()
            _say("Stopping …")
    return code


async def _ask(stack: Stack, occasion: str, *options: str) -> int:
    _say(f"\n── {QUESTION!r}, {occasion} ──")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "headrace", "ask", QUESTION),
        *("--tenant", TENANT, "--property", DEMO_PROPERTY, "--target", stack.orchestrator.target),
        *options,
    )
    return await process.wait()


def _invitation(stack: Stack, settings: StackSettings) -> str:
    ports = settings.ports
    request = f'{{"tenant_id":"{TENANT}","property_id":"{DEMO_PROPERTY}","question":"{QUESTION}"}}'
    method = "headrace.orchestrator.v1.OrchestratorService"
    call = f"grpcurl -plaintext -d '{request}' {stack.orchestrator.target} {method}"
    return f"""
Serving until Ctrl-C. Ask it yourself (grpcurl and headrace are in .venv/bin):

  headrace ask "top 5 pages by views this month"
  {call}/StreamAnswer
  {call}/ExplainQuestion

Metrics: http://127.0.0.1:{ports.orchestrator_metrics}/metrics and http://127.0.0.1:{ports.cache_metrics}/metrics
Logs:    {settings.folder.name}/*/*.log"""


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
