"""The seam to a model that turns texts into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

DIMENSIONS = 384

Vectors = npt.NDArray[np.float32]


class EmbedderBusy(Exception):
    """More texts wait to be embedded than may; come back later."""


class Embedder(Protocol):
    """Places texts in space so that texts alike in meaning lie close."""

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, shape (len(texts), 384): the dot product of two is their cosine.

        Text past what the model can read is ignored. Raises EmbedderBusy.
        """
        ...
