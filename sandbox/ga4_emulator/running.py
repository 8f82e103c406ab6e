"""Builds the emulator from its settings and runs it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

from grpc_health.v1 import health, health_pb2
from prometheus_client import CollectorRegistry

from sandbox.ga4_emulator.audiences.answering import AudienceExporting
from sandbox.ga4_emulator.audiences.members import load_audience_model
from sandbox.ga4_emulator.catalogue.catalogue import Catalogue, load_catalogue
from sandbox.ga4_emulator.clock import SettableClock
from sandbox.ga4_emulator.compatibility_lookup import CompatibilityLookup
from sandbox.ga4_emulator.control.service import Control, control_handler
from sandbox.ga4_emulator.currencies import load_exchange_rates
from sandbox.ga4_emulator.faults import FaultsOnOrder
from sandbox.ga4_emulator.gate import Gate
from sandbox.ga4_emulator.handlers import Handler, in_thread
from sandbox.ga4_emulator.latency import Latency, latencies
from sandbox.ga4_emulator.metadata import MetadataLookup
from sandbox.ga4_emulator.properties import Properties, Property, load_properties
from sandbox.ga4_emulator.quota.ledger import QuotaLedger
from sandbox.ga4_emulator.quota.limits import Category
from sandbox.ga4_emulator.reports.answering import Answering
from sandbox.ga4_emulator.reports.compatibility import load_compatibility
from sandbox.ga4_emulator.reports.memo import Memo
from sandbox.ga4_emulator.reports.model import load_report_model
from sandbox.ga4_emulator.reports.periods import Moment
from sandbox.ga4_emulator.reports.reporting import Reporting
from sandbox.ga4_emulator.reports.restrictions import load_restrictions
from sandbox.ga4_emulator.reports.treatment import EXACT, Treatment
from sandbox.ga4_emulator.requests_seen import RequestsSeen
from sandbox.ga4_emulator.server import build_server
from sandbox.ga4_emulator.settings import Settings
from sandbox.ga4_emulator.shop.character import Character
from sandbox.ga4_emulator.shop.processing import IMMEDIATE, load_processing
from sandbox.ga4_emulator.shop.shops import Shops
from sandbox.ga4_emulator.shop.warehouse import MakingStopped, Warehouse
from sandbox.ga4_emulator.shop.world import load_world
from services.serving.clock import Clock, SystemClock

EVERYTHING = ""
"""The name under which health checks ask about a server as a whole."""
_GRACE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running emulator: where it listens, what has been asked of it, what can be changed, and the shops it answers
    from. Whoever changes its faults does so in the event loop that it runs in. `made` is set once all shops are made
    that are to be made ahead."""

    target: str
    requests: RequestsSeen
    clock: SettableClock
    quota: QuotaLedger
    faults: FaultsOnOrder
    shops: Shops
    made: asyncio.Event


@asynccontextmanager
async def running_emulator(
    *,
    clock: Clock | None = None,
    settings: Settings | None = None,
    latency: Latency | None = None,
    registry: CollectorRegistry | None = None,
    shops: Shops | None = None,
) -> AsyncIterator[Emulator]:
    """Runs the emulator in this event loop until the block ends.

    Without settings it listens on a free port of the loopback address. It answers at once, if slowly while the first
    shop of its properties is made; health checks wait for that. The others are made when they are asked for, or next if
    the settings say so. Shops that are handed in save the time to make them and stay open; `build_shops` builds them.
    """
    settable = SettableClock(clock or SystemClock())
    settings = settings or Settings(bind="127.0.0.1:0", metrics_bind="")
    properties = load_properties(settings.properties)
    async with AsyncExitStack() as closing:
        serving = shops or closing.enter_context(build_shops(settings))
        seen = RequestsSeen(registry or CollectorRegistry())
        quota, faults = QuotaLedger(settable, settings.quota_scale), FaultsOnOrder(settings.fault_seed)
        profiles = latencies(settings.latency_seed)
        gate = Gate(properties, quota, faults, latency or profiles[settings.latency], profiles)
        reporting = reporting_over(serving, settable, settings, quota, faults.treatment_of)
        exporting = AudienceExporting(properties, load_audience_model(), serving, quota, settable)
        health_checks = health.aio.HealthServicer()
        handlers = _handlers(properties, settings, reporting, exporting, gate, faults)
        server = build_server(handlers, seen, health_checks)
        if settings.control:
            server.add_generic_rpc_handlers((control_handler(Control(settable, quota, faults)),))
        port = server.add_insecure_port(settings.bind)
        making = await closing.enter_async_context(asyncio.TaskGroup())
        if shops is None:
            await health_checks.set(EVERYTHING, health_pb2.HealthCheckResponse.NOT_SERVING)
            closing.callback(serving.stop_making)
        made = asyncio.Event()
        making.create_task(_make_ahead(serving, properties, settings, settable, health_checks, made))
        await server.start()
        closing.push_async_callback(server.stop, _GRACE_SECONDS)
        target = f"{settings.bind.rpartition(':')[0]}:{port}"
        yield Emulator(target, seen, settable, quota, faults, serving, made)


