"""What a mounted file says, read again when it changes, so that nobody has to restart for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, Generic, NoReturn, TypeVar

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge

from services.serving.errors import MisconfiguredError
from services.serving.owned_tasks import OwnedTasks

log = structlog.get_logger(__name__)

LOOK_EVERY = timedelta(seconds=5)
"""Kubernetes itself takes up to a minute to bring a changed Secret or ConfigMap into a pod."""

S = TypeVar("S")
T = TypeVar("T")


class ReloadMetrics:
    """What became of changed files."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.reloads = Counter(
            "file_reloads", "Changed files, by whether they could be used.", ["setting", "outcome"], registry=registry
        )
        self.unusable = Gauge(
            "file_unusable",
            "1 while a file cannot be used and what it said before holds.",
            ["setting"],
            registry=registry,
        )


class Reloaded(Generic[S, T]):
    """The value that a mounted file, or several that belong together, stand for. `current` is the last usable one.

    Contents are compared: a mount that is a symbolic link, swapped as Kubernetes does, shows as any change.
    """

    def __init__(self, setting: str, read: Callable[[], S], value_of: Callable[[S], T], metrics: ReloadMetrics) -> None:
        """`setting` is what logs and metrics call it. `read` answers the content and may raise OSError; `value_of`
        raises MisconfiguredError for content that it cannot use.

        Raises MisconfiguredError where there is no usable value to begin with.
        """
        self._setting = setting
        self._read = read
        self._value_of = value_of
        self._metrics = metrics
        try:
            self._seen: S | None = read()
        except OSError as error:
            raise MisconfiguredError(f"{setting} cannot be read: {error.strerror}.") from error
        self.current = value_of(self._seen)
        metrics.unusable.labels(setting).set(0)

    async def look(self) -> None:
        """Reads, and takes the value over where the content has changed and can be used."""
        try:
            content = await asyncio.to_thread(self._read)
        except OSError as error:
            if self._seen is not None:
                self._seen = None
                self._keep_what_holds(f"It cannot be read: {error.strerror}.")
            return
        if content == self._seen:
            return
        self._seen = content
        try:
            self.current = await asyncio.to_thread(self._value_of, content)
        except MisconfiguredError as error:
            self._keep_what_holds(str(error))
        else:
            self._count("taken over")
            log.info("changed file taken over", setting=self._setting)

    async def keep_looking(self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> NoReturn:
        """Looks again and again, until cancelled."""
        while True:
            await sleep(LOOK_EVERY.total_seconds())
            try:
                await self.look()
            except Exception:  # a fault nobody expected: what holds goes on holding, and the next change is seen
                self._count("unusable")
                log.exception("changed file could not be looked at", setting=self._setting)

    def _keep_what_holds(self, reason: str) -> None:
        self._count("unusable")
        log.error("changed file cannot be used, what it said before holds", setting=self._setting, reason=reason)

    def _count(self, outcome: str) -> None:
        self._metrics.reloads.labels(self._setting, outcome).inc()
        self._metrics.unusable.labels(self._setting).set(outcome == "unusable")


@asynccontextmanager
async def looked_after(file: Reloaded[Any, Any] | None) -> AsyncIterator[None]:
    """Keeps looking at a file while the block runs; nothing where there is none."""
    if file is None:
        yield
        return
    looking = OwnedTasks().start(file.keep_looking())
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
