"""The benchmark, small, held against the budgets for the first part of an answer.

A budget is a promise to callers, wide of what is measured; finer comparisons are ratios, made by `make bench`.
"""

from __future__ import annotations

import asyncio

import pytest

from benchmarks.scenarios import Plan, measure
from benchmarks.timings import Scenario

SMALL = Plan(rounds=1, fresh_a_round=5, hits_a_round=20, latency="none")
FIRST_CONTENT_BUDGET_MS = {"fresh": 500, "L2": 300, "L1": 50}


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scenario]:
    measured = asyncio.run(measure(SMALL, tmp_path_factory.mktemp("bench")))
    return {scenario.name.replace(":", "").split()[0]: scenario for scenario in measured}


@pytest.mark.timeout(180)
@pytest.mark.parametrize("served", FIRST_CONTENT_BUDGET_MS)
def test_the_median_caller_sees_content_within_the_budget(scenarios: dict[str, Scenario], served: str) -> None:
    assert scenarios[served].first_content.p50 < FIRST_CONTENT_BUDGET_MS[served]


def test_every_answer_came_the_way_its_row_says(scenarios: dict[str, Scenario]) -> None:
    for name, served in (("fresh", "fresh"), ("L2", "l2"), ("L1", "l1"), ("baseline", "fresh")):
        assert {timing.served for timing in scenarios[name].timings} == {served}
