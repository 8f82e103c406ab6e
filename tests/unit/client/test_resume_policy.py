"""How long the client waits before it resumes a stream."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from headrace.resuming import ResumePolicy


def longest_pauses(policy: ResumePolicy, asked_for: timedelta | None = None) -> list[float]:
    return [policy.pause_before(attempt, asked_for) for attempt in range(1, 7)]


def test_pauses_double_up_to_the_longest() -> None:
    policy = ResumePolicy(
        first_pause=timedelta(milliseconds=100),
        longest_pause=timedelta(seconds=1),
        uniform=lambda _, high: high,
    )

    assert longest_pauses(policy) == [0.1, 0.2, 0.4, 0.8, 1.0, 1.0]


@given(attempt=st.integers(1, 30))
def test_pauses_are_spread_from_nothing_to_the_longest(attempt: int) -> None:
    drawn: list[tuple[float, float]] = []

    def lowest(low: float, high: float) -> float:
        drawn.append((low, high))
        return low

    assert ResumePolicy(uniform=lowest).pause_before(attempt, None) == 0
    assert drawn[0][0] == 0
    assert 0.1 <= drawn[0][1] <= 2


def test_the_service_may_ask_for_a_longer_pause() -> None:
    policy = ResumePolicy(uniform=lambda _, high: high)

    assert longest_pauses(policy, timedelta(seconds=1)) == [1, 1, 1, 1, 1.6, 2]
