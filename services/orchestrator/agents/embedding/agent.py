"""The agent that places the question's meaning among the notes'."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from services.orchestrator.agents.agent import Inputs, Partials, Slot
from services.orchestrator.agents.embedding.embedder import Embedder
from services.orchestrator.agents.slots import EMBEDDING, UNDERSTOOD


class EmbeddingAgent:
    """Turns the canonical question into a unit vector of shape (384,).

    Not the caller's own words: the answer is shared by all wordings of its meaning, so its notes must be too.
    """

    name = "embedding"
    needs: tuple[Slot[Any], ...] = (UNDERSTOOD,)
    wants: tuple[Slot[Any], ...] = ()
    output: Slot[Any] = EMBEDDING
    required = False
    effect_of_loss = "notes that bear on the question"

    def __init__(self, embedder: Embedder, budget: timedelta = timedelta(seconds=2)) -> None:
        self._embedder = embedder
        self.budget = budget

    async def run(self, inputs: Inputs, partials: Partials) -> npt.NDArray[np.float32]:
        """Raises EmbedderBusy."""
        vector: npt.NDArray[np.float32] = (await self._embedder.embed([inputs[UNDERSTOOD].canonical_question]))[0]
        return vector
