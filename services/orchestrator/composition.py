"""Builds the orchestrator's parts from its settings, hands them over, and takes them down in reverse."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry

from services.orchestrator.agents.agent import Agent
from services.orchestrator.agents.data_fetcher import DataFetcher
from services.orchestrator.agents.embedding.agent import EmbeddingAgent
from services.orchestrator.agents.embedding.minilm import MiniLM
from services.orchestrator.agents.embedding.threaded import Model, ThreadedEmbedder
from services.orchestrator.agents.graph import AgentGraph, Mode
from services.orchestrator.agents.rag.agent import RagAgent
from services.orchestrator.agents.rag.annotation_files import AnnotationFiles, NoAnnotations
from services.orchestrator.agents.rag.definitions import read_definitions
from services.orchestrator.agents.rag.index import PassageIndex
from services.orchestrator.agents.rag.retrieval import Annotations, Retriever
from services.orchestrator.agents.reporting.agent import ReportingAgent
from services.orchestrator.agents.reporting.prose import PlainWriter
from services.orchestrator.agents.tables import TableBuilder
from services.orchestrator.agents.units import load_units
from services.orchestrator.answer_cache import AnswerCache
from services.orchestrator.answer_maker import AnswerMaker
from services.orchestrator.cache_channel import cache_channel
from services.orchestrator.cache_client import CacheServiceClient
from services.orchestrator.cache_token import reloaded_token
from services.orchestrator.cache_writes import BackgroundWrites, CacheWrites, InlineWrites
from services.orchestrator.flights import FlightLimits, Flights
from services.orchestrator.ga4.access_check import log_access
from services.orchestrator.ga4.connect import DataApiEndpoint, data_api_client
from services.orchestrator.ga4.grants import CurrentGrants, current_grants, grant_reader
from services.orchestrator.ga4.profile_shelf import ProfileShelf
from services.orchestrator.ga4.report_source import ReportSource
from services.orchestrator.ga4.stack import ReportSourcePolicy, build_report_source
from services.orchestrator.metrics import OrchestratorMetrics
from services.orchestrator.pipeline import Pipeline
from services.orchestrator.profile_cache import PAYLOAD_TYPE as PROFILES
from services.orchestrator.profile_cache import CachedProfiles
from services.orchestrator.servicer import OrchestratorServicer, orchestrator_service
from services.orchestrator.settings import OrchestratorSettings
from services.orchestrator.shared_lookups import SharedLookups
from services.orchestrator.statuses import orchestrator_statuses
from services.orchestrator.suggestions import NearestExamples
from services.orchestrator.understanding.assembly import build_planner
from services.orchestrator.understanding.examples import example_questions
from services.orchestrator.understanding.lexicon.catalogue import Catalogue, load_catalogue
from services.orchestrator.understanding.memo import MemoPlanner
from services.orchestrator.understanding.planner import Planner
from services.serving.background import BackgroundMetrics, BackgroundWork
from services.serving.clock import Clock, SystemClock
from services.serving.logs import configure_logs
from services.serving.reloading import ReloadMetrics, looked_after
from services.serving.server import Listening, serving

WrapAgent = Callable[[Agent[Any]], Agent[Any]]
LoadModel = Callable[[], Model]
LoadPlanner = Callable[[], Planner]

PLANS_REMEMBERED = 2_000
PROPERTIES_CHECKED = 20
"""Of those that are named, at start; `check` goes through all."""
WARM_UP_DEADLINE = timedelta(seconds=30)
MAX_MESSAGE_BYTES = 16 * 1024 * 1024
"""Room for five tables of GA4's 10,000 rows each, about 1 MB a table."""


def unwrapped(agent: Agent[Any]) -> Agent[Any]:
    """Leaves an agent as it is."""
    return agent


async def serve_orchestrator(settings: OrchestratorSettings, stop: asyncio.Event, wrap: WrapAgent = unwrapped) -> None:
    """Serves until `stop` is set, then drains."""
    configure_logs(settings.log_level, settings.log_format)
    async with orchestrator(settings, REGISTRY, SystemClock(), wrap):
        await stop.wait()


