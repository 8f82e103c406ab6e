"""The model places texts where its full-precision original does."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from services.orchestrator.agents.embedding.minilm import MiniLM

LAST_WEEK = "how many users last week"


@cache
def model() -> MiniLM:
    return MiniLM.load()


def cosine(one: str, other: str) -> float:
    vectors = model().encode([one, other])
    return float(vectors[0] @ vectors[1])


@pytest.mark.parametrize(
    ("other", "full_precision"),
    [
        ("number of users in the previous week", 0.869),
        ("how many users last month", 0.814),
        ("how many sessions last week", 0.696),
        ("how many users did we have last week", 0.861),
    ],
)
def test_similarities_are_those_of_the_full_precision_model(other: str, full_precision: float) -> None:
    assert cosine(LAST_WEEK, other) == pytest.approx(full_precision, abs=0.01)


def test_a_near_miss_can_lie_closer_than_a_paraphrase() -> None:
    question = "how many users did we have last week"
    assert cosine(question, "how many users did we have last month") > cosine(
        question, "number of users in the previous week"
    )


def test_vectors_have_unit_length_even_for_texts_without_words() -> None:
    vectors = model().encode(["", "  ", "\x00", "日本", "word " * 2_000])
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_a_text_has_one_vector_whatever_else_is_in_its_batch() -> None:
    alone = model().encode([LAST_WEEK])[0]
    in_company = model().encode([LAST_WEEK, "a far longer text " * 20])[0]
    assert float(alone @ in_company) == pytest.approx(1, abs=1e-3)


def test_no_texts_give_no_vectors() -> None:
    assert model().encode([]).shape == (0, 384)
