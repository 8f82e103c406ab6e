from __future__ import annotations

import pytest

from services.orchestrator.understanding.assembly import build_planner
from services.orchestrator.understanding.planner import Planner


@pytest.fixture(scope="session")
def planner() -> Planner:
    return build_planner()
