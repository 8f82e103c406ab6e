from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from services.orchestrator.answer_cache import AnswerKey
from services.orchestrator.errors import (
    AnswerElsewhere,
    AnswerUnknown,
    DeadlinePassed,
    InternalFailure,
    Overloaded,
    SourceUnavailable,
)
from services.orchestrator.event_encoding import PlainEvent
from services.orchestrator.flight import EventKind, Flight
from services.orchestrator.flights import FlightLimits, Flights
from services.orchestrator.metrics import OrchestratorMetrics
from tests.fakes.clock import FakeClock

KEY = AnswerKey("demo", "1", "f" * 64)
OTHER_KEY = AnswerKey("demo", "1", "e" * 64)
EVENT = PlainEvent(EventKind.RESULT, b"all of it")


def flights(clock: FakeClock | None = None, limits: FlightLimits | None = None) -> Flights:
    return Flights("a", limits or FlightLimits(), OrchestratorMetrics(CollectorRegistry()), clock or FakeClock())


async def succeed(flight: Flight) -> None:
    flight.log.append(EVENT)


async def never_end(flight: Flight) -> None:
    await asyncio.Event().wait()


async def ended(flight: Flight) -> None:
    async for _ in flight.log.read():
        pass


async def test_callers_of_one_key_find_the_flight_under_way_and_others_do_not() -> None:
    air = flights()
    flight = air.begin(KEY, never_end, began=0, shared=True)
    assert air.joinable(KEY, asked_at=None) is flight
    assert air.joinable(OTHER_KEY, asked_at=0) is None
    await air.drain(timedelta(0))


async def test_a_flight_that_is_not_shared_is_never_joined() -> None:
    air = flights()
    air.begin(KEY, never_end, began=0, shared=False)
    assert air.joinable(KEY, asked_at=0) is None
    await air.drain(timedelta(0))


async def test_a_flight_that_just_ended_is_joined_only_by_who_may_have_missed_its_answer_in_the_cache() -> None:
    clock = FakeClock()
    air = flights(clock)
    before = clock.monotonic()
    clock.advance(timedelta(milliseconds=5))
    flight = air.begin(KEY, succeed, began=before, shared=True)
    await ended(flight)
    assert air.joinable(KEY, asked_at=before) is flight
    assert air.joinable(KEY, asked_at=clock.monotonic() + 0.001) is None
    assert air.joinable(KEY, asked_at=None) is None


async def test_a_failed_flight_is_not_joined() -> None:
    async def fail(flight: Flight) -> None:
        raise SourceUnavailable("down")

    air = flights()
    flight = air.begin(KEY, fail, began=0, shared=True)
    with pytest.raises(SourceUnavailable):
        await ended(flight)
    assert air.joinable(KEY, asked_at=0) is None


async def test_a_flight_goes_on_when_nobody_reads_it() -> None:
    go_on = asyncio.Event()

    async def wait_then_succeed(flight: Flight) -> None:
        await go_on.wait()
        await succeed(flight)

    air = flights()
    flight = air.begin(KEY, wait_then_succeed, began=0, shared=True)
    reader = asyncio.create_task(ended(flight))
    await asyncio.sleep(0)
    reader.cancel()
    go_on.set()
    await air.drain(timedelta(seconds=5))
    assert [event async for event in flight.log.read()] == [EVENT]


async def test_a_flight_past_its_deadline_fails_for_its_readers() -> None:
    air = flights(limits=FlightLimits(deadline=timedelta(milliseconds=1)))
    flight = air.begin(KEY, never_end, began=0, shared=True)
    with pytest.raises(DeadlinePassed):
        await ended(flight)


async def test_an_unexpected_fault_is_told_without_its_cause() -> None:
    async def break_down(flight: Flight) -> None:
        raise ZeroDivisionError("swordfish")

    air = flights()
    flight = air.begin(KEY, break_down, began=0, shared=True)
    with pytest.raises(InternalFailure) as caught:
        await ended(flight)
    assert "swordfish" not in str(caught.value)


async def test_more_flights_than_may_be_are_refused() -> None:
    air = flights(limits=FlightLimits(in_the_air=1))
    air.begin(KEY, never_end, began=0, shared=True)
    with pytest.raises(Overloaded):
        air.begin(OTHER_KEY, never_end, began=0, shared=True)
    await air.drain(timedelta(0))


async def test_a_drain_tells_readers_of_flights_that_do_not_end() -> None:
    air = flights()
    flight = air.begin(KEY, never_end, began=0, shared=True)
    await air.drain(timedelta(0))
    with pytest.raises(Overloaded, match="stopping"):
        await ended(flight)


async def test_an_answer_is_resumed_by_its_own_tenant_for_a_while() -> None:
    clock = FakeClock()
    air = flights(clock)
    flight = air.begin(KEY, succeed, began=0, shared=True)
    await ended(flight)
    await air.drain(timedelta(seconds=5))
    assert air.resume(flight.answer_id, "demo", "1") is flight
    for tenant, property_id in (("other", "1"), ("demo", "2")):
        with pytest.raises(AnswerUnknown):
            air.resume(flight.answer_id, tenant, property_id)
    clock.advance(timedelta(seconds=61))
    with pytest.raises(AnswerUnknown):
        air.resume(flight.answer_id, "demo", "1")


async def test_ended_flights_are_kept_within_their_bytes() -> None:
    air = flights(limits=FlightLimits(kept_bytes=2 * EVENT.size))
    landed = []
    for _ in range(3):
        flight = air.begin(KEY, succeed, began=0, shared=False)
        await ended(flight)
        landed.append(flight)
    with pytest.raises(AnswerUnknown):
        air.resume(landed[0].answer_id, "demo", "1")
    for flight in landed[1:]:
        assert air.resume(flight.answer_id, "demo", "1") is flight


async def test_a_time_out_of_the_makers_own_is_not_told_as_the_flights() -> None:
    async def time_out(flight: Flight) -> None:
        raise TimeoutError

    flight = flights().begin(KEY, time_out, began=0, shared=True)
    with pytest.raises(InternalFailure):
        await ended(flight)


async def test_an_answer_of_another_replica_is_said_to_be_elsewhere() -> None:
    with pytest.raises(AnswerElsewhere):
        flights().resume("b.0123", "demo", "1")
