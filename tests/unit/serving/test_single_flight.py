"""Concurrent work for one key is done once."""

from __future__ import annotations

import asyncio

import pytest

from services.serving.single_flight import SingleFlight
from tests.unit.cache.waiting import until


class Work:
    """Counts how often it is begun, and ends when told to."""

    def __init__(self) -> None:
        self.begun = 0
        self.end = asyncio.Event()

    async def __call__(self) -> int:
        self.begun += 1
        mine = self.begun
        await self.end.wait()
        return mine


@pytest.mark.parametrize("callers", [1, 10, 100, 1000])
async def test_all_callers_get_the_outcome_of_one_piece_of_work(callers: int) -> None:
    flights, work = SingleFlight[str, int](), Work()
    tasks = [asyncio.create_task(flights.do("key", work)) for _ in range(callers)]
    await until(lambda: work.begun)
    work.end.set()
    assert await asyncio.gather(*tasks) == [1] * callers
    assert await flights.do("key", work) == 2  # nothing is remembered


async def test_different_keys_are_different_work() -> None:
    flights, work = SingleFlight[str, int](), Work()
    work.end.set()
    assert sorted(await asyncio.gather(flights.do("a", work), flights.do("b", work))) == [1, 2]


async def test_a_failure_reaches_all_callers_and_is_not_remembered() -> None:
    flights = SingleFlight[str, int]()

    async def fail() -> int:
        raise LookupError("no luck")

    outcomes = await asyncio.gather(*(flights.do("key", fail) for _ in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [LookupError] * 3
    work = Work()
    work.end.set()
    assert await flights.do("key", work) == 1


async def test_the_work_goes_on_when_its_first_caller_leaves() -> None:
    flights, work = SingleFlight[str, int](), Work()
    first = asyncio.create_task(flights.do("key", work))
    await until(lambda: work.begun)
    second = asyncio.create_task(flights.do("key", work))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    work.end.set()
    assert await second == 1


@pytest.mark.parametrize("everything", [False, True])
async def test_after_leaving_callers_share_work_begun_later(everything: bool) -> None:
    flights, old, new = SingleFlight[str, int](), Work(), Work()
    early = asyncio.create_task(flights.do("key", old))
    await until(lambda: old.begun)
    if everything:
        flights.leave_all()
    else:
        flights.leave("key")
    late = asyncio.create_task(flights.do("key", new))
    await until(lambda: new.begun)
    old.end.set()
    await early
    later = asyncio.create_task(flights.do("key", new))
    await asyncio.sleep(0)
    new.end.set()
    await asyncio.gather(late, later)
    assert (old.begun, new.begun) == (1, 1)


async def test_closing_waits_for_work_that_nobody_waits_for() -> None:
    flights, work = SingleFlight[str, int](), Work()
    caller = asyncio.create_task(flights.do("key", work))
    await until(lambda: work.begun)
    caller.cancel()
    closing = asyncio.create_task(flights.aclose())
    await asyncio.sleep(0)
    assert not closing.done()
    work.end.set()
    await closing
