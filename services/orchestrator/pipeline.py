"""The way of one question: understand it, ask the cache, else join or begin a flight."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import inf
from zoneinfo import ZoneInfo

from headrace.orchestrator.v1 import orchestrator_pb2
from services.orchestrator.answer_assembly import unanswerable
from services.orchestrator.answer_cache import AnswerCache, AnswerKey, CachedAnswer, Tier
from services.orchestrator.answer_maker import AnswerMaker
from services.orchestrator.errors import NotCached
from services.orchestrator.event_encoding import EventEncoder
from services.orchestrator.flight import Event, Flight
from services.orchestrator.flight_events import FlightEvents
from services.orchestrator.flights import Flights
from services.orchestrator.freshness import KEEP_STALE
from services.orchestrator.ga4.report_source import PropertyProfile, ReportSource
from services.orchestrator.last_word import in_time, still_being_made, timeout_at
from services.orchestrator.metrics import OrchestratorMetrics, Served
from services.orchestrator.suggestions import Suggester
from services.orchestrator.understanding.planner import (
    NeedsClarification,
    Planner,
    QuestionContext,
    Refused,
    Understanding,
    Understood,
)
from services.serving.clock import Clock
from services.serving.errors import InvalidField


class CachePolicy(StrEnum):
    """How an answer may use the cache; the contract's policies."""

    DEFAULT = "default"
    REFRESH = "refresh"
    BYPASS = "bypass"
    ONLY_IF_CACHED = "only_if_cached"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question as it was asked, its fields valid. `waits_until` is the monotonic second until which its caller
    waits."""

    tenant_id: str
    property_id: str
    question: str
    policy: CachePolicy = CachePolicy.DEFAULT
    max_staleness: timedelta = timedelta(0)
    waits_until: float = inf


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one caller is served: from where, since when (the clock's monotonic seconds), and the events to send.

    `assumptions` are those of this caller's wording.
    """

    served: Served
    began: float
    events: AsyncGenerator[Event, None]
    assumptions: tuple[str, ...] = ()


SERVED_FROM = {Tier.L1: Served.L1, Tier.L2: Served.L2}


