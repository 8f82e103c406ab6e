"""What is suggested for a question that was not understood."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest
from prometheus_client import CollectorRegistry

from services.orchestrator.agents.embedding.embedder import DIMENSIONS, EmbedderBusy, Vectors
from services.orchestrator.metrics import OrchestratorMetrics
from services.orchestrator.suggestions import NearestExamples
from services.orchestrator.understanding.planner import NeedsClarification
from tests.fakes.orchestrator import Workbench, asking, events_of

EXAMPLES = ("Revenue by country", "Revenue by device", "Users yesterday")
ASKED_BACK = NeedsClarification("What is meant?", ("Users yesterday", "profit by device"))


class BagOfLetters:
    """Places texts by their words: equal words, equal places. `error` or `hang` stands for a model that fails."""

    def __init__(self, error: Exception | None = None, *, hangs: bool = False) -> None:
        self._error = error
        self._hangs = hangs

    async def embed(self, texts: Sequence[str]) -> Vectors:
        if self._error:
            raise self._error
        if self._hangs:
            await asyncio.Event().wait()
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, sum(word.encode()) % DIMENSIONS] += 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


async def nearest(embedder: BagOfLetters) -> NearestExamples:
    vectors = await BagOfLetters().embed(EXAMPLES)
    metrics = OrchestratorMetrics(CollectorRegistry())
    return NearestExamples(EXAMPLES, vectors, embedder, metrics, deadline=timedelta(milliseconds=20))


async def test_the_nearest_questions_stand_behind_what_was_found_in_the_question_itself() -> None:
    suggester = await nearest(BagOfLetters())
    found = await suggester.suggested("profit by device", ASKED_BACK)
    assert found.message == ASKED_BACK.message
    assert found.suggestions == ("profit by device", "Revenue by device", "Revenue by country")


async def test_a_question_near_none_keeps_its_own_suggestions() -> None:
    suggester = await nearest(BagOfLetters())
    assert await suggester.suggested("zork", ASKED_BACK) == ASKED_BACK


@pytest.mark.parametrize("model", [BagOfLetters(EmbedderBusy("full")), BagOfLetters(hangs=True)], ids=["busy", "hangs"])
async def test_without_the_model_the_question_is_asked_back_all_the_same(model: BagOfLetters) -> None:
    suggester = await nearest(model)
    assert await suggester.suggested("profit by device", ASKED_BACK) == ASKED_BACK


async def test_asking_and_explaining_suggest_the_same() -> None:
    bench = Workbench()
    bench.suggester = await nearest(BagOfLetters())
    asked = asking("what revenue by country")
    [event] = await events_of(await bench.pipeline.answer(asked))
    explained = await bench.pipeline.explain(asked.property_id, asked.question, None)
    assert isinstance(explained, NeedsClarification)
    assert "Revenue by country" in explained.suggestions
    assert tuple(event.result.answer.suggestions) == explained.suggestions
