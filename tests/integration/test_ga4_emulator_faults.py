"""Faults on order in a running emulator, seen by Google's own client and ordered in code and on the command line."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import timedelta

import grpc
import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.types import DateRange, GetMetadataRequest, Metric, RunReportRequest
from google.api_core.exceptions import (
    DeadlineExceeded,
    ResourceExhausted,
    ServiceUnavailable,
    Unauthenticated,
)
from grpc import aio

from sandbox.ga4_emulator.control.name import SERVICE
from sandbox.ga4_emulator.running import Emulator, running_emulator
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.shops import Shops
from services.serving.clock import Clock
from tests.fakes.clock import NOW
from tests.fixtures.ga4 import client_of

PROPERTY = "123456789"
OTHER = "200000001"
METADATA = GetMetadataRequest(name=f"properties/{PROPERTY}/metadata")
OF_OTHER = GetMetadataRequest(name=f"properties/{OTHER}/metadata")


async def outcomes(client: BetaAnalyticsDataAsyncClient, count: int) -> str:
    """One letter for each request, one after the other: "." is answered, "x" is not."""
    letters = ""
    for _ in range(count):
        try:
            await client.get_metadata(METADATA)
            letters += "."
        except ServiceUnavailable:
            letters += "x"
    return letters


async def control(ga4: Emulator, *arguments: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "sandbox.ga4_emulator.control", "--target", ga4.target, *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    return process.returncode or 0, output.decode(), errors.decode()


async def test_requests_fail_at_the_rate_that_was_ordered(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    ga4.faults.order(PROPERTY, status="UNAVAILABLE", rate=0.3)
    seen = ""
    for _ in range(50):
        ga4.quota.refill()
        seen += await outcomes(ga4_client, 6)
    assert 60 < seen.count("x") < 120
    await ga4_client.get_metadata(OF_OTHER)
    ga4.faults.order(PROPERTY, status="")
    ga4.quota.refill()
    assert await outcomes(ga4_client, 20) == "." * 20


async def test_the_same_seed_fails_in_the_same_places(ga4_clock: Clock, ga4_shops: Shops) -> None:
    seen = []
    for seed in (7, 7, 8):
        settings = Settings(bind="127.0.0.1:0", metrics_bind="", fault_seed=seed, quota_scale=100)
        async with (
            running_emulator(clock=ga4_clock, shops=ga4_shops, settings=settings) as ga4,
            client_of(ga4.target) as client,
        ):
            ga4.faults.order(status="UNAVAILABLE", rate=0.5)
            seen.append(await outcomes(client, 40))
    assert seen[0] == seen[1] != seen[2]
    assert "x" in seen[0]
    assert "." in seen[0]


async def test_a_failure_says_what_was_ordered_or_the_usual_words(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    ga4.faults.order(status="UNAUTHENTICATED")
    with pytest.raises(Unauthenticated, match="invalid authentication credentials"):
        await ga4_client.get_metadata(METADATA)
    ga4.faults.order(status="UNAVAILABLE", message="Come back later.")
    with pytest.raises(ServiceUnavailable, match="Come back later"):
        await ga4_client.get_metadata(METADATA)
    ga4.faults.order(PROPERTY, status="")
    await ga4_client.get_metadata(METADATA)


async def test_a_frozen_property_answers_nobody_until_it_thaws(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    ga4.faults.order(PROPERTY, frozen=True)
    with pytest.raises(DeadlineExceeded):
        await ga4_client.get_metadata(METADATA, timeout=0.2)
    await ga4_client.get_metadata(OF_OTHER)
    waiting = [asyncio.ensure_future(ga4_client.get_metadata(METADATA)) for _ in range(3)]
    ga4.faults.order(PROPERTY, frozen=False)
    assert len({answer.name for answer in await asyncio.gather(*waiting)}) == 1


async def test_callers_who_leave_a_frozen_property_give_their_places_back(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    ga4.faults.order(PROPERTY, frozen=True)
    gone = [ga4_client.get_metadata(METADATA, timeout=0.2) for _ in range(10)]
    assert {type(error) for error in await asyncio.gather(*gone, return_exceptions=True)} == {DeadlineExceeded}
    ga4.faults.reset()
    async with asyncio.timeout(5):
        while True:
            try:
                await asyncio.gather(*(ga4_client.get_metadata(METADATA) for _ in range(10)))
                break
            except ResourceExhausted:
                continue


async def test_the_latency_ordered_for_a_property_stands_before_the_emulators_own(
    ga4_clock: Clock, ga4_shops: Shops
) -> None:
    class Endless:
        def seconds(self) -> float:
            return 3600.0

    async with (
        running_emulator(clock=ga4_clock, shops=ga4_shops, latency=Endless()) as ga4,
        client_of(ga4.target) as client,
    ):
        ga4.faults.order(PROPERTY, latency="none")
        await client.get_metadata(METADATA)
        with pytest.raises(DeadlineExceeded):
            await client.get_metadata(OF_OTHER, timeout=0.2)


async def test_the_command_orders_shows_and_resets(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    code, output, errors = await control(
        ga4, *("faults", "--status", "UNAVAILABLE", "--rate", "1", "--property", PROPERTY)
    )
    assert (code, errors) == (0, "")
    assert json.loads(output) == {
        "now": NOW.isoformat(),
        "faults": {PROPERTY: {"status": "UNAVAILABLE"}},
    }
    with pytest.raises(ServiceUnavailable):
        await ga4_client.get_metadata(METADATA)
    await control(ga4, "reset")
    await ga4_client.get_metadata(METADATA)


async def test_the_command_freezes_and_thaws(ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient) -> None:
    await control(ga4, "freeze", "--property", PROPERTY)
    waiting = asyncio.ensure_future(ga4_client.get_metadata(METADATA))
    await ga4_client.get_metadata(OF_OTHER)
    assert not waiting.done()
    await control(ga4, "thaw", "--property", PROPERTY)
    await waiting


async def test_the_command_uses_quotas_up_and_sets_the_clock(
    ga4: Emulator, ga4_client: BetaAnalyticsDataAsyncClient
) -> None:
    await control(ga4, "use-up", "tokensPerHour", "--property", PROPERTY, "--category", "core")
    with pytest.raises(ResourceExhausted, match="tokens per hour"):
        await ga4_client.get_metadata(METADATA)
    _, output, _ = await control(ga4, "clock", "set", (NOW + timedelta(hours=2)).isoformat())
    assert json.loads(output)["now"] == "2026-11-24T19:00:00+00:00"
    await ga4_client.get_metadata(METADATA)
    today = RunReportRequest(
        property=f"properties/{PROPERTY}",
        metrics=[Metric(name="eventCount")],
        date_ranges=[DateRange(start_date="today", end_date="today")],
    )
    later = (await ga4_client.run_report(today)).rows[0].metric_values[0].value
    await control(ga4, "reset")
    assert int((await ga4_client.run_report(today)).rows[0].metric_values[0].value) < int(later)


@pytest.mark.parametrize(
    "wrong",
    [
        ("faults", "--status", "OK"),
        ("faults", "--rate", "1.5"),
        ("faults", "--restricted", "REVENUE_DATA", "HEALTH_DATA"),
        ("use-up", "tokensPerYear"),
        ("clock", "set", "noon"),
    ],
)
async def test_the_command_says_what_cannot_be_ordered(ga4: Emulator, wrong: tuple[str, ...]) -> None:
    code, output, errors = await control(ga4, *wrong)
    assert (code, output) == (1, "")
    assert errors.strip()
    assert ga4.faults.ordered() == {}


async def test_there_is_no_control_where_it_is_turned_off(ga4_clock: Clock, ga4_shops: Shops) -> None:
    settings = Settings(bind="127.0.0.1:0", metrics_bind="", control=False)
    async with (
        running_emulator(clock=ga4_clock, shops=ga4_shops, settings=settings) as ga4,
        aio.insecure_channel(ga4.target) as channel,
    ):
        with pytest.raises(aio.AioRpcError) as refused:
            await channel.unary_unary(f"/{SERVICE}/Show")(b"")
        assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def test_what_is_ordered_must_make_sense(ga4: Emulator) -> None:
    for wrong in ({"status": "BROKEN"}, {"rate": -1}, {"sampled_share": 0}, {"speed": 3}, {"restricted": ["ALL"]}):
        with pytest.raises(ValueError, match="validation error"):
            ga4.faults.order(PROPERTY, **wrong)