class Pipeline:
    """Answers questions."""

    def __init__(
        self,
        planner: Planner,
        suggester: Suggester,
        source: ReportSource,
        cache: AnswerCache,
        flights: Flights,
        maker: AnswerMaker,
        metrics: OrchestratorMetrics,
        clock: Clock,
    ) -> None:
        self._planner = planner
        self._suggester = suggester
        self._source = source
        self._cache = cache
        self._flights = flights
        self._maker = maker
        self._metrics = metrics
        self._clock = clock

    async def explain(
        self, property_id: str, question: str, as_of: date | None, *, waits_until: float = inf
    ) -> Understanding:
        """What a question means on a day, by default today in the property's time zone.

        Raises SourceError where the property cannot be read, StillBeingMade where that takes longer than until then.
        """
        profile = await self._profile(property_id, waits_until)
        return await self._understood(question, self._context(profile, as_of))

    async def answer(self, ask: Ask) -> Delivery:
        """Decides how a question is answered; its events then come by reading the delivery.

        Raises NotCached, Overloaded, StillBeingMade, or SourceError where the property cannot be read.
        """
        began = self._clock.monotonic()
        profile = await self._profile(ask.property_id, ask.waits_until)
        understanding = await self._understood(ask.question, self._context(profile))
        if not isinstance(understanding, Understood):
            return Delivery(Served.UNANSWERABLE, began, self._unanswerable(understanding, began))
        key = AnswerKey(ask.tenant_id, ask.property_id, understanding.query_hash)
        assumptions = understanding.assumptions
        if ask.policy in {CachePolicy.DEFAULT, CachePolicy.ONLY_IF_CACHED}:
            found = await self._cache.get(key, ask.max_staleness)
            if found is not None:
                return Delivery(SERVED_FROM[found.tier], began, self._cached(found, began), assumptions)
        if ask.policy is CachePolicy.ONLY_IF_CACHED:
            raise NotCached("No answer to this question is cached. Ask with another cache policy to have it made.")
        joined = self._joinable(key, ask.policy, began)
        if joined is not None:
            return Delivery(Served.JOINED, began, self._followed(joined, ask, key), assumptions)
        flight = self._begin(key, ask, understanding, profile, began)
        return Delivery(Served.FRESH, began, self._followed(flight, ask, key), assumptions)

    async def resume(self, ask: Ask, answer_id: str, after: int) -> Delivery:
        """The events of a flight after the last one seen.

        Raises AnswerUnknown, AnswerElsewhere, SourceError, or InvalidField for a number that no event has yet.

        An empty question resumes as well; the answer then comes without the assumptions of its wording.
        """
        flight = self._flights.resume(answer_id, ask.tenant_id, ask.property_id)
        if after > flight.log.last_sequence:
            raise InvalidField("resume_after_sequence", f"is past the last event, {flight.log.last_sequence}")
        understanding = await self.explain(ask.property_id, ask.question, None, waits_until=ask.waits_until)
        assumptions = understanding.assumptions if isinstance(understanding, Understood) else ()
        return Delivery(Served.RESUMED, self._clock.monotonic(), self._followed(flight, ask, after=after), assumptions)

    async def _profile(self, property_id: str, waits_until: float) -> PropertyProfile:
        try:
            async with timeout_at(waits_until, self._clock) as deadline:
                return await self._source.profile(property_id)
        except TimeoutError as error:
            if not deadline.expired():
                raise
            raise still_being_made() from error

    async def _understood(self, question: str, context: QuestionContext) -> Understanding:
        understanding = self._planner.understand(question, context)
        if isinstance(understanding, NeedsClarification):
            return await self._suggester.suggested(question, understanding)
        return understanding

    def _joinable(self, key: AnswerKey, policy: CachePolicy, began: float) -> Flight | None:
        if policy is CachePolicy.BYPASS:
            return None
        return self._flights.joinable(key, asked_at=began if policy is CachePolicy.DEFAULT else None)

    def _begin(
        self, key: AnswerKey, ask: Ask, understood: Understood, profile: PropertyProfile, began: float
    ) -> Flight:
        kept = ask.policy is not CachePolicy.BYPASS

        async def make(flight: Flight) -> None:
            events = FlightEvents(flight, self._metrics, self._clock)
            events.stage(orchestrator_pb2.STAGE_UNDERSTANDING, orchestrator_pb2.STATE_FINISHED)
            if ask.policy is CachePolicy.DEFAULT:
                events.stage(orchestrator_pb2.STAGE_CACHE_LOOKUP, orchestrator_pb2.STATE_FINISHED)
            await self._maker.make(events, key, understood, profile, keep=kept)

        return self._flights.begin(key, make, began=began, shared=kept, waits_until=ask.waits_until)

    def _followed(
        self, flight: Flight, ask: Ask, key: AnswerKey | None = None, *, after: int = 0
    ) -> AsyncGenerator[Event, None]:
        """The flight's events, for as long as the caller waits."""

        async def earlier_answer() -> CachedAnswer | None:
            if key is None or ask.policy is CachePolicy.BYPASS:
                return None
            return await self._cache.get(key, KEEP_STALE)

        flight.patience.extend(ask.waits_until)
        return in_time(flight, after, ask.waits_until, self._clock, earlier_answer)

    async def _cached(self, found: CachedAnswer, began: float) -> AsyncGenerator[Event, None]:
        encode = EventEncoder(self._flights.new_answer_id())
        yield encode.cache_hit(1, self._since(began), found)
        yield encode.cached_result(2, self._since(began), found)
        self._metrics.pipeline_ran(self._since(began), cached=True)

    async def _unanswerable(
        self, understanding: NeedsClarification | Refused, began: float
    ) -> AsyncGenerator[Event, None]:
        encode = EventEncoder(self._flights.new_answer_id())
        yield encode.result(1, self._since(began), unanswerable(understanding).SerializeToString())

    def _context(self, profile: PropertyProfile, as_of: date | None = None) -> QuestionContext:
        today = as_of or self._clock.now().astimezone(ZoneInfo(profile.time_zone)).date()
        return QuestionContext(today, profile.definitions, profile.realtime_minutes)

    def _since(self, began: float) -> timedelta:
        return timedelta(seconds=self._clock.monotonic() - began)
