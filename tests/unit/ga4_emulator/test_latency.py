"""The live latency is about GA4's."""

from __future__ import annotations

import random
import statistics

from sandbox.ga4_emulator.latency import LogNormalLatency


def latency_with_seed(seed: int) -> LogNormalLatency:
    return LogNormalLatency(random.Random(seed), median=0.7)  # noqa: S311  no secret depends on it


def test_half_of_the_answers_take_less_than_the_median_and_few_take_long() -> None:
    latency = latency_with_seed(7)
    drawn = [latency.seconds() for _ in range(5000)]
    assert 0.65 < statistics.median(drawn) < 0.75
    assert min(drawn) > 0
    assert 0.005 < sum(seconds > 2 for seconds in drawn) / len(drawn) < 0.03


def test_the_same_seed_draws_the_same_times() -> None:
    first, second = (latency_with_seed(3) for _ in range(2))
    assert [first.seconds() for _ in range(5)] == [second.seconds() for _ in range(5)]
