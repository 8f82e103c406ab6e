"""Vectors of texts that were embedded before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from services.orchestrator.agents.embedding.embedder import Embedder, Vectors


class VectorMemory:
    """Embeds each text once and keeps the vectors used last: 1.5 KB each, 6 MB by default."""

    def __init__(self, embedder: Embedder, most: int = 4_096) -> None:
        self._embedder = embedder
        self._most = most
        self._vectors: OrderedDict[str, npt.NDArray[np.float32]] = OrderedDict()

    async def of(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, shape (len(texts), 384), for at least one text. Raises EmbedderBusy."""
        found = {text: self._vectors[text] for text in texts if text in self._vectors}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found.update(zip(missing, await self._embedder.embed(missing), strict=True))
        for text, vector in found.items():
            self._vectors[text] = vector
            self._vectors.move_to_end(text)
        while len(self._vectors) > self._most:
            self._vectors.popitem(last=False)
        return np.stack([found[text] for text in texts])
