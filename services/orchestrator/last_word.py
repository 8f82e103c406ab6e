"""What a caller is given when its deadline comes before the answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from datetime import timedelta
from math import inf

from services.orchestrator.answer_cache import CachedAnswer
from services.orchestrator.errors import StillBeingMade
from services.orchestrator.event_encoding import EventEncoder
from services.orchestrator.flight import Event, Flight
from services.serving.clock import Clock

ASK_AGAIN_AFTER = timedelta(seconds=2)
_SHARE_OF_DEADLINE = 0.1
_LONGEST = 0.25


def waits_until(clock: Clock, seconds_left: float | None) -> float:
    """Until when a caller waits for an answer, in the clock's monotonic seconds: its deadline, less the moment that it
    takes to say something else. None is for a call without a deadline."""
    if seconds_left is None:
        return inf
    return clock.monotonic() + seconds_left - min(_LONGEST, _SHARE_OF_DEADLINE * seconds_left)


def timeout_at(until: float, clock: Clock) -> asyncio.Timeout:
    """Ends a block at a monotonic second of the clock; an infinite one never comes."""
    return asyncio.timeout(None if until == inf else until - clock.monotonic())


async def in_time(
    flight: Flight,
    after: int,
    until: float,
    clock: Clock,
    earlier_answer: Callable[[], Awaitable[CachedAnswer | None]],
) -> AsyncGenerator[Event, None]:
    """The flight's events numbered above `after`, for a caller that waits until then.

    Who would wait for longer gets an earlier answer, with the reason, if there is one. Raises StillBeingMade where
    there is none. The flight goes on.
    """
    sequence = after
    async with aclosing(flight.log.read(after)) as events:
        while True:
            try:
                async with timeout_at(until, clock):
                    event = await anext(events)
            except StopAsyncIteration:
                return
            except TimeoutError:
                break
            sequence += 1
            yield event
    earlier = await earlier_answer()
    if earlier is None:
        raise still_being_made()
    encode = EventEncoder(flight.answer_id)
    elapsed = timedelta(seconds=clock.monotonic() - flight.began)
    yield encode.cache_hit(sequence + 1, elapsed, earlier)
    yield encode.cached_result(sequence + 2, elapsed, earlier, str(still_being_made()))


def still_being_made() -> StillBeingMade:
    """What is said where there is nothing to give."""
    return StillBeingMade(
        "Google Analytics has not answered within this call's deadline. What was begun goes on and will be kept: ask "
        "again, or with more time.",
        ASK_AGAIN_AFTER,
    )
