"""One piece of work for all who want the same at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from functools import partial
from typing import Any, Generic, TypeVar

from services.serving.owned_tasks import OwnedTasks

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class SingleFlight(Generic[K, T]):
    """Whoever asks for a key while its work is under way gets that work's outcome.

    The work goes on when one of its callers is cancelled; it has to bound itself.
    """

    def __init__(self) -> None:
        self._flights: dict[K, asyncio.Task[T]] = {}
        self._tasks = OwnedTasks()

    async def do(self, key: K, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The outcome of the work under way for the key, begun here if there is none."""
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = self._tasks.start(work())
            flight.add_done_callback(partial(self._landed, key))
        return await asyncio.shield(flight)

    def leave(self, key: K) -> None:
        """Whoever asks for the key from now on gets work that begins from now on."""
        self._flights.pop(key, None)

    def leave_all(self) -> None:
        """The same for every key."""
        self._flights.clear()

    async def aclose(self) -> None:
        """Waits for all work under way."""
        await self._tasks.finish()

    def _landed(self, key: K, flight: asyncio.Task[T]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
