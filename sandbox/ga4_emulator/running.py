"""Builds the emulator from its settings and runs it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry

from sandbox.ga4_emulator.catalogue.catalogue import load_catalogue
from sandbox.ga4_emulator.compatibility_lookup import CompatibilityLookup
from sandbox.ga4_emulator.handlers import Handler, in_thread
from sandbox.ga4_emulator.latency import Latency, LogNormalLatency, NoLatency
from sandbox.ga4_emulator.metadata import MetadataLookup
from sandbox.ga4_emulator.properties import Properties
from sandbox.ga4_emulator.quota import QuotaLedger
from sandbox.ga4_emulator.reports.compatibility import load_compatibility
from sandbox.ga4_emulator.reports.model import load_report_model
from sandbox.ga4_emulator.reports.periods import Moment
from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.requests_seen import RequestsSeen
from sandbox.ga4_emulator.server import build_server
from sandbox.ga4_emulator.settings import LatencyProfile, Settings
from sandbox.ga4_emulator.shop.warehouse import Warehouse
from sandbox.ga4_emulator.shop.world import load_world
from services.serving.clock import Clock, SystemClock

_GRACE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running emulator: where it listens, what has been asked of it, and the tables it answers from."""

    target: str
    requests: RequestsSeen
    warehouse: Warehouse


@asynccontextmanager
async def running_emulator(
    *,
    clock: Clock | None = None,
    settings: Settings | None = None,
    latency: Latency | None = None,
    registry: CollectorRegistry | None = None,
    warehouse: Warehouse | None = None,
) -> AsyncIterator[Emulator]:
    """Runs the emulator in this event loop until the block ends.

    Without settings it listens on a free port of the loopback address. A warehouse that is handed in saves the time
    to make one and stays open; `shop_at` makes one.
    """
    clock = clock or SystemClock()
    settings = settings or Settings(bind="127.0.0.1:0", metrics_bind="")
    async with AsyncExitStack() as closing:
        shop = warehouse or closing.enter_context(await asyncio.to_thread(shop_at, clock, settings))
        seen = RequestsSeen(registry or CollectorRegistry())
        server = build_server(_handlers(settings, clock, shop), seen, latency or _latency(settings))
        port = server.add_insecure_port(settings.bind)
        await server.start()
        closing.push_async_callback(server.stop, _GRACE_SECONDS)
        yield Emulator(f"{settings.bind.rpartition(':')[0]}:{port}", seen, shop)


def shop_at(clock: Clock, settings: Settings) -> Warehouse:
    """Makes the shop as it stands at the clock's time."""
    today = Moment.of(clock.now(), ZoneInfo(settings.time_zone)).day
    return Warehouse(load_world(), load_report_model().additive, today - settings.history_days, today)


def _latency(settings: Settings) -> Latency:
    if settings.latency is LatencyProfile.LIVE:
        return LogNormalLatency(random.Random(settings.latency_seed))  # noqa: S311  no secret depends on it
    return NoLatency()


def reporting_over(warehouse: Warehouse, clock: Clock, settings: Settings) -> Reporting:
    """What answers report requests, without a server around it."""
    catalogue = load_catalogue()
    return Reporting(
        properties=_properties(settings),
        catalogue=catalogue,
        compatibility=load_compatibility(catalogue),
        model=load_report_model(),
        warehouse=warehouse,
        quota=QuotaLedger(clock),
        clock=clock,
    )


def _properties(settings: Settings) -> Properties:
    return Properties(settings.property_ranges(), ZoneInfo(settings.time_zone), settings.currency_code)


def _handlers(settings: Settings, clock: Clock, warehouse: Warehouse) -> Mapping[str, Handler]:
    reporting = reporting_over(warehouse, clock, settings)
    properties, catalogue = _properties(settings), load_catalogue()
    metadata = MetadataLookup(properties, catalogue)
    compatibility = CompatibilityLookup(properties, catalogue, load_compatibility(catalogue))
    return {
        "RunReport": in_thread(reporting.run_report),
        "BatchRunReports": in_thread(reporting.batch_run_reports),
        "RunRealtimeReport": in_thread(reporting.run_realtime_report),
        "GetMetadata": in_thread(metadata.get_metadata),
        "CheckCompatibility": in_thread(compatibility.check_compatibility),
    }
