"""The emulator's own benchmark runs."""

from __future__ import annotations

import re

import pytest

from sandbox.ga4_emulator import benchmark


def test_the_benchmark_prints_what_each_report_costs(capsys: pytest.CaptureFixture[str]) -> None:
    benchmark.run(4)
    made, _, *lines = capsys.readouterr().out.splitlines()
    assert made.startswith("4 days made in ")
    assert len(lines) >= 8
    assert all(re.match(r" +\d+\.\d +\d+\.\d +\d+   ", line) for line in lines)
    assert any("4   date x sessions" in line for line in lines)
