"""What callers wait for, and how it is summed up."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """One answer as its caller saw it, in seconds since the call.

    `critical_path` is the longest chain of agents that depend on one another, 0 where none ran.
    """

    first_event: float
    first_content: float
    result: float
    served: str
    critical_path: float = 0.0


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles of one wait, in milliseconds; None where too few waits were measured to have one."""

    p50: float
    p95: float | None
    p99: float | None

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Spread:
        """The spread of at least one wait."""
        waits = [second * 1000 for second in seconds]

        def percentile(percent: int) -> float | None:
            if not has_percentile(percent, len(waits)):
                return None
            return statistics.quantiles(waits, n=100, method="inclusive")[percent - 1]

        return cls(statistics.median(waits), percentile(95), percentile(99))


def has_percentile(percent: int, samples: int) -> bool:
    """Whether at least one sample lies beyond the percentile; else it would be the maximum by another name."""
    return samples * (100 - percent) >= 100


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row of the table."""

    name: str
    timings: tuple[Timing, ...]

    @property
    def first_event(self) -> Spread:
        return Spread.of([timing.first_event for timing in self.timings])

    @property
    def first_content(self) -> Spread:
        return Spread.of([timing.first_content for timing in self.timings])

    @property
    def result(self) -> Spread:
        return Spread.of([timing.result for timing in self.timings])

    @property
    def over_critical_path(self) -> float:
        """Median of result time over critical path; 0 where no agent ran."""
        ratios = [timing.result / timing.critical_path for timing in self.timings if timing.critical_path]
        return statistics.median(ratios) if ratios else 0.0


def table(scenarios: Sequence[Scenario]) -> str:
    """The scenarios as a markdown table."""
    head = "| | n | first event p50 / p95 / p99 ms | first content | result | result ÷ critical path |"
    lines = [head, "|---|---|---|---|---|---|"]
    for scenario in scenarios:
        waits = (_cell(spread) for spread in (scenario.first_event, scenario.first_content, scenario.result))
        ratio = f"{scenario.over_critical_path:.2f}" if scenario.over_critical_path else ""
        lines.append(f"| {scenario.name} | {len(scenario.timings)} | {' | '.join(waits)} | {ratio} |")
    return "\n".join(lines)


def _cell(spread: Spread) -> str:
    return " / ".join(_milliseconds(value) for value in (spread.p50, spread.p95, spread.p99))


def _milliseconds(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"
