"""The cache service as its callers see it: real gRPC, real Valkey, real PostgreSQL."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.struct_pb2 import Struct
from google.rpc import error_details_pb2
from grpc import aio
from grpc_status import rpc_status
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from sqlalchemy import text

from headrace.cache.v1 import cache_pb2 as pb
from headrace.cache.v1 import cache_pb2_grpc
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.valkey import ValkeyServer
from services.cache.requests import MAX_PAYLOAD_BYTES
from services.cache.service import cache_service
from services.cache.settings import CacheSettings
from services.cache.stores.database import engine
from services.cache.stores.framing import encode
from services.serving.clock import SystemClock
from tests.unit.cache.examples import a_key as a_domain_key
from tests.unit.cache.examples import an_entry

MINUTES_10 = Duration(seconds=600)


class Cache:
    """A running service and a stub for it."""

    def __init__(self, channel: aio.Channel, registry: CollectorRegistry) -> None:
        self.channel = channel
        self.stub = cache_pb2_grpc.CacheServiceStub(channel)
        self.registry = registry

    async def get(self, key: pb.CacheKey, **fields: Any) -> pb.GetCachedResultResponse:
        return await self.stub.GetCachedResult(pb.GetCachedResultRequest(key=key, **fields))

    async def put(self, key: pb.CacheKey, **fields: Any) -> list[pb.Tier.ValueType]:
        request = {"payload": b"an answer", "payload_type": "a.Type", "fresh_for": MINUTES_10, **fields}
        response = await self.stub.SetCachedResult(pb.SetCachedResultRequest(key=key, **request))
        return list(response.stored_in)

    async def invalidate(self, **fields: Any) -> tuple[int, int]:
        response = await self.stub.InvalidateCachedResults(pb.InvalidateCachedResultsRequest(**fields))
        return response.deleted_from_l1, response.deleted_from_l2

    async def stats(self) -> pb.GetStatsResponse:
        return await self.stub.GetStats(pb.GetStatsRequest())

    def count(self, name: str, **labels: str) -> float:
        return self.registry.get_sample_value(name, labels) or 0.0


def a_key(number: int = 1, tenant: str = "demo", property_id: str = "123456789") -> pb.CacheKey:
    return pb.CacheKey(tenant_id=tenant, property_id=property_id, query_hash=f"{number:064x}")


def a_struct(content: dict[str, Any]) -> Struct:
    struct = Struct()
    struct.update(content)
    return struct


@asynccontextmanager
async def a_cache(valkey: ValkeyServer | None, postgres: PostgresServer | None, **changes: Any) -> AsyncIterator[Cache]:
    """A service over the servers given; a tier without a server is switched off."""
    urls = {
        **({"redis_url": valkey.url} if valkey else {"l1_enabled": False}),
        **({"database_url": postgres.url} if postgres else {"l2_enabled": False}),
    }
    settings = CacheSettings(**{"bind": "127.0.0.1:0", "metrics_bind": "", "drain_grace": 1.0, **urls, **changes})
    registry = CollectorRegistry()
    async with (
        cache_service(settings, registry, SystemClock(), lambda: 0.0) as listening,
        aio.insecure_channel(
            f"127.0.0.1:{listening.port}", options=[("grpc.max_receive_message_length", 8 << 20)]
        ) as channel,
    ):
        yield Cache(channel, registry)


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


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("key.tenant_id", {"key": a_key(tenant="a:b")}),
        ("key.property_id", {"key": a_key(property_id="12x")}),
        ("key.query_hash", {"key": pb.CacheKey(tenant_id="demo", property_id="1", query_hash="A" * 64)}),
        ("payload", {"payload": b""}),
        ("payload_type", {"payload_type": ""}),
        ("payload_type", {"payload_type": "with space"}),
        ("payload_type", {"payload_type": "x" * 129}),
        ("fresh_for", {"fresh_for": None}),
        ("fresh_for", {"fresh_for": Duration(seconds=0)}),
        ("fresh_for", {"fresh_for": Duration(seconds=-1)}),
        ("fresh_for", {"fresh_for": Duration(seconds=400 * 86400)}),
        ("keep_stale_for", {"keep_stale_for": Duration(nanos=-1)}),
        ("keep_stale_for", {"keep_stale_for": Duration(nanos=2_000_000_000)}),
        ("fencing_token", {"fencing_token": -1}),
        ("plan", {"plan": a_struct({"limit": float("nan")})}),
        ("plan", {"plan": a_struct({"words": "nul \x00"})}),
        ("plan", {"plan": a_struct({"words": "x" * 70_000})}),
    ],
)
async def test_a_field_that_breaks_its_rule_is_named_and_nothing_is_stored(
    cache: Cache, field: str, change: dict[str, Any]
) -> None:
    await refused(cache.put(**{"key": a_key(), **change}), field)
    assert (await cache.get(a_key())).HasField("miss")


async def test_every_other_request_is_checked_too(cache: Cache) -> None:
    await refused(cache.get(pb.CacheKey()), "key.tenant_id")
    await refused(cache.get(a_key(), max_staleness=Duration(seconds=-1)), "max_staleness")
    await refused(cache.invalidate(), "tenant_id")
    await refused(cache.invalidate(tenant_id="demo*"), "tenant_id")
    await refused(cache.invalidate(tenant_id="demo", property_id="*"), "property_id")
    await refused(cache.invalidate(tenant_id="demo", plan_contains=a_struct({"n": float("inf")})), "plan_contains")


async def test_a_backslash_that_only_looks_like_nul_is_welcome(cache: Cache) -> None:
    assert await cache.put(a_key(), plan=a_struct({"words": r"\u0000 as text"})) == [pb.TIER_L1, pb.TIER_L2]


async def test_what_this_version_does_not_offer_says_so(cache: Cache) -> None:
    async def one() -> AsyncIterator[pb.PublishFlightRequest]:
        yield pb.PublishFlightRequest(key=a_key())

    async def read_all(stream: Any) -> list[Any]:
        return [message async for message in stream]

    for call in (
        read_all(cache.stub.WatchInvalidations(pb.WatchInvalidationsRequest(tenant_id="demo"))),
        read_all(cache.stub.FollowFlight(pb.FollowFlightRequest(key=a_key()))),
        cache.stub.PublishFlight(one()),
    ):
        with pytest.raises(aio.AioRpcError) as unimplemented:
            await call
        assert unimplemented.value.code() is grpc.StatusCode.UNIMPLEMENTED
        assert "this version" in str(unimplemented.value.details())


async def test_a_caller_may_only_act_for_its_own_tenants(
    clean_valkey: ValkeyServer, clean_postgres: PostgresServer, tmp_path: Path
) -> None:
    tokens = tmp_path / "tokens.toml"
    token_hash = hashlib.sha256(b"let-me-in").hexdigest()
    tokens.write_text(f'[[caller]]\nname = "orchestrator"\ntoken_sha256 = "{token_hash}"\ntenants = ["demo"]\n')
    mine, others = a_key(), a_key(tenant="other")
    async with a_cache(clean_valkey, clean_postgres, auth_tokens_file=tokens) as cache:
        token = (("authorization", "Bearer let-me-in"),)
        await cache.stub.GetCachedResult(pb.GetCachedResultRequest(key=mine), metadata=token)
        for call in (
            cache.stub.GetCachedResult(pb.GetCachedResultRequest(key=others), metadata=token),
            cache.stub.SetCachedResult(pb.SetCachedResultRequest(key=others), metadata=token),
            cache.stub.InvalidateCachedResults(pb.InvalidateCachedResultsRequest(tenant_id="other"), metadata=token),
        ):
            with pytest.raises(aio.AioRpcError) as stranger:
                await call
            assert stranger.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def refused(call: Any, field: str) -> None:
    with pytest.raises(aio.AioRpcError) as invalid:
        await call
    assert invalid.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    bad_request = error_details_pb2.BadRequest()
    assert any(detail.Unpack(bad_request) for detail in details_of(invalid.value))
    assert [violation.field for violation in bad_request.field_violations] == [field]


def details_of(error: aio.AioRpcError) -> list[Any]:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]  # an AioRpcError has what it asks for
    assert status is not None
    return list(status.details)


def reason_of(error: aio.AioRpcError) -> str:
    info = error_details_pb2.ErrorInfo()
    assert any(detail.Unpack(info) for detail in details_of(error))
    return str(info.reason)


async def rows(postgres: PostgresServer, condition: str) -> int:
    database = engine(postgres.url, 1, behind_pooler=False)
    try:
        async with database.connect() as connection:
            count = await connection.execute(text(f"SELECT count(*) FROM query_cache WHERE {condition}"))  # noqa: S608
            return int(count.scalar_one())
    finally:
        await database.dispose()
