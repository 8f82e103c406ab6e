from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.orchestrator.errors import SourceUnavailable
from services.orchestrator.event_encoding import PlainEvent
from services.orchestrator.flight import Event, EventKind, FlightLog


def event(number: int) -> Event:
    return PlainEvent(EventKind.STATUS, str(number).encode())


async def read_all(log: FlightLog, after: int = 0) -> list[Event]:
    return [found async for found in log.read(after)]


@given(total=st.integers(0, 20), after=st.integers(0, 25), already=st.integers(0, 20))
async def test_a_reader_sees_every_later_event_once_whenever_it_comes(total: int, after: int, already: int) -> None:
    log = FlightLog()
    events = [event(number) for number in range(1, total + 1)]
    for one in events[:already]:
        log.append(one)
    reader = asyncio.create_task(read_all(log, after))
    await asyncio.sleep(0)
    for one in events[already:]:
        log.append(one)
        await asyncio.sleep(0)
    log.end()
    assert await reader == events[after:]


async def test_a_failure_is_raised_after_the_events_before_it() -> None:
    log = FlightLog()
    log.append(event(1))
    log.end(SourceUnavailable("too slow"))
    reading = log.read()
    assert await anext(reading) == event(1)
    with pytest.raises(SourceUnavailable, match="too slow"):
        await anext(reading)


async def test_a_reader_that_leaves_harms_no_other() -> None:
    log = FlightLog()
    leaving = asyncio.create_task(read_all(log))
    staying = asyncio.create_task(read_all(log))
    await asyncio.sleep(0)
    leaving.cancel()
    log.append(event(1))
    log.end()
    assert await staying == [event(1)]


async def test_nothing_is_appended_after_the_end_and_the_first_end_counts() -> None:
    log = FlightLog()
    log.end()
    log.end(SourceUnavailable("late"))
    assert not log.failed
    with pytest.raises(RuntimeError):
        log.append(event(1))
