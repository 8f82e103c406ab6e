from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry

from services.orchestrator.ga4.exhausted import BucketEmpty, KeptForCallers
from services.orchestrator.ga4.google_client import messages
from services.orchestrator.ga4.metrics import SourceMetrics
from services.orchestrator.ga4.property_quota import ToldQuota, told_quota
from services.orchestrator.ga4.quota_ledger import LedgerPolicy, QuotaLedger
from services.orchestrator.ga4.quota_limits import ANALYTICS_360, STANDARD, Bucket, Category
from tests.fakes.clock import NOW, FakeClock

CORE = Category.CORE


def books(clock: FakeClock, registry: CollectorRegistry | None = None) -> QuotaLedger:
    return QuotaLedger(LedgerPolicy(properties=2), SourceMetrics(registry or CollectorRegistry()), clock)


def hour(left: int) -> ToldQuota:
    return ToldQuota({Bucket.TOKENS_PER_HOUR: left}, tokens_spent=4)


def test_an_older_reply_that_comes_late_refills_nothing() -> None:
    ledger = books(FakeClock())
    ledger.told("1", CORE, hour(0), NOW)
    ledger.told("1", CORE, hour(9), NOW)
    with pytest.raises(BucketEmpty):
        ledger.check("1", CORE)


def test_what_was_left_of_an_hour_says_nothing_of_the_next() -> None:
    clock = FakeClock(datetime(2026, 11, 24, 17, 59, 59, tzinfo=UTC))
    ledger, asked_at = books(clock), clock.now()
    clock.advance(timedelta(seconds=3))
    ledger.told("1", CORE, hour(40_000), clock.now())
    ledger.told("1", CORE, hour(0), asked_at)
    ledger.check("1", CORE, background=True)
    ledger.told("1", CORE, hour(0), clock.now())
    ledger.told("1", CORE, hour(40_000), asked_at)
    with pytest.raises(BucketEmpty):
        ledger.check("1", CORE)


def test_the_longest_of_several_waits_is_told() -> None:
    ledger = books(FakeClock())
    ledger.told("1", CORE, ToldQuota({Bucket.TOKENS_PER_HOUR: 0, Bucket.TOKENS_PER_DAY: 0}), NOW)
    with pytest.raises(BucketEmpty, match="daily") as caught:
        ledger.check("1", CORE)
    assert caught.value.retry_after == timedelta(hours=15, seconds=1)


def test_a_refusal_holds_for_as_long_as_google_said_whatever_reports_say_meanwhile() -> None:
    clock = FakeClock()
    ledger = books(clock)
    ledger.used_up("1", CORE, BucketEmpty("1", Bucket.TOKENS_PER_HOUR, timedelta(seconds=30)))
    ledger.told("1", CORE, hour(30_000), NOW)
    clock.advance(timedelta(seconds=29))
    with pytest.raises(BucketEmpty) as caught:
        ledger.check("1", CORE)
    assert caught.value.retry_after == timedelta(seconds=1)
    clock.advance(timedelta(seconds=1))
    ledger.check("1", CORE)


@pytest.mark.parametrize("bucket", list(Bucket))
def test_every_bucket_keeps_its_second_half_for_callers(bucket: Bucket) -> None:
    ledger, half = books(FakeClock()), STANDARD.full[bucket] // 2
    ledger.told("1", CORE, ToldQuota({bucket: half + 1}), NOW)
    ledger.check("1", CORE, background=True)
    ledger.told("1", CORE, ToldQuota({bucket: half}), NOW)
    ledger.check("1", CORE)
    with pytest.raises(KeptForCallers):
        ledger.check("1", CORE, background=True)


def test_only_so_many_properties_are_remembered_and_the_oldest_goes() -> None:
    ledger = books(FakeClock())
    for property_id in "123":
        ledger.told(property_id, CORE, hour(0), NOW)
    ledger.check("1", CORE)
    for property_id in "23":
        with pytest.raises(BucketEmpty):
            ledger.check(property_id, CORE)


def test_tokens_and_used_up_quotas_are_counted_once() -> None:
    registry = CollectorRegistry()
    ledger = books(FakeClock(), registry)
    for left in (4, 0, 0):
        ledger.told("1", CORE, hour(left), NOW)
    assert registry.get_sample_value("ga4_tokens_total", {"category": "core"}) == 12
    used_up = {"category": "core", "bucket": "tokens_per_hour"}
    assert registry.get_sample_value("ga4_quota_used_up_total", used_up) == 1


def test_a_quota_is_read_as_google_sends_it_and_what_is_not_told_is_absent() -> None:
    told = told_quota(
        messages.PropertyQuota(
            tokens_per_day=messages.QuotaStatus(consumed=7, remaining=0),
            tokens_per_hour=messages.QuotaStatus(consumed=7, remaining=12),
            concurrent_requests=messages.QuotaStatus(remaining=10),
        )
    )
    assert told == ToldQuota({Bucket.TOKENS_PER_DAY: 0, Bucket.TOKENS_PER_HOUR: 12}, 7, 10)
    assert told_quota(messages.PropertyQuota()) == ToldQuota({})


@pytest.mark.parametrize(
    ("quota", "limits"),
    [
        (ToldQuota({}), STANDARD),
        (ToldQuota(dict(STANDARD.full), concurrent_remaining=10), STANDARD),
        (ToldQuota({Bucket.TOKENS_PER_DAY: 200_001}), ANALYTICS_360),
        (ToldQuota({Bucket.TOKENS_PER_DAY: 3}, concurrent_remaining=50), ANALYTICS_360),
    ],
)
def test_more_than_a_standard_property_ever_has_tells_analytics_360(quota: ToldQuota, limits: object) -> None:
    assert quota.limits is limits
