"""Suggests questions near one that was not understood. A suggestion is offered, and never answered unasked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import numpy as np
import structlog

from services.orchestrator.agents.embedding.embedder import Embedder, EmbedderBusy, Vectors
from services.orchestrator.metrics import OrchestratorMetrics
from services.orchestrator.understanding.planner import NeedsClarification

_NEAR = 0.3
"""The cosine below which two questions have little in common."""
_MOST_SUGGESTIONS = 5
_NAME = "suggestions"

log = structlog.get_logger(__name__)


class Suggester(Protocol):
    """Adds suggestions to a question back."""

    async def suggested(self, question: str, asked_back: NeedsClarification) -> NeedsClarification:
        """The same question back, with the suggestions that are nearest; raises nothing."""
        ...


class NoSuggester:
    """Leaves a question back as the planner wrote it."""

    async def suggested(self, question: str, asked_back: NeedsClarification) -> NeedsClarification:
        return asked_back


class NearestExamples:
    """Suggests the examples that lie nearest in meaning, behind what the planner suggests of the question itself.

    Without the model in time the planner's suggestions stand.
    """

    def __init__(
        self,
        examples: Sequence[str],
        vectors: Vectors,
        embedder: Embedder,
        metrics: OrchestratorMetrics,
        deadline: timedelta = timedelta(milliseconds=300),
    ) -> None:
        self._examples = tuple(examples)
        self._vectors = vectors
        self._embedder = embedder
        self._metrics = metrics
        self._deadline = deadline

    @classmethod
    async def of(cls, examples: Sequence[str], embedder: Embedder, metrics: OrchestratorMetrics) -> NearestExamples:
        """Embeds every example once: a second or two for a hundred of them. Raises EmbedderBusy."""
        return cls(examples, await embedder.embed(examples), embedder, metrics)

    async def suggested(self, question: str, asked_back: NeedsClarification) -> NeedsClarification:
        """See `Suggester.suggested`."""
        try:
            async with asyncio.timeout(self._deadline.total_seconds()):
                [place] = await self._embedder.embed([question])
        except (TimeoutError, EmbedderBusy) as error:
            kind = "timeout" if isinstance(error, TimeoutError) else "busy"
            self._metrics.agent_failures.labels(_NAME, kind).inc()
            log.warning("nearest examples not found", reason=kind)
            return asked_back
        closeness = self._vectors @ place
        ranked = np.argsort(-closeness, kind="stable")[:_MOST_SUGGESTIONS]
        near = [self._examples[at] for at in ranked if closeness[at] >= _NEAR]
        if not near:
            return asked_back
        own = [suggestion for suggestion in asked_back.suggestions if suggestion not in self._examples]
        return replace(asked_back, suggestions=tuple(dict.fromkeys((*own, *near)))[:_MOST_SUGGESTIONS])
