import asyncio
from datetime import timedelta

from prometheus_client import CollectorRegistry

from services.serving.background import BackgroundMetrics, BackgroundWork

A_MINUTE = timedelta(minutes=1)


def background(registry: CollectorRegistry, limit: int = 2, deadline: timedelta = A_MINUTE) -> BackgroundWork:
    return BackgroundWork("write", limit, deadline, BackgroundMetrics(registry))


def failures(registry: CollectorRegistry, reason: str) -> float | None:
    return registry.get_sample_value("background_work_failed_total", {"kind": "write", "reason": reason})


async def test_a_drain_waits_for_what_is_under_way() -> None:
    work = background(CollectorRegistry())
    done = []

    async def write() -> None:
        await asyncio.sleep(0)
        done.append(True)

    work.start(write())
    await work.drain(A_MINUTE)
    assert done == [True]
    assert work.pending == 0


async def test_a_drain_cuts_off_what_does_not_end() -> None:
    work = background(CollectorRegistry())
    task = work.start(asyncio.Event().wait())
    await work.drain(timedelta(milliseconds=1))
    assert task is not None
    assert task.cancelled()


async def test_work_past_the_bound_is_dropped_and_counted() -> None:
    registry = CollectorRegistry()
    work = background(registry, limit=1)
    assert work.start(asyncio.Event().wait()) is not None
    assert work.start(asyncio.Event().wait()) is None
    assert failures(registry, "full") == 1
    await work.drain(timedelta(0))


async def test_a_failure_is_counted_by_its_kind_and_harms_nothing_else() -> None:
    registry = CollectorRegistry()
    work = background(registry)

    async def fail() -> None:
        raise ConnectionError("no route")

    work.start(fail())
    await work.drain(A_MINUTE)
    assert failures(registry, "ConnectionError") == 1
    assert registry.get_sample_value("background_work_pending", {"kind": "write"}) == 0


async def test_work_has_a_deadline() -> None:
    registry = CollectorRegistry()
    work = background(registry, deadline=timedelta(milliseconds=1))
    work.start(asyncio.Event().wait())
    await work.drain(A_MINUTE)
    assert failures(registry, "deadline") == 1
