"""Several things at the same time, of which the first failure ends all."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


async def side_by_side(work: Mapping[str, Coroutine[Any, Any, T]]) -> dict[str, T]:
    """Runs each in a task of its name, started in this order; the results under the same names.

    The first failure cancels the others, and is raised as it is once they have ended. Cancellation is passed on to
    all, and comes before whatever they raise while they are cancelled.
    """
    cancellations = cancellations_asked()
    failure: BaseException | None = None
    try:
        async with asyncio.TaskGroup() as group:
            tasks = {name: group.create_task(each, name=name) for name, each in work.items()}
            if tasks:
                # In here, since only so Python 3.11 uncounts a failing group's own cancellation of this task.
                await asyncio.wait(tasks.values())
    except BaseExceptionGroup as failures:
        failure = failures.exceptions[0]
    if cancellations_asked() > cancellations:
        raise asyncio.CancelledError
    if failure is not None:
        raise failure
    return {name: task.result() for name, task in tasks.items()}


def cancellations_asked() -> int:
    """How many cancellations of the running task are asked for and not yet withdrawn."""
    task = asyncio.current_task()
    return task.cancelling() if task is not None else 0
