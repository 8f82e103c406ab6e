"""What is counted of a tier."""

from __future__ import annotations

from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from sandbox.stores.chaos import ChaosStore
from sandbox.stores.memory import MemoryStore
from services.cache.errors import CorruptEntry, StoreBusy, StoreError, StoreSuspended, StoreTimedOut, StoreUnreachable
from services.cache.metrics import CacheMetrics, TierMetrics
from services.cache.stores.measured import MeasuredStore
from services.cache.stores.store import Tier
from tests.fakes.clock import FakeClock
from tests.unit.cache.examples import a_key, an_entry


class Bench:
    """A measured tier in memory."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.registry = CollectorRegistry()
        self.metrics: TierMetrics = CacheMetrics(self.registry, [Tier.L1]).tiers[Tier.L1]
        self.inner = ChaosStore(MemoryStore(self.clock))
        self.store = MeasuredStore(self.inner, self.metrics, self.clock)

    def count(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(name, {"tier": "l1", **labels})


@pytest.fixture
def bench() -> Bench:
    return Bench()


async def test_every_look_up_is_timed_failed_ones_too(bench: Bench) -> None:
    await bench.store.get_many([a_key()])
    bench.inner.throw(StoreTimedOut("frozen"))
    with pytest.raises(StoreTimedOut):
        await bench.store.get_many([a_key()])
    assert bench.count("cache_latency_seconds_count") == 2


@pytest.mark.parametrize(("seconds", "bucket"), [(0.00009, "0.0001"), (0.00015, "0.0002"), (0.9, "1.0")])
def test_latency_is_resolved_from_a_tenth_of_a_millisecond_to_a_second(
    bench: Bench, seconds: float, bucket: str
) -> None:
    bench.metrics.looked_up(seconds)
    assert bench.count("cache_latency_seconds_bucket", le=bucket) == 1
    smaller = [le for le in ("0.0001", "0.5") if float(le) < seconds]
    assert all(bench.count("cache_latency_seconds_bucket", le=le) == 0 for le in smaller)


@pytest.mark.parametrize(
    ("error", "reason", "is_a_call"),
    [
        (StoreUnreachable("no route"), "unreachable", True),
        (StoreTimedOut("frozen"), "timeout", True),
        (StoreSuspended("breaker"), "suspended", False),
    ],
)
async def test_failures_are_counted_by_reason(bench: Bench, error: StoreError, reason: str, is_a_call: bool) -> None:
    bench.inner.throw(error)
    for call in (
        bench.store.get_many([a_key()]),
        bench.store.discard(a_key()),
        bench.store.ping(),
        bench.store.put(a_key(), an_entry(bench.clock.now())),
    ):
        with pytest.raises(type(error)):
            await call
    assert bench.count("cache_errors_total", reason=reason) == 4
    assert bench.metrics.errors == (4 if is_a_call else 0)


async def test_a_tier_is_up_or_down_as_its_last_call_went_and_each_change_is_logged_once(bench: Bench) -> None:
    assert bench.count("cache_tier_up") == 1
    with capture_logs() as logs:
        bench.inner.throw(StoreUnreachable("no route"))
        for _ in range(3):
            with pytest.raises(StoreUnreachable):
                await bench.store.ping()
        assert bench.count("cache_tier_up") == 0
        bench.inner.heal()
        for _ in range(3):
            await bench.store.ping()
    assert bench.count("cache_tier_up") == 1
    assert [line["event"] for line in logs] == ["tier is down", "tier is back"]


async def test_writes_are_counted_by_what_became_of_them(bench: Bench) -> None:
    now = bench.clock.now()
    await bench.store.put(a_key(), an_entry(now, fencing_token=2))
    await bench.store.put(a_key(), an_entry(now, fencing_token=1))
    bench.inner.throw(StoreUnreachable("no route"))
    with pytest.raises(StoreUnreachable):
        await bench.store.put(a_key(), an_entry(now))
    outcomes = ("taken", "refused", "failed")
    assert [bench.count("cache_writes_total", outcome=outcome) for outcome in outcomes] == [1, 1, 1]


def test_a_corrupt_entry_is_an_error_of_a_tier_that_is_well(bench: Bench) -> None:
    with capture_logs() as logs:
        bench.metrics.corrupt(a_key(), CorruptEntry("not a frame"))
    assert bench.count("cache_errors_total", reason="corrupt") == 1
    assert (bench.metrics.errors, bench.metrics.up) == (1, True)
    assert [(line["event"], line["key"]) for line in logs] == [("corrupt entry", str(a_key()))]


def test_percentiles_are_of_the_last_thousand_look_ups(bench: Bench) -> None:
    assert bench.metrics.latency(0.5) == 0.0
    for _ in range(500):
        bench.metrics.looked_up(100.0)
    for number in range(1, 1001):
        bench.metrics.looked_up(timedelta(milliseconds=number).total_seconds())
    assert bench.metrics.latency(0.5) == pytest.approx(0.5)
    assert bench.metrics.latency(0.99) == pytest.approx(0.99)


async def test_a_call_that_waited_too_long_in_line_is_counted_and_no_sign_of_the_tiers_state(bench: Bench) -> None:
    bench.inner.throw(StoreBusy("in line"))
    with pytest.raises(StoreBusy):
        await bench.store.get_many([a_key()])
    assert bench.count("cache_errors_total", reason="busy") == 1
    assert bench.count("cache_tier_up") == 1
