"""What the cache service makes of requests that it does not or may not serve."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from grpc import aio

from headrace.cache.v1 import cache_pb2 as pb
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.valkey import ValkeyServer
from tests.integration.running_cache import Cache, a_cache, a_key, a_struct, refused


@pytest.fixture
async def cache(clean_valkey: ValkeyServer, clean_postgres: PostgresServer) -> AsyncIterator[Cache]:
    async with a_cache(clean_valkey, clean_postgres) as service:
        yield service


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
        ("made_at", {"made_at": Timestamp(seconds=-(10**12))}),
        ("made_at", {"made_at": Timestamp(nanos=-1)}),
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
