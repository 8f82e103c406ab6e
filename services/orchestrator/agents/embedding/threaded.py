"""A blocking model made an Embedder: one thread of its own, loaded once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np

from services.orchestrator.agents.embedding.embedder import DIMENSIONS, EmbedderBusy, Vectors

# So that a question does not wait behind a whole index, yet the model works on several passages at once.
BATCH = 8


class Model(Protocol):
    """A model in memory; blocks while it computes."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, shape (len(texts), 384)."""
        ...


class ThreadedEmbedder:
    """Runs a model off the event loop. At most `max_waiting` calls are under way at once."""

    def __init__(self, load: Callable[[], Model], *, max_waiting: int = 64) -> None:
        self._load = load
        self._max_waiting = max_waiting
        self._under_way = 0
        self._model: Model | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedder")

    async def load(self) -> None:
        """Loads the model, so that the first question need not. Raises what loading raises."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._loaded)

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`. Loads the model where `load` was not called."""
        if self._under_way >= self._max_waiting:
            raise EmbedderBusy(f"{self._under_way} texts wait to be embedded already")
        self._under_way += 1
        try:
            loop = asyncio.get_running_loop()
            batches = [
                await loop.run_in_executor(self._thread, self._encode, texts[start : start + BATCH])
                for start in range(0, len(texts), BATCH)
            ]
        finally:
            self._under_way -= 1
        return np.concatenate(batches) if batches else np.empty((0, DIMENSIONS), np.float32)

    def close(self) -> None:
        """Ends the thread once it has finished the batch at hand; calls still waiting are cancelled."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        return self._loaded().encode(texts)

    def _loaded(self) -> Model:
        # Only ever runs in the one thread, so two callers cannot load twice.
        if self._model is None:
            self._model = self._load()
        return self._model
