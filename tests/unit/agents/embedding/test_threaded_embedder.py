"""A model behind a thread: off the loop, loaded once, bounded, closed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence

import numpy as np
import pytest

from services.orchestrator.agents.embedding.embedder import EmbedderBusy, Vectors
from services.orchestrator.agents.embedding.threaded import ThreadedEmbedder


class GatedModel:
    """Places a text at its length along the first axis, once its gate is open."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.started = threading.Event()
        self.threads: set[str] = set()
        self.largest_batch = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.threads.add(threading.current_thread().name)
        self.largest_batch = max(self.largest_batch, len(texts))
        self.started.set()
        self.gate.wait()
        vectors = np.zeros((len(texts), 384), np.float32)
        vectors[:, 0] = [len(text) for text in texts]
        return vectors


@pytest.fixture
def model() -> GatedModel:
    return GatedModel()


@pytest.fixture
async def embedder(model: GatedModel) -> AsyncIterator[ThreadedEmbedder]:
    embedder = ThreadedEmbedder(lambda: model, max_waiting=2)
    yield embedder
    model.gate.set()
    embedder.close()


async def test_the_model_never_runs_on_the_event_loops_thread(model: GatedModel, embedder: ThreadedEmbedder) -> None:
    await asyncio.gather(embedder.embed(["a"]), embedder.embed(["b"]))
    assert len(model.threads) == 1
    assert threading.current_thread().name not in model.threads


async def test_many_texts_keep_their_order_and_go_in_small_batches(
    model: GatedModel, embedder: ThreadedEmbedder
) -> None:
    vectors = await embedder.embed(["x" * length for length in range(20)])
    assert vectors[:, 0].tolist() == list(range(20))
    assert model.largest_batch == 8


async def test_no_texts_give_no_vectors(embedder: ThreadedEmbedder) -> None:
    assert (await embedder.embed([])).shape == (0, 384)


async def test_a_call_too_many_is_turned_away_and_the_next_is_served_again(
    model: GatedModel, embedder: ThreadedEmbedder
) -> None:
    model.gate.clear()
    async with asyncio.TaskGroup() as calls:
        for text in ("a", "bb"):
            calls.create_task(embedder.embed([text]))
        await asyncio.to_thread(model.started.wait)
        with pytest.raises(EmbedderBusy):
            await embedder.embed(["ccc"])
        model.gate.set()
    assert (await embedder.embed(["ccc"]))[0, 0] == 3


async def test_a_call_that_is_cancelled_while_waiting_never_reaches_the_model(
    model: GatedModel, embedder: ThreadedEmbedder
) -> None:
    model.gate.clear()
    async with asyncio.TaskGroup() as calls:
        calls.create_task(embedder.embed(["a"]))
        await asyncio.to_thread(model.started.wait)
        waiting = calls.create_task(embedder.embed(["b"] * 8))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.sleep(0)
        model.gate.set()
    assert model.largest_batch == 1


async def test_the_model_is_loaded_once_and_before_the_first_question_where_asked() -> None:
    loads: list[str] = []

    def load() -> GatedModel:
        loads.append(threading.current_thread().name)
        return GatedModel()

    embedder = ThreadedEmbedder(load)
    try:
        assert loads == []
        await embedder.load()
        assert len(loads) == 1
        await asyncio.gather(embedder.embed(["a"]), embedder.embed(["b"]))
        assert len(loads) == 1
        assert loads[0] != threading.current_thread().name
    finally:
        embedder.close()


async def test_closing_cancels_what_still_waits(model: GatedModel, embedder: ThreadedEmbedder) -> None:
    model.gate.clear()
    async with asyncio.TaskGroup() as calls:
        calls.create_task(embedder.embed(["a"]))
        await asyncio.to_thread(model.started.wait)
        waiting = calls.create_task(embedder.embed(["b"]))
        await asyncio.sleep(0)
        closing = calls.create_task(asyncio.to_thread(embedder.close))
        await asyncio.wait([waiting])
        model.gate.set()
        await closing
    assert waiting.cancelled()


async def test_closing_ends_the_thread() -> None:
    embedder = ThreadedEmbedder(GatedModel)
    await embedder.load()
    embedder.close()
    assert not any(thread.name.startswith("embedder") for thread in threading.enumerate())
