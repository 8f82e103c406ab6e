"""`python -m sandbox.delayed_orchestrator`: the orchestrator with delays added to its agents.

HEADRACE_ORCHESTRATOR_AGENT_DELAYS names them, as in "data_fetcher=1-2,embedding=0.5": seconds, or a span of them.
"""

from __future__ import annotations

import asyncio
import random
import sys
from functools import partial

from pydantic_settings import SettingsConfigDict

from sandbox.delayed_agents import delayed, delays
from services.orchestrator.composition import serve_orchestrator
from services.orchestrator.settings import OrchestratorSettings
from services.serving.process import run


class DelayedSettings(OrchestratorSettings):
    """The orchestrator's settings and the delays."""

    model_config = SettingsConfigDict(env_prefix="HEADRACE_ORCHESTRATOR_", frozen=True, extra="ignore")

    agent_delays: str = ""


async def main(stop: asyncio.Event) -> None:
    """Serves until `stop` is set."""
    settings = DelayedSettings()
    seeded = random.Random(7)  # noqa: S311 - delays, not secrets
    by_agent = delays(settings.agent_delays)
    await serve_orchestrator(settings, stop, partial(delayed, by_agent=by_agent, randomness=seeded))


if __name__ == "__main__":
    sys.exit(run(main))
