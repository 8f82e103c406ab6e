"""Passages found by meaning."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from services.orchestrator.agents.embedding.embedder import Embedder, Vectors
from services.orchestrator.agents.rag.passage import Passage


class PassageIndex:
    """Passages and their vectors, in memory."""

    def __init__(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        self._passages = tuple(passages)
        self._vectors = vectors
        self._explaining: dict[str, Passage] = {}
        for passage in self._passages:
            for name in passage.fields:
                self._explaining.setdefault(name, passage)

    @classmethod
    async def of(cls, passages: Sequence[Passage], embedder: Embedder) -> PassageIndex:
        """Embeds every passage once: a second or two for a hundred of them. Raises EmbedderBusy."""
        return cls(passages, await embedder.embed([passage.whole for passage in passages]))

    def explaining(self, api_name: str) -> Passage | None:
        """The first passage that names the GA4 field; "keyEvents:purchase" is explained as keyEvents is."""
        return self._explaining.get(api_name.partition(":")[0])

    def nearest(
        self, question: npt.NDArray[np.float32], *, floor: float, most: int, besides: Collection[Passage]
    ) -> list[Passage]:
        """The passages closest to the question, closest first, with a cosine of at least `floor`."""
        closeness = self._vectors @ question
        ranked = np.argsort(-closeness, kind="stable")
        near = (self._passages[place] for place in ranked if closeness[place] >= floor)
        return [passage for passage in near if passage not in besides][:most]
