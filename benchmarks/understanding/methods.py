"""Ways to decide whether two questions are the same: by meaning, by their words, by a model of similarity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Protocol

import numpy as np

from services.orchestrator.agents.embedding.minilm import MiniLM
from services.orchestrator.understanding.planner import Planner, QuestionContext, Understood

BATCH = 64


class Method(Protocol):
    """Decides for each pair of phrasings whether one would be answered with the other's answer."""

    @property
    def name(self) -> str:
        """Its name in the table."""
        ...

    def same(self, phrasings: Sequence[str]) -> np.ndarray:
        """A symmetric boolean matrix over the phrasings."""
        ...


class ByMeaning:
    """Equal plans. A question that is asked back is the same as none."""

    name = "meaning (Headrace)"

    def __init__(self, planner: Planner, today: date) -> None:
        self._planner = planner
        self._context = QuestionContext(today)

    def same(self, phrasings: Sequence[str]) -> np.ndarray:
        return _equal([self._key(phrasing) for phrasing in phrasings])

    def _key(self, phrasing: str) -> str:
        understood = self._planner.understand(phrasing, self._context)
        return understood.query_hash if isinstance(understood, Understood) else ""


class BySortedWords:
    """Equal bags of lower-case words."""

    name = "sorted words, hashed"

    def same(self, phrasings: Sequence[str]) -> np.ndarray:
        return _equal([" ".join(sorted(re.findall(r"\w+", phrasing.lower()))) for phrasing in phrasings])


class ByCosine:
    """A sentence model's cosine at or above a threshold."""

    def __init__(self, model: MiniLM, threshold: float) -> None:
        self._model = model
        self._threshold = threshold
        self.name = f"cosine ≥ {threshold:.2f}, all-MiniLM-L6-v2"

    def same(self, phrasings: Sequence[str]) -> np.ndarray:
        vectors = np.concatenate(
            [self._model.encode(phrasings[start : start + BATCH]) for start in range(0, len(phrasings), BATCH)]
        )
        close: np.ndarray = vectors @ vectors.T >= self._threshold
        return close


def _equal(keys: Sequence[str]) -> np.ndarray:
    known = np.array(keys)
    equal: np.ndarray = (known[:, None] == known[None, :]) & (known != "")[:, None]
    return equal
