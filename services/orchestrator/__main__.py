"""`python -m services.orchestrator`: serves until SIGTERM."""

from __future__ import annotations

import sys
from functools import partial

from pydantic import ValidationError

from services.orchestrator.composition import serve_orchestrator
from services.orchestrator.settings import OrchestratorSettings
from services.serving.process import run


def main() -> int:
    """Runs the server. Answers the exit code."""
    try:
        settings = OrchestratorSettings()
    except ValidationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return run(partial(serve_orchestrator, settings))


if __name__ == "__main__":
    sys.exit(main())
