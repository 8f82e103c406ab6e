"""Places for the requests that may run at once, given in the order they were asked for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable


class Lane:
    """The places of one property and category, and who waits for one. `places` is asked each time, for it may grow."""

    def __init__(self, places: Callable[[], int]) -> None:
        self._places = places
        self._taken = 0
        self._queue: deque[asyncio.Future[None]] = deque()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._queue)

    @property
    def idle(self) -> bool:
        """Whether nobody has a place or waits for one."""
        return not self._taken and not self._queue

    def has_more_free_than(self, share: float) -> bool:
        """Whether more than a share of the places is free, and nobody waits."""
        places = self._places()
        return not self._queue and places - self._taken > share * places

    async def enter(self) -> None:
        """Takes a place, when it is this caller's turn."""
        if not self._queue and self._taken < self._places():
            self._taken += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._admit()
            else:
                self.leave()
            raise

    def leave(self) -> None:
        """Gives a place back, to whoever waits longest."""
        self._taken -= 1
        self._admit()

    def _admit(self) -> None:
        self._queue = deque(turn for turn in self._queue if not turn.cancelled())
        while self._queue and self._taken < self._places():
            self._queue.popleft().set_result(None)
            self._taken += 1
