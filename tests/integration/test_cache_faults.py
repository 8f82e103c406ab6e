"""The cache service while its tiers are killed, frozen and brought back, and over its own life."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc import aio
from grpc_health.v1 import health_pb2, health_pb2_grpc
from sqlalchemy import text

from headrace.cache.v1 import cache_pb2 as pb
from sandbox.service_process import ServiceProcess
from sandbox.stores.postgres import PostgresServer
from sandbox.stores.process import ServerProcess, free_port
from sandbox.stores.valkey import ValkeyServer
from services.cache.migrations import ADVISORY_LOCK, migrate
from services.cache.stores.database import engine
from tests.integration.running_cache import Cache, a_cache, a_key, details_of, reason_of, rows

QUICK = {"check_interval": 0.05, "breaker_pause": 0.05}
Fault = Callable[[ServerProcess], None]

FAULTS: dict[str, Fault] = {"killed": lambda server: server.kill(), "frozen": lambda server: server.freeze()}


async def mend(server: ServerProcess) -> None:
    if server.is_running():
        server.thaw()
    else:
        await server.start()


async def until(condition: Callable[[], Awaitable[bool]], within: float = 20.0) -> None:
    async with asyncio.timeout(within):
        while not await condition():  # noqa: ASYNC110 - the other processes tell no event
            await asyncio.sleep(0.01)


def in_state(cache: Cache, tier: pb.Tier.ValueType, state: pb.TierState.ValueType) -> Callable[[], Awaitable[bool]]:
    async def reached() -> bool:
        return {stats.tier: stats.state for stats in (await cache.stats()).tiers}[tier] == state

    return reached


def stored_in_both(cache: Cache, key: pb.CacheKey) -> Callable[[], Awaitable[bool]]:
    async def stored() -> bool:
        return await cache.put(key) == [pb.TIER_L1, pb.TIER_L2]

    return stored


def promotions_have_ended(cache: Cache) -> Callable[[], Awaitable[bool]]:
    async def ended() -> bool:
        return cache.count("background_work_pending", kind="promotion") == 0

    return ended


@pytest.mark.parametrize("fault", FAULTS)
async def test_without_l1_answers_go_on_from_l2_and_l1_comes_back_by_itself(
    fault: str, own_valkey: ValkeyServer, clean_postgres: PostgresServer
) -> None:
    async with a_cache(own_valkey, clean_postgres, **QUICK) as cache:
        await cache.put(a_key(1))
        FAULTS[fault](own_valkey)
        hits = await asyncio.gather(*(cache.get(a_key(1)) for _ in range(20)))
        assert {hit.hit.tier for hit in hits} == {pb.TIER_L2}
        assert await cache.put(a_key(2)) == [pb.TIER_L2]
        assert (await cache.get(a_key(3))).HasField("miss")
        await until(in_state(cache, pb.TIER_L1, pb.TIER_STATE_DOWN))
        assert cache.count("cache_tier_up", tier="l1") == 0
        assert await health(cache) == health_pb2.HealthCheckResponse.SERVING
        await mend(own_valkey)
        await until(in_state(cache, pb.TIER_L1, pb.TIER_STATE_UP))
        await until(stored_in_both(cache, a_key(4)))
        assert (await cache.get(a_key(4))).hit.tier == pb.TIER_L1


@pytest.mark.parametrize("fault", FAULTS)
async def test_without_l2_answers_go_on_from_l1_and_l2_comes_back_by_itself(
    fault: str, clean_valkey: ValkeyServer, own_postgres: PostgresServer
) -> None:
    async with a_cache(clean_valkey, own_postgres, **QUICK, l2_write_timeout=0.2) as cache:
        await cache.put(a_key(1))
        FAULTS[fault](own_postgres)
        hits = await asyncio.gather(*(cache.get(a_key(1)) for _ in range(20)))
        assert {hit.hit.tier for hit in hits} == {pb.TIER_L1}
        assert await cache.put(a_key(2)) == [pb.TIER_L1]
        assert (await cache.get(a_key(3))).HasField("miss")
        await until(in_state(cache, pb.TIER_L2, pb.TIER_STATE_DOWN))
        assert cache.count("cache_tier_up", tier="l2") == 0
        assert await health(cache) == health_pb2.HealthCheckResponse.SERVING
        await mend(own_postgres)
        await until(in_state(cache, pb.TIER_L2, pb.TIER_STATE_UP))
        await until(stored_in_both(cache, a_key(4)))


async def test_while_a_tier_is_frozen_it_is_left_alone_and_a_look_up_waits_for_nothing(
    own_valkey: ValkeyServer, clean_postgres: PostgresServer
) -> None:
    async with a_cache(own_valkey, clean_postgres, breaker_pause=60) as cache:
        await cache.put(a_key())
        own_valkey.freeze()
        for _ in range(8):
            assert (await cache.get(a_key())).hit.tier == pb.TIER_L2
        await until(promotions_have_ended(cache))  # those begun before L1 was suspended
        timed_out = cache.count("cache_errors_total", tier="l1", reason="timeout")
        for _ in range(20):
            assert (await cache.get(a_key())).hit.tier == pb.TIER_L2
        assert cache.count("cache_errors_total", tier="l1", reason="timeout") == timed_out
        assert cache.count("cache_errors_total", tier="l1", reason="suspended") >= 20


async def test_with_both_tiers_down_look_ups_miss_and_storing_is_unavailable(
    own_valkey: ValkeyServer, own_postgres: PostgresServer
) -> None:
    async with a_cache(own_valkey, own_postgres) as cache:
        own_valkey.kill()
        own_postgres.kill()
        assert (await cache.get(a_key())).HasField("miss")
        await unavailable(cache.put(a_key()), "NOT_STORED")


@pytest.mark.parametrize("ill", ["l1", "l2"])
async def test_an_invalidation_that_missed_a_tier_fails_until_it_reaches_it(
    ill: str, own_valkey: ValkeyServer, own_postgres: PostgresServer
) -> None:
    server: ServerProcess = own_valkey if ill == "l1" else own_postgres
    async with a_cache(own_valkey, own_postgres, **QUICK, delete_timeout=0.5) as cache:
        await cache.put(a_key())
        server.freeze()
        await unavailable(cache.invalidate(tenant_id="demo"), "NOT_CLEARED")
        server.thaw()
        assert sum(await cache.invalidate(tenant_id="demo")) <= 1
        assert (await cache.get(a_key())).HasField("miss")


async def test_the_service_starts_without_its_tiers_and_finds_them_later(tmp_path: Path) -> None:
    valkey, postgres = ValkeyServer(tmp_path / "valkey"), PostgresServer(tmp_path / "postgres")
    async with postgres:
        await migrate(postgres.url)
    async with a_cache(valkey, postgres, **QUICK) as cache:
        assert (await cache.get(a_key())).HasField("miss")
        await until(in_state(cache, pb.TIER_L1, pb.TIER_STATE_DOWN))
        await until(in_state(cache, pb.TIER_L2, pb.TIER_STATE_DOWN))
        async with valkey, postgres:
            await until(in_state(cache, pb.TIER_L1, pb.TIER_STATE_UP))
            await until(in_state(cache, pb.TIER_L2, pb.TIER_STATE_UP))
            await until(stored_in_both(cache, a_key()))


async def test_the_service_stops_while_both_tiers_are_frozen(
    own_valkey: ValkeyServer, own_postgres: PostgresServer
) -> None:
    async with a_cache(own_valkey, own_postgres, l2_write_timeout=0.2) as cache:
        await cache.put(a_key())
        own_valkey.freeze()
        own_postgres.freeze()
        assert (await cache.get(a_key())).HasField("miss")


async def test_three_migrations_at_once_all_succeed_and_apply_once(tmp_path: Path) -> None:
    async with PostgresServer(tmp_path / "postgres") as postgres:
        database = engine(postgres.url, 1, behind_pooler=False)
        async with database.connect() as connection:

            async def all_wait() -> bool:
                waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                return (await connection.execute(waiting)).scalar_one() == 3

            await connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": ADVISORY_LOCK})
            async with asyncio.TaskGroup() as group:
                for _ in range(3):
                    group.create_task(migrated(postgres))
                await until(all_wait, within=40)
                await connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": ADVISORY_LOCK})
        await database.dispose()
        assert await rows(postgres, "true") == 0
        await migrated(postgres)


async def test_the_process_serves_and_stops_in_order_on_sigterm(
    clean_valkey: ValkeyServer, clean_postgres: PostgresServer, tmp_path: Path
) -> None:
    settings = {"REDIS_URL": clean_valkey.url, "DATABASE_URL": clean_postgres.url, "METRICS_BIND": ""}
    process = ServiceProcess("cache", "services.cache", "HEADRACE_CACHE_", tmp_path / "cache", free_port(), settings)
    async with process:
        assert process.is_running()
    assert "stopped" in process.log_file.read_text()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REDIS_URL", "redi://:swordfish@127.0.0.1"),
        ("DATABASE_URL", "swordfish"),
        ("DATABASE_URL", "postgresql://u:swordfish@h/d?conect_timeout=5"),
        ("L1_TTL", "0"),
    ],
)
async def test_a_setting_that_makes_no_sense_is_named_and_no_secret_told(name: str, value: str) -> None:
    code, said = await run_service(**{name: value})
    assert code == 2
    assert name.lower() in said
    assert "swordfish" not in said


async def test_a_migration_that_reaches_no_database_says_so() -> None:
    code, said = await run_service("migrate", DATABASE_URL=f"postgresql://u:swordfish@127.0.0.1:{free_port()}/d")
    assert code == 1
    assert "PostgreSQL cannot be reached" in said
    assert "swordfish" not in said


async def migrated(postgres: PostgresServer) -> None:
    code, said = await run_service("migrate", DATABASE_URL=postgres.url)
    assert code == 0, said


async def run_service(*arguments: str, **settings: str) -> tuple[int | None, str]:
    environment = {**os.environ, **{f"HEADRACE_CACHE_{name}": value for name, value in settings.items()}}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.cache", *arguments),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def unavailable(call: Awaitable[object], reason: str) -> None:
    with pytest.raises(aio.AioRpcError) as failed:
        await call
    assert failed.value.code() is grpc.StatusCode.UNAVAILABLE
    assert reason_of(failed.value) == reason
    retry = error_details_pb2.RetryInfo()
    assert any(detail.Unpack(retry) for detail in details_of(failed.value))
    assert retry.retry_delay.ToTimedelta() > timedelta(0)


async def health(cache: Cache) -> int:
    answer = await health_pb2_grpc.HealthStub(cache.channel).Check(health_pb2.HealthCheckRequest())
    return int(answer.status)
