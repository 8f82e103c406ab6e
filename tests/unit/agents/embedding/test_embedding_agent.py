from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.agent import Agent, Inputs
from services.orchestrator.agents.embedding.agent import EmbeddingAgent
from services.orchestrator.agents.embedding.embedder import Vectors
from services.orchestrator.agents.slots import EMBEDDING, UNDERSTOOD
from services.orchestrator.understanding.plan import Plan
from services.orchestrator.understanding.planner import Understood


class OneAxisEach:
    """Gives every text it knows an axis of its own."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    async def embed(self, texts: Sequence[str]) -> Vectors:
        return np.eye(384, dtype=np.float32)[[self._texts.index(text) for text in texts]]


class NoPartials:
    def table(self, table: answer_pb2.Table) -> None:
        raise AssertionError("an embedding is no part of the answer")

    def narrative(self, delta: str) -> None:
        raise AssertionError("an embedding is no part of the answer")


async def test_the_meaning_in_the_services_own_words_becomes_one_vector() -> None:
    agent: Agent[Vectors] = EmbeddingAgent(OneAxisEach("other", "users last week"))
    vector = await agent.run(Inputs({UNDERSTOOD: Understood(Plan(()), "", "users last week")}), NoPartials())
    assert vector.shape == (384,)
    assert vector.argmax() == 1


def test_an_answer_can_do_without_it() -> None:
    agent = EmbeddingAgent(OneAxisEach())
    assert agent.output is EMBEDDING
    assert not agent.required
    assert agent.effect_of_loss
