"""A pipeline over a scripted source and an in-memory cache, for tests of what the pipeline itself promises."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from prometheus_client import CollectorRegistry

from headrace.orchestrator.v1 import answer_pb2, orchestrator_pb2
from services.orchestrator.agents.agent import Inputs, Partials, Slot
from services.orchestrator.agents.graph import AgentGraph, Mode
from services.orchestrator.agents.slots import DATA, NARRATIVE, PROPERTY_ID, UNDERSTOOD, Data, Narrative
from services.orchestrator.answer_cache import AnswerCache, AnswerKey, CachedAnswer, Tier
from services.orchestrator.answer_maker import AnswerMaker
from services.orchestrator.cache_writes import BackgroundWrites, CacheWrites, InlineWrites
from services.orchestrator.errors import CacheWriteFailed
from services.orchestrator.flights import FlightLimits, Flights
from services.orchestrator.freshness import Lifetime
from services.orchestrator.ga4.report_source import PropertyProfile, Report, Reports, ReportSource
from services.orchestrator.metrics import OrchestratorMetrics
from services.orchestrator.pipeline import Ask, Delivery, Pipeline
from services.orchestrator.suggestions import NoSuggester, Suggester
from services.orchestrator.understanding.plan import DateRange, Method, Plan, ReportRequest
from services.orchestrator.understanding.planner import NeedsClarification, QuestionContext, Understanding, Understood
from services.serving.background import BackgroundMetrics, BackgroundWork
from tests.fakes.clock import FakeClock

A_MINUTE = timedelta(minutes=1)


EMPTY_REPORT = Report((), (), (), (), 0, "USD", "America/New_York")


class FirstWordPlanner:
    """Takes a question's first word for its meaning, in October, said or not; "what" is asked back about."""

    def understand(self, question: str, context: QuestionContext) -> Understanding:
        word = question.split(maxsplit=1)[0]
        if word == "what":
            return NeedsClarification("What do you mean by 'what'?", ("sessions last week",))
        days = DateRange(date(2026, 10, 1), date(2026, 10, 31))
        plan = Plan((ReportRequest(Method.RUN_REPORT, (word,), date_ranges=(days,)),))
        assumptions = () if "October" in question else ("October is meant.",)
        return Understood(plan, word.encode().hex().ljust(64, "0"), word, assumptions)


class MemoryCache:
    """An answer cache in memory. `broken` loses every write, as a cache service that is gone does."""

    def __init__(self) -> None:
        self.kept: dict[AnswerKey, bytes] = {}
        self.lifetimes: list[Lifetime] = []
        self.lookups = 0
        self.stale = False
        self.broken = False

    async def get(self, key: AnswerKey, max_staleness: timedelta) -> CachedAnswer | None:
        self.lookups += 1
        await asyncio.sleep(0)
        payload = self.kept.get(key)
        if payload is None or (self.stale and not max_staleness):
            return None
        return CachedAnswer(payload, Tier.L1, A_MINUTE, A_MINUTE, timedelta(0), stale=self.stale)

    async def put(
        self, key: AnswerKey, payload: bytes, plan: Mapping[str, Any], lifetime: Lifetime, made_at: datetime
    ) -> None:
        if self.broken:
            raise CacheWriteFailed("gone")
        self.kept[key] = payload
        self.lifetimes.append(lifetime)


@dataclass
class ScriptedAgent:
    """An agent that waits for `release`, then gives `value` or raises `error`."""

    name: str
    output: Slot[Any]
    value: object
    needs: tuple[Slot[Any], ...] = (UNDERSTOOD,)
    wants: tuple[Slot[Any], ...] = ()
    required: bool = True
    effect_of_loss: str = ""
    budget: timedelta = A_MINUTE
    error: Exception | None = None
    runs: int = 0
    started: asyncio.Event = field(default_factory=asyncio.Event)
    release: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, inputs: Inputs, partials: Partials) -> object:
        self.runs += 1
        self.started.set()
        if isinstance(self.value, Data):
            for table in self.value.tables:
                partials.table(table)
        await self.release.wait()
        if self.error is not None:
            raise self.error
        return self.value


class OneProperty:
    """A source that knows every property as the demo one; its reports come from the scripted agent instead."""

    async def profile(self, property_id: str) -> PropertyProfile:
        return PropertyProfile(property_id, "America/New_York", "USD")

    async def run(self, property_id: str, requests: Sequence[ReportRequest]) -> Reports:
        raise NotImplementedError


class Workbench:
    """A pipeline and everything in it that a test may want to reach."""

    def __init__(self, when_to_write: CacheWrites = CacheWrites.BACKGROUND, in_front: type[Any] | None = None) -> None:
        self.clock = FakeClock()
        self.suggester: Suggester = NoSuggester()
        self.source: ReportSource = OneProperty()
        self.registry = CollectorRegistry()
        self.metrics = OrchestratorMetrics(self.registry)
        self.memory = MemoryCache()
        cache: AnswerCache = in_front(self.memory) if in_front else self.memory
        table = answer_pb2.Table(title="a table")
        self.fetcher = ScriptedAgent("data_fetcher", DATA, Data(Reports((EMPTY_REPORT,), self.clock.now()), (table,)))
        self.fetcher.needs = (PROPERTY_ID, UNDERSTOOD)
        self.writer = ScriptedAgent("reporting", NARRATIVE, Narrative("All is well."), (DATA,))
        self.agents = [self.fetcher, self.writer]
        for agent in self.agents:
            agent.release.set()
        inline = when_to_write is CacheWrites.INLINE
        self.writes = BackgroundWork("cache_write", 10, A_MINUTE, BackgroundMetrics(self.registry))
        self.flights = Flights("here", FlightLimits(joinable_for=A_MINUTE), self.metrics, self.clock)
        self._cache = InlineWrites(cache) if inline else BackgroundWrites(cache, self.writes)

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline, with the agents as they stand."""
        graph = AgentGraph(self.agents, self.clock, Mode.PARALLEL)
        maker = AnswerMaker(graph, self._cache, self.metrics, self.clock)
        return Pipeline(
            FirstWordPlanner(),
            self.suggester,
            self.source,
            self._cache,
            self.flights,
            maker,
            self.metrics,
            self.clock,
        )

    async def settle(self) -> None:
        """Waits for the flights and the writes under way."""
        await self.flights.drain(A_MINUTE)
        await self.writes.drain(A_MINUTE)


async def events_of(delivery: Delivery) -> list[orchestrator_pb2.StreamAnswerResponse]:
    """Everything a caller would receive."""
    return [
        orchestrator_pb2.StreamAnswerResponse.FromString(event.encoded(delivery.assumptions))
        async for event in delivery.events
    ]


def asking(question: str, **fields: Any) -> Ask:
    """A question of the demo tenant."""
    return Ask("demo", "123456789", question, **fields)
