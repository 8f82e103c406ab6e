"""What is known of a property outlives the process that learnt it."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import grpc
import pytest
from grpc import aio
from prometheus_client import CollectorRegistry

from headrace.cache.v1 import cache_pb2
from headrace.cache.v1.cache_pb2_grpc import CacheServiceStub
from sandbox.ga4_emulator.running import running_emulator
from sandbox.ga4_emulator.shop.shops import Shops
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.valkey import ValkeyServer
from services.orchestrator.cache_client import CacheServiceClient
from services.orchestrator.ga4.report_source import PropertyProfile
from services.orchestrator.metrics import OrchestratorMetrics
from services.orchestrator.profile_cache import NAME, PAYLOAD_TYPE, TENANT, CachedProfiles
from services.orchestrator.understanding.lexicon.definitions import Definition, Definitions, Kind
from services.orchestrator.understanding.planner import Planner
from services.serving.clock import Clock
from tests.fakes.clock import FakeClock
from tests.fixtures.house import Houses, RememberingModel
from tests.integration.running_cache import Cache, a_cache

QUESTION = "sessions last week by country"
PROFILE = PropertyProfile(
    "310000001",
    "Europe/Berlin",
    "EUR",
    Definitions((Definition("customEvent:plan_tier", "Tarif für Käufer", Kind.METRIC),)),
    60,
)


@pytest.fixture
async def cache(clean_valkey: ValkeyServer, clean_postgres: PostgresServer) -> AsyncIterator[Cache]:
    async with a_cache(clean_valkey, clean_postgres) as running:
        yield running


@pytest.fixture
def profiles(cache: Cache) -> CachedProfiles:
    second = timedelta(seconds=1)
    stub = CacheServiceStub(cache.channel)
    entries = CacheServiceClient(
        lambda: stub,
        OrchestratorMetrics(CollectorRegistry()),
        lookup_timeout=second,
        write_timeout=second,
        payload_type=PAYLOAD_TYPE,
    )
    return CachedProfiles(entries, FakeClock())


async def test_a_profile_comes_back_whole(profiles: CachedProfiles) -> None:
    left_out = [
        field.name
        for field in dataclasses.fields(PropertyProfile)
        if field.default is not dataclasses.MISSING and getattr(PROFILE, field.name) == field.default
    ]
    assert left_out == [], "the profile of this test must differ from the default everywhere"
    assert await profiles.find(PROFILE.property_id) is None
    await profiles.keep(PROFILE)
    found = await profiles.find(PROFILE.property_id)
    assert found is not None
    assert found.profile == PROFILE
    assert found.age < timedelta(minutes=1)


async def test_a_forgotten_profile_is_in_no_tier_and_others_stay(profiles: CachedProfiles) -> None:
    other = dataclasses.replace(PROFILE, property_id="310000002")
    for profile in (PROFILE, other):
        await profiles.keep(profile)
    await profiles.forget(PROFILE.property_id)
    assert await profiles.find(PROFILE.property_id) is None
    assert await profiles.find(other.property_id) is not None


async def test_a_profile_of_another_form_reads_as_not_found(profiles: CachedProfiles, cache: Cache) -> None:
    key = cache_pb2.CacheKey(tenant_id=TENANT, property_id=PROFILE.property_id, query_hash=NAME)
    assert await cache.put(key, payload=b'{"zone": "Europe/Berlin"}', payload_type=PAYLOAD_TYPE)
    assert await profiles.find(PROFILE.property_id) is None


async def test_a_restart_while_google_is_gone_answers_what_is_cached_and_knows_the_property(
    ga4_clock: Clock,
    ga4_shops: Shops,
    model: RememberingModel,
    planner: Planner,
    clean_valkey: ValkeyServer,
    clean_postgres: PostgresServer,
) -> None:
    clock = FakeClock()
    async with AsyncExitStack() as there:
        emulator = await there.enter_async_context(running_emulator(clock=ga4_clock, shops=ga4_shops))
        houses = Houses(emulator, clock, model, planner)
        # Answers are stored before their result is sent, and a stopped house has finished its background work.
        inline = {"cache_writes": "inline"}
        async with houses.running(clean_valkey, clean_postgres, orchestration=inline) as before:
            answer = (await before.ask(QUESTION))[-1].result.answer
        await there.aclose()
        clock.advance(timedelta(minutes=10))
        async with houses.running(clean_valkey, clean_postgres) as after:
            events = await after.ask(QUESTION)
            with pytest.raises(aio.AioRpcError) as caught:
                await after.ask("top 5 pages by views in September")
    assert [event.WhichOneof("event") for event in events] == ["cache_hit", "result"]
    assert events[-1].result.answer == answer
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
