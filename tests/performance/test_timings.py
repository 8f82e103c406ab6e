"""What the benchmarks' tables may say of how few samples."""

from __future__ import annotations

import pytest

from benchmarks.timings import Spread


@pytest.mark.parametrize(
    ("samples", "known"),
    [(1, (False, False)), (19, (False, False)), (20, (True, False)), (99, (True, False)), (100, (True, True))],
)
def test_a_percentile_is_given_only_where_a_sample_lies_beyond_it(samples: int, known: tuple[bool, bool]) -> None:
    spread = Spread.of([number / 1000 for number in range(samples)])
    assert (spread.p95 is not None, spread.p99 is not None) == known
    for percentile in (spread.p95, spread.p99):
        assert percentile is None or spread.p50 < percentile < samples - 1
