"""`python -m services.orchestrator`: serves until SIGTERM. With `check`: says whether Google Analytics can be read."""

from __future__ import annotations

import argparse
import asyncio
import sys
from functools import partial

from pydantic import ValidationError

from services.orchestrator.checking import check
from services.orchestrator.composition import serve_orchestrator
from services.orchestrator.settings import OrchestratorSettings
from services.serving.errors import MisconfiguredError
from services.serving.process import run


def main() -> int:
    """Runs the command. Answers the exit code."""
    parser = argparse.ArgumentParser(prog="python -m services.orchestrator", description=__doc__)
    parser.add_argument("command", nargs="?", choices=("serve", "check"), default="serve")
    command = parser.parse_args().command
    try:
        settings = OrchestratorSettings()
    except ValidationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if command == "check":
        return _check(settings)
    return run(partial(serve_orchestrator, settings))


def _check(settings: OrchestratorSettings) -> int:
    try:
        return asyncio.run(check(settings))
    except MisconfiguredError as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