@asynccontextmanager
async def orchestrator(
    settings: OrchestratorSettings,
    registry: CollectorRegistry,
    clock: Clock,
    wrap: WrapAgent = unwrapped,
    load_model: LoadModel = MiniLM.load,
    load_planner: LoadPlanner = build_planner,
) -> AsyncIterator[Listening]:
    """The orchestrator while the block runs. The cache service need not be up, at the start or later.

    Raises MisconfiguredError.
    """
    metrics = OrchestratorMetrics(registry)
    metrics.show_switch("parallel_agents", on=settings.agents is Mode.PARALLEL)
    metrics.show_switch("background_cache_writes", on=settings.cache_writes is CacheWrites.BACKGROUND)
    async with AsyncExitStack() as parts:
        background = BackgroundMetrics(registry)
        reloads = ReloadMetrics(registry)
        cache_client = await _cache_connection(parts, settings, metrics, reloads)
        profiles = CachedProfiles(cache_client(payload_type=PROFILES), clock)
        reader = grant_reader(settings.ga4_tenants_file, settings.ga4_credentials_file, settings.ga4_target)
        grants = await parts.enter_async_context(current_grants(reader, reloads))
        source = await _report_source(parts, settings, grants, profiles, registry, background, clock)
        embedder = ThreadedEmbedder(load_model)
        parts.push_async_callback(asyncio.to_thread, embedder.close)
        cache = await _answer_cache(parts, settings, cache_client(), background)
        flights = Flights(settings.replica or _replica_name(), _flight_limits(settings), metrics, clock)
        parts.push_async_callback(flights.drain, timedelta(seconds=settings.answer_deadline))
        catalogue = load_catalogue()
        agents = await _agents(settings, source, catalogue, embedder, clock)
        graph = AgentGraph([wrap(agent) for agent in agents], clock, settings.agents)
        maker = AnswerMaker(graph, cache, metrics, clock)
        planner = MemoPlanner(load_planner(), capacity=PLANS_REMEMBERED)
        suggester = await NearestExamples.of(example_questions(), embedder, metrics)
        pipeline = Pipeline(planner, suggester, source, cache, flights, maker, metrics, clock)
        service = orchestrator_service(OrchestratorServicer(pipeline, grants.require, metrics, clock))
        yield await parts.enter_async_context(
            serving(
                settings,
                [service],
                orchestrator_statuses(),
                registry=registry,
                clock=clock,
                max_message_bytes=MAX_MESSAGE_BYTES,
                reloads=reloads,
            )
        )


async def _report_source(
    parts: AsyncExitStack,
    settings: OrchestratorSettings,
    grants: CurrentGrants,
    profiles: ProfileShelf,
    registry: CollectorRegistry,
    background: BackgroundMetrics,
    clock: Clock,
) -> ReportSource:
    endpoint = DataApiEndpoint(settings.ga4_target, grants.credentials_for)
    client = await parts.enter_async_context(data_api_client(endpoint))
    deadline = timedelta(seconds=settings.answer_deadline)
    policy = ReportSourcePolicy().shared_by(settings.ga4_replicas).ending_within(deadline)
    source = build_report_source(client, policy, registry, clock, shelf=profiles)
    parts.push_async_callback(source.aclose)
    warm_up = BackgroundWork("warm_up", 1 + len(settings.warm_properties), WARM_UP_DEADLINE, background)
    parts.push_async_callback(warm_up.drain, timedelta(0))
    if not settings.ga4_target:
        warm_up.start(log_access(client, grants.properties()[:PROPERTIES_CHECKED]))
    for property_id in settings.warm_properties:
        warm_up.start(source.profile(property_id))
    return source


async def _cache_connection(
    parts: AsyncExitStack, settings: OrchestratorSettings, metrics: OrchestratorMetrics, reloads: ReloadMetrics
) -> partial[CacheServiceClient]:
    """Makes clients over one channel to the cache service."""
    lookup_timeout = timedelta(seconds=settings.cache_lookup_timeout)
    write_timeout = timedelta(seconds=settings.cache_write_timeout)
    longest_call = max(lookup_timeout, write_timeout)
    channel = await parts.enter_async_context(
        cache_channel(settings.cache_target, settings.cache_ca_file, longest_call, reloads)
    )
    token = reloaded_token(settings.cache_token_file, reloads) if settings.cache_token_file else None
    await parts.enter_async_context(looked_after(token))
    return partial(
        CacheServiceClient,
        lambda: channel.stub,
        metrics,
        lookup_timeout=lookup_timeout,
        write_timeout=write_timeout,
        token=lambda: token.current if token else None,
    )


async def _answer_cache(
    parts: AsyncExitStack, settings: OrchestratorSettings, service: CacheServiceClient, background: BackgroundMetrics
) -> AnswerCache:
    write_timeout = timedelta(seconds=settings.cache_write_timeout)
    shared = SharedLookups(service)
    parts.push_async_callback(shared.aclose)
    if settings.cache_writes is CacheWrites.INLINE:
        return InlineWrites(shared)
    work = BackgroundWork("cache_write", settings.cache_writes_limit, write_timeout, background)
    parts.push_async_callback(work.drain, write_timeout)
    return BackgroundWrites(shared, work)


async def _agents(
    settings: OrchestratorSettings,
    source: ReportSource,
    catalogue: Catalogue,
    embedder: ThreadedEmbedder,
    clock: Clock,
) -> list[Agent[Any]]:
    await embedder.load()
    definitions = await PassageIndex.of(read_definitions(), embedder)
    directory = settings.annotations_directory
    annotations: Annotations = NoAnnotations() if directory is None else AnnotationFiles(directory, clock)
    additive = frozenset(name for name, metric in catalogue.metrics.items() if metric.additive)
    return [
        DataFetcher(source, TableBuilder(catalogue, load_units())),
        EmbeddingAgent(embedder),
        RagAgent(Retriever(definitions, annotations, embedder)),
        ReportingAgent(PlainWriter(additive)),
    ]


def _flight_limits(settings: OrchestratorSettings) -> FlightLimits:
    return FlightLimits(
        in_the_air=settings.flights_limit,
        deadline=timedelta(seconds=settings.answer_deadline),
        resumable_for=timedelta(seconds=settings.resumable_for),
    )


def _replica_name() -> str:
    return uuid.uuid4().hex[:8]
