"""The emulator as a server: what it counts, how late it answers, how it is found, started and stopped."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import grpc
import pytest
from google.analytics.data_v1beta import BetaAnalyticsDataAsyncClient
from google.analytics.data_v1beta.services.beta_analytics_data.transports import BetaAnalyticsDataGrpcAsyncIOTransport
from google.analytics.data_v1beta.types import DateRange, Dimension, GetMetadataRequest, Metric, RunReportRequest
from google.api_core.exceptions import InvalidArgument
from grpc import aio
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from prometheus_client import CollectorRegistry

from sandbox.ga4_emulator.properties import load_properties
from sandbox.ga4_emulator.running import Emulator, running_emulator
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.shops import Shops
from services.serving.clock import Clock

PROPERTY = "properties/123456789"
SERVICE = "google.analytics.data.v1beta.BetaAnalyticsData"
REPORT = RunReportRequest(
    property=PROPERTY,
    dimensions=[Dimension(name="date")],
    metrics=[Metric(name="sessions")],
    date_ranges=[DateRange(start_date="7daysAgo", end_date="yesterday")],
)
METADATA = GetMetadataRequest(name=f"{PROPERTY}/metadata")


@asynccontextmanager
async def client_of(target: str) -> AsyncIterator[BetaAnalyticsDataAsyncClient]:
    async with aio.insecure_channel(target) as channel:
        yield BetaAnalyticsDataAsyncClient(transport=BetaAnalyticsDataGrpcAsyncIOTransport(channel=channel))


async def test_requests_are_counted_by_method_and_property(ga4_clock: Clock, ga4_shops: Shops) -> None:
    registry = CollectorRegistry()
    async with (
        running_emulator(clock=ga4_clock, shops=ga4_shops, registry=registry) as emulator,
        client_of(emulator.target) as client,
    ):
        await client.run_report(REPORT)
        await client.get_metadata(METADATA)
        with pytest.raises(InvalidArgument):
            await client.run_pivot_report({"property": PROPERTY})
    for method in ("RunReport", "GetMetadata", "RunPivotReport"):
        labels = {"method": method, "property": "123456789"}
        assert registry.get_sample_value("ga4_emulator_requests_total", labels) == 1


async def test_every_answer_takes_the_time_that_the_latency_says(ga4_clock: Clock, ga4_shops: Shops) -> None:
    class Counted:
        drawn = 0

        def seconds(self) -> float:
            self.drawn += 1
            return 0.0

    latency = Counted()
    async with (
        running_emulator(clock=ga4_clock, shops=ga4_shops, latency=latency) as emulator,
        client_of(emulator.target) as client,
    ):
        await client.run_report(REPORT)
        await client.get_metadata(METADATA)
    assert latency.drawn == 2


async def test_health_and_reflection_are_there(ga4: Emulator) -> None:
    async with aio.insecure_channel(ga4.target) as channel:
        health = await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest())
    assert health.status == health_pb2.HealthCheckResponse.SERVING

    def describe() -> str:
        with grpc.insecure_channel(ga4.target) as channel:
            return str(ProtoReflectionDescriptorDatabase(channel).FindFileContainingSymbol(SERVICE).name)

    assert await asyncio.to_thread(describe)


async def test_health_waits_for_the_first_shop() -> None:
    settings = Settings(bind="127.0.0.1:0", metrics_bind="", history_days=30)
    async with running_emulator(settings=settings) as emulator, aio.insecure_channel(emulator.target) as channel:
        watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest())
        assert (await watch.read()).status == health_pb2.HealthCheckResponse.NOT_SERVING
        assert (await watch.read()).status == health_pb2.HealthCheckResponse.SERVING
        watch.cancel()


@pytest.mark.parametrize(("ahead", "expected"), [("first", 1), ("all", 6)])
async def test_shops_are_made_ahead(ahead: Literal["first", "all"], expected: int) -> None:
    settings = Settings(bind="127.0.0.1:0", metrics_bind="", history_days=2, make_ahead=ahead)
    async with running_emulator(settings=settings) as emulator:
        await emulator.made.wait()
        shops = [emulator.shops.of(reported.shop) for reported in load_properties().of_each_shop()]
        assert [shop.made for shop in shops].count(True) == expected


async def test_the_process_says_where_it_serves_and_stops_when_told() -> None:
    environment = os.environ | {
        "HEADRACE_GA4_EMULATOR_BIND": "127.0.0.1:0",
        "HEADRACE_GA4_EMULATOR_METRICS_BIND": "",
        "HEADRACE_GA4_EMULATOR_HISTORY_DAYS": "10",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "sandbox.ga4_emulator"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        async with client_of(line.split()[-1]) as client:
            report = await client.run_report(REPORT)
        assert len(report.rows) == 7
        process.send_signal(signal.SIGTERM)
        output, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert (process.returncode, output, errors) == (0, b"", b"")
