"""Tasks that may outlive the call that began them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

T = TypeVar("T")


class OwnedTasks:
    """Holds on to tasks until they end. Each bounds itself; their number is the starter's to bound."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begins the work. Its outcome is for whoever awaits the task."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def finish(self, within: timedelta | None = None) -> None:
        """Waits until the tasks under way have ended, or so long; None is without end."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=None if within is None else within.total_seconds())
