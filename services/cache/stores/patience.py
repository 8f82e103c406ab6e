"""Waiting for a task no longer than a limit."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

TURNS = 10
"""Of the event loop: more than any call to a tier needs between its beginning and its end."""


async def ended_within(limit: timedelta, task: asyncio.Task[Any], turns: int = TURNS) -> bool:
    """Whether the task has ended; false only after the limit. The task goes on.

    After the limit what has arrived may still reach the task, for so many turns of the event loop: a busy loop is this
    process's fault, not the tier's. Without it a process under load takes its tiers for slow and suspends them, which
    makes more load.
    """
    await asyncio.wait({task}, timeout=limit.total_seconds())
    for _ in range(turns):
        if task.done():
            break
        await asyncio.sleep(0)
    return task.done()


def drop_outcome(task: asyncio.Task[Any]) -> None:
    """For a task that nobody waits for any more: they were told that it took too long."""
    if not task.cancelled():
        task.exception()
