"""Work that outlives the call that began it: owned, bounded, counted, and finished when the server drains."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge

log = structlog.get_logger(__name__)


class BackgroundMetrics:
    """How much detached work there is and what became of it."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.pending = Gauge("background_work_pending", "Detached work under way.", ["kind"], registry=registry)
        self.finished = Counter("background_work_finished", "Detached work done.", ["kind"], registry=registry)
        self.failed = Counter(
            "background_work_failed", "Detached work that failed, by why.", ["kind", "reason"], registry=registry
        )


class BackgroundWork:
    """A bounded set of detached work of one kind, each piece within a deadline."""

    def __init__(self, kind: str, limit: int, deadline: timedelta, metrics: BackgroundMetrics) -> None:
        self._kind = kind
        self._limit = limit
        self._deadline = deadline.total_seconds()
        self._tasks: set[asyncio.Task[None]] = set()
        self._pending = metrics.pending.labels(kind)
        self._finished = metrics.finished.labels(kind)
        self._metrics = metrics

    @property
    def pending(self) -> int:
        """How many pieces are under way."""
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, object]) -> asyncio.Task[None] | None:
        """Starts a piece of work; where as many run as may, it is dropped, counted, and None returned."""
        if len(self._tasks) >= self._limit:
            work.close()
            self._count_failure("full")
            return None
        task = asyncio.create_task(self._run(work), name=self._kind)
        self._tasks.add(task)
        self._pending.inc()
        task.add_done_callback(self._forget)
        return task

    async def drain(self, within: timedelta) -> None:
        """Waits for what is under way, then cancels what is left. Work started meanwhile is waited for too."""
        try:
            async with asyncio.timeout(within.total_seconds()):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        except TimeoutError:
            log.warning("background work cut off", kind=self._kind, pending=len(self._tasks))
            for task in self._tasks:
                self._metrics.failed.labels(self._kind, "cut off").inc()
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            async with asyncio.timeout(self._deadline):
                await work
        except TimeoutError:
            self._count_failure("deadline")
        except Exception as error:  # noqa: BLE001 - nobody awaits this work: its failure ends here, counted and logged
            self._count_failure(type(error).__name__, error)
        else:
            self._finished.inc()

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._pending.dec()

    def _count_failure(self, reason: str, error: Exception | None = None) -> None:
        self._metrics.failed.labels(self._kind, reason).inc()
        log.warning("background work failed", kind=self._kind, reason=reason, exc_info=error)
