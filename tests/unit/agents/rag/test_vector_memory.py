"""A text is embedded once while it is remembered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from services.orchestrator.agents.embedding.embedder import Vectors
from services.orchestrator.agents.rag.vector_memory import VectorMemory


class LengthEmbedder:
    """Places a text at its length along the first axis, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        vectors = np.zeros((len(texts), 384), np.float32)
        vectors[:, 0] = [len(text) for text in texts]
        return vectors


async def test_only_texts_not_seen_before_are_embedded_and_the_order_is_kept() -> None:
    embedder = LengthEmbedder()
    memory = VectorMemory(embedder)
    assert (await memory.of(["a", "bb", "a"]))[:, 0].tolist() == [1, 2, 1]
    assert (await memory.of(["ccc", "bb"]))[:, 0].tolist() == [3, 2]
    assert (await memory.of(["bb", "ccc"]))[:, 0].tolist() == [2, 3]
    assert embedder.asked == [["a", "bb"], ["ccc"]]


async def test_the_text_used_longest_ago_is_forgotten_first() -> None:
    embedder = LengthEmbedder()
    memory = VectorMemory(embedder, most=2)
    for text in ("a", "bb", "a", "ccc", "a", "bb"):
        await memory.of([text])
    assert embedder.asked == [["a"], ["bb"], ["ccc"], ["bb"]]


async def test_more_texts_than_can_be_remembered_are_all_embedded() -> None:
    memory = VectorMemory(LengthEmbedder(), most=1)
    assert (await memory.of(["a", "bb", "ccc"]))[:, 0].tolist() == [1, 2, 3]