def build_shops(settings: Settings) -> Shops:
    """The shops that properties report, as long and as settled as the settings say; none of them is made yet."""
    processing = load_processing() if settings.settling else IMMEDIATE
    measures = load_report_model().additive

    def build(character: Character) -> Warehouse:
        return Warehouse(load_world(character), measures, processing, settings.history_days)

    return Shops(build)


async def _make_ahead(
    shops: Shops,
    properties: Properties,
    settings: Settings,
    clock: Clock,
    health_checks: health.aio.HealthServicer,
    made: asyncio.Event,
) -> None:
    first, *others = properties.of_each_shop()
    with suppress(MakingStopped):
        await asyncio.to_thread(make_shop, shops, first, clock)
        await health_checks.set(EVERYTHING, health_pb2.HealthCheckResponse.SERVING)
        for other in others if settings.make_ahead == "all" else ():
            await asyncio.to_thread(make_shop, shops, other, clock)
        made.set()


def make_shop(shops: Shops, reported: Property, clock: Clock) -> None:
    """Makes a property's shop as it stands at the clock's time, unless that has been done."""
    with shops.of(reported.shop).reader(Moment.of(clock.now(), reported.time_zone).day):
        pass


def reporting_over(
    shops: Shops,
    clock: Clock,
    settings: Settings,
    quota: QuotaLedger | None = None,
    treatment: Callable[[str], Treatment] = lambda _: EXACT,
) -> Reporting:
    """What answers report requests, without a server around it."""
    catalogue = load_catalogue()
    return Reporting(
        properties=load_properties(settings.properties),
        catalogue=_known(catalogue, settings),
        compatibility=load_compatibility(catalogue),
        model=load_report_model(),
        answering=Answering(Memo(settings.memo_megabytes << 20)),
        shops=shops,
        exchange_rates=load_exchange_rates(),
        restrictions=load_restrictions(),
        quota=quota or QuotaLedger(clock),
        clock=clock,
        treatment=treatment,
    )


def _known(catalogue: Catalogue, settings: Settings) -> Catalogue:
    """What requests may use of a catalogue."""
    return catalogue.with_deprecated_names() if settings.deprecated_names else catalogue


def _handlers(
    properties: Properties,
    settings: Settings,
    reporting: Reporting,
    exporting: AudienceExporting,
    gate: Gate,
    faults: FaultsOnOrder,
) -> Mapping[str, Handler]:
    catalogue = load_catalogue()
    metadata = MetadataLookup(properties, catalogue, load_restrictions(), faults.treatment_of)
    compatibility = CompatibilityLookup(
        properties, catalogue, _known(catalogue, settings), load_compatibility(catalogue)
    )
    core: Mapping[str, Handler] = {
        "RunReport": in_thread(reporting.run_report),
        "RunPivotReport": in_thread(reporting.run_pivot_report),
        "BatchRunReports": in_thread(reporting.batch_run_reports),
        "BatchRunPivotReports": in_thread(reporting.batch_run_pivot_reports),
        "GetMetadata": in_thread(metadata.get_metadata),
        "CheckCompatibility": in_thread(compatibility.check_compatibility),
        "CreateAudienceExport": in_thread(exporting.create),
        "GetAudienceExport": in_thread(exporting.get),
        "ListAudienceExports": in_thread(exporting.list),
        "QueryAudienceExport": in_thread(exporting.query),
        "GetOperation": in_thread(exporting.get_operation),
    }
    realtime = {"RunRealtimeReport": in_thread(reporting.run_realtime_report)}
    return {
        method: gate.before(handler, category)
        for category, handlers in ((Category.CORE, core), (Category.REALTIME, realtime))
        for method, handler in handlers.items()
    }
