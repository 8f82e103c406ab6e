"""The moving window of calls."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.cache.stores.failure_rate import FailureRate

WINDOW = 10.0
calls = st.lists(st.tuples(st.floats(0, 3), st.booleans()), max_size=40)


@given(calls)
def test_it_counts_what_lies_within_the_window_to_a_tenth_of_it(steps: list[tuple[float, bool]]) -> None:
    rate, now, seen = FailureRate(WINDOW), 100.0, list[tuple[float, bool]]()
    for pause, failed in steps:
        now += pause
        (rate.failed if failed else rate.succeeded)(now)
        seen.append((now, failed))
    surely = [failed for then, failed in seen if then > now - WINDOW * 0.9]
    perhaps = [failed for then, failed in seen if then > now - WINDOW * 1.1]
    assert len(surely) <= rate.calls(now) <= len(perhaps)
    assert sum(surely) <= round(rate.share(now) * rate.calls(now)) <= sum(perhaps)


def test_without_calls_nothing_failed() -> None:
    assert FailureRate(WINDOW).share(5.0) == 0.0


def test_cleared_it_has_seen_nothing() -> None:
    rate = FailureRate(WINDOW)
    rate.failed(1.0)
    rate.clear()
    assert (rate.calls(1.0), rate.share(1.0)) == (0, 0.0)
