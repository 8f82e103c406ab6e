"""The cache service as its callers see it: real gRPC, real Valkey, real PostgreSQL."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from grpc import aio
from redis.asyncio import Redis

from headrace.cache.v1 import cache_pb2 as pb
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.valkey import ValkeyServer
from services.cache.requests import MAX_PAYLOAD_BYTES
from services.cache.stores.framing import encode
from tests.integration.running_cache import Cache, a_cache, a_key, a_struct, reason_of, refused, rows
from tests.unit.cache.examples import a_key as a_domain_key
from tests.unit.cache.examples import an_entry


@pytest.fixture
async def cache(clean_valkey: ValkeyServer, clean_postgres: PostgresServer) -> AsyncIterator[Cache]:
    async with a_cache(clean_valkey, clean_postgres) as service:
        yield service


async def test_a_result_never_stored_is_a_miss(cache: Cache) -> None:
    response = await cache.get(a_key())
    assert response.WhichOneof("outcome") == "miss"
    assert response.miss.WhichOneof("role") is None
    assert response.lookup_latency.ToTimedelta() > timedelta(0)


async def test_a_result_comes_back_from_l1_as_it_was_stored(cache: Cache) -> None:
    before = datetime.now(UTC)
    payload = bytes(range(256))
    assert await cache.put(a_key(), payload=payload, payload_type="headrace.orchestrator.v1.Answer") == [
        pb.TIER_L1,
        pb.TIER_L2,
    ]
    hit = (await cache.get(a_key())).hit
    assert (hit.payload, hit.payload_type) == (payload, "headrace.orchestrator.v1.Answer")
    assert (hit.tier, hit.stale) == (pb.TIER_L1, False)
    assert before <= hit.stored_at.ToDatetime(UTC) <= datetime.now(UTC)
    assert timedelta(0) <= hit.age.ToTimedelta() <= datetime.now(UTC) - before
    assert timedelta(minutes=9) < hit.fresh_for.ToTimedelta() <= timedelta(minutes=10)


async def test_a_result_that_l1_lost_comes_from_l2_and_then_from_l1_again(
    cache: Cache, clean_valkey: ValkeyServer
) -> None:
    await cache.put(a_key())
    async with Redis.from_url(clean_valkey.url) as client:
        await client.flushall()
    assert (await cache.get(a_key())).hit.tier == pb.TIER_L2
    while (await cache.get(a_key())).hit.tier != pb.TIER_L1:  # noqa: ASYNC110 - a promotion tells no event
        await asyncio.sleep(0.01)
    assert cache.count("cache_writes_total", tier="l1", outcome="taken") == 2


async def test_a_stale_result_is_labelled_and_served_to_whom_it_is_enough(
    cache: Cache, clean_valkey: ValkeyServer
) -> None:
    now = datetime.now(UTC)
    stale = an_entry(now, stored_at=now - timedelta(minutes=10), fresh_until=now - timedelta(minutes=5))
    async with Redis.from_url(clean_valkey.url) as client:
        await client.set(str(a_domain_key()), encode(stale))
    assert (await cache.get(a_key())).HasField("miss")
    assert (await cache.get(a_key(), max_staleness=Duration(seconds=240))).HasField("miss")
    hit = (await cache.get(a_key(), max_staleness=Duration(seconds=3600))).hit
    assert (hit.payload, hit.stale, hit.fresh_for.ToTimedelta()) == (stale.payload, True, timedelta(0))
    assert hit.age.ToTimedelta() >= timedelta(minutes=10)


async def test_an_l1_only_result_is_not_in_l2(cache: Cache, clean_postgres: PostgresServer) -> None:
    assert await cache.put(a_key(), l1_only=True) == [pb.TIER_L1]
    assert await rows(clean_postgres, "true") == 0


async def test_a_plan_lands_in_l2_where_people_can_query_it(cache: Cache, clean_postgres: PostgresServer) -> None:
    await cache.put(a_key(), plan=a_struct({"metrics": ["sessions"], "limit": 10}))
    assert await rows(clean_postgres, """plan = '{"metrics": ["sessions"], "limit": 10}'""") == 1


async def test_the_largest_payload_is_kept_and_a_larger_one_refused(cache: Cache) -> None:
    payload = os.urandom(MAX_PAYLOAD_BYTES)
    await cache.put(a_key(), payload=payload)
    assert (await cache.get(a_key())).hit.payload == payload
    await refused(cache.put(a_key(), payload=payload + b"x"), "payload")


async def test_invalidation_takes_the_tenants_results_from_both_tiers_and_no_others(cache: Cache) -> None:
    for key in (a_key(1), a_key(2, property_id="2"), a_key(1, tenant="other")):
        await cache.put(key)
    assert await cache.invalidate(tenant_id="demo", property_id="2") == (1, 1)
    assert (await cache.get(a_key(1))).HasField("hit")
    assert await cache.invalidate(tenant_id="demo") == (1, 1)
    assert (await cache.get(a_key(1))).HasField("miss")
    assert (await cache.get(a_key(1, tenant="other"))).HasField("hit")
    assert await cache.invalidate(tenant_id="demo") == (0, 0)


async def test_invalidation_by_plan_takes_what_the_plan_holds(cache: Cache) -> None:
    await cache.put(a_key(1), plan=a_struct({"metrics": ["sessions", "activeUsers"], "filters": {"country": "US"}}))
    await cache.put(a_key(2), plan=a_struct({"metrics": ["totalRevenue"]}))
    assert await cache.invalidate(tenant_id="demo", plan_contains=a_struct({"filters": {"country": "US"}})) == (1, 1)
    assert (await cache.get(a_key(1))).HasField("miss")
    assert (await cache.get(a_key(2))).HasField("hit")


async def test_a_result_made_before_an_invalidation_is_dropped_after_it(cache: Cache) -> None:
    made_at = Timestamp()
    made_at.FromDatetime(datetime.now(UTC))
    await cache.invalidate(tenant_id="demo")
    assert await cache.put(a_key(), made_at=made_at) == []
    assert (await cache.get(a_key())).HasField("miss")
    made_at.FromDatetime(datetime.now(UTC))
    assert await cache.put(a_key(), made_at=made_at) == [pb.TIER_L1, pb.TIER_L2]


async def test_a_late_write_of_a_former_leader_is_refused(cache: Cache) -> None:
    await cache.put(a_key(), fencing_token=2, payload=b"leader")
    with pytest.raises(aio.AioRpcError) as superseded:
        await cache.put(a_key(), fencing_token=1, payload=b"former leader")
    assert superseded.value.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert reason_of(superseded.value) == "SUPERSEDED"
    assert (await cache.get(a_key())).hit.payload == b"leader"


async def test_tenants_never_see_each_others_results(cache: Cache) -> None:
    tenants = ["demo", "Demo", "demo-1", "demo_1", "1"]
    for tenant in tenants:
        await cache.put(a_key(tenant=tenant), payload=tenant.encode())
    hits = await asyncio.gather(*(cache.get(a_key(tenant=tenant)) for tenant in tenants for _ in range(20)))
    assert [hit.hit.payload.decode() for hit in hits] == [tenant for tenant in tenants for _ in range(20)]


async def test_many_callers_at_once_get_whole_answers(cache: Cache) -> None:
    for number in range(20):
        await cache.put(a_key(number), payload=b"%d" % number * 2000)
    hits = await asyncio.gather(*(cache.get(a_key(number % 20)) for number in range(400)))
    assert [hit.hit.payload for hit in hits] == [b"%d" % (number % 20) * 2000 for number in range(400)]


async def test_stats_tell_each_tiers_counts_and_state(cache: Cache) -> None:
    await cache.get(a_key())
    await cache.put(a_key())
    await cache.get(a_key())
    stats = await cache.stats()
    assert [(tier.tier, tier.state, tier.hits, tier.misses, tier.errors) for tier in stats.tiers] == [
        (pb.TIER_L1, pb.TIER_STATE_UP, 1, 1, 0),
        (pb.TIER_L2, pb.TIER_STATE_UP, 0, 1, 0),
    ]
    assert stats.misses == 1
    assert stats.uptime.ToTimedelta() > timedelta(0)
    l1 = stats.tiers[0]
    assert timedelta(0) < l1.latency_p50.ToTimedelta() <= l1.latency_p99.ToTimedelta()
    assert cache.count("cache_hits_total", tier="l1") == cache.count("cache_misses_total") == 1


@pytest.mark.parametrize("off", ["l1", "l2"])
async def test_a_tier_switched_off_is_left_out(
    off: str, clean_valkey: ValkeyServer, clean_postgres: PostgresServer
) -> None:
    left = pb.TIER_L2 if off == "l1" else pb.TIER_L1
    async with a_cache(clean_valkey, clean_postgres, **{f"{off}_enabled": False}) as cache:
        assert await cache.put(a_key()) == [left]
        assert (await cache.get(a_key())).hit.tier == left
        assert [tier.tier for tier in (await cache.stats()).tiers] == [left]
        assert cache.count("cache_tier_enabled", tier=off) == 0
