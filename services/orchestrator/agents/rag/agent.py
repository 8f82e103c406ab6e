"""The agent that finds the notes that bear on the question."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.agent import Inputs, Partials, Slot
from services.orchestrator.agents.rag.retrieval import Retriever
from services.orchestrator.agents.slots import CONTEXT, EMBEDDING, PROPERTY_ID, UNDERSTOOD


class RagAgent:
    """Finds at most six notes."""

    name = "rag"
    needs: tuple[Slot[Any], ...] = (EMBEDDING, UNDERSTOOD, PROPERTY_ID)
    wants: tuple[Slot[Any], ...] = ()
    output: Slot[Any] = CONTEXT
    required = False
    effect_of_loss = "notes that bear on the question"

    def __init__(self, retriever: Retriever, budget: timedelta = timedelta(seconds=2)) -> None:
        self._retriever = retriever
        self.budget = budget

    async def run(self, inputs: Inputs, partials: Partials) -> tuple[answer_pb2.Note, ...]:
        """Raises EmbedderBusy."""
        passages = await self._retriever.passages(inputs[EMBEDDING], inputs[UNDERSTOOD].plan, inputs[PROPERTY_ID])
        return tuple(passage.as_note() for passage in passages)
