"""Which notes bear on an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from services.orchestrator.agents.embedding.embedder import Embedder
from services.orchestrator.agents.rag.index import PassageIndex
from services.orchestrator.agents.rag.passage import Annotation, Passage
from services.orchestrator.agents.rag.vector_memory import VectorMemory
from services.orchestrator.understanding.plan import Plan

MOST_NOTES = 6
MOST_DEFINITIONS = 3
MOST_NEAREST = 2
# Tried on twenty questions of the field: from here up all was on the subject, below 0.45 little was.
FLOOR = 0.5
# Embedding one takes about 6 ms, and those further back seldom matter.
MOST_ANNOTATIONS_RANKED = 32


class Annotations(Protocol):
    """What happened to properties, and when."""

    async def of(self, property_id: str) -> Sequence[Annotation]:
        """The property's annotations, by first day."""
        ...


class Retriever:
    """Finds notes: definitions of the fields asked for, then what happened in the periods, then what is near."""

    def __init__(self, definitions: PassageIndex, annotations: Annotations, embedder: Embedder) -> None:
        self._definitions = definitions
        self._annotations = annotations
        self._vectors = VectorMemory(embedder)

    async def passages(self, question: npt.NDArray[np.float32], plan: Plan, property_id: str) -> tuple[Passage, ...]:
        """At most six passages, equal for equal arguments and notes. Raises EmbedderBusy."""
        found = self._defined(plan)
        happened = _within(plan, await self._annotations.of(property_id))
        found += await self._closest(question, happened, MOST_NOTES - len(found))
        left = min(MOST_NEAREST, MOST_NOTES - len(found))
        found += self._definitions.nearest(question, floor=FLOOR, most=left, besides=found)
        return tuple(found)

    def _defined(self, plan: Plan) -> list[Passage]:
        metrics = [name for request in plan.requests for name in request.metrics]
        dimensions = [name for request in plan.requests for name in request.dimensions]
        explained = (self._definitions.explaining(name) for name in (*metrics, *dimensions))
        return list(dict.fromkeys(passage for passage in explained if passage is not None))[:MOST_DEFINITIONS]

    async def _closest(
        self, question: npt.NDArray[np.float32], annotations: Sequence[Annotation], most: int
    ) -> list[Passage]:
        """As many annotations as there is room for: all by date, or those nearest to the question."""
        passages = [annotation.passage for annotation in annotations]
        if len(passages) <= most:
            return passages
        recent = passages[-MOST_ANNOTATIONS_RANKED:]
        closeness = await self._vectors.of([passage.whole for passage in recent]) @ question
        chosen = sorted(np.argsort(-closeness, kind="stable")[:most])
        return [recent[place] for place in chosen]


def _within(plan: Plan, annotations: Sequence[Annotation]) -> list[Annotation]:
    periods = [period for request in plan.requests for period in request.date_ranges]
    return [annotation for annotation in annotations if any(annotation.touches(period) for period in periods)]
