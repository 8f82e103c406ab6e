"""The seam to whoever turns figures into prose."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.slots import Data
from services.orchestrator.understanding.planner import Understood


@dataclass(frozen=True, slots=True)
class Material:
    """What a narrative is written from."""

    understood: Understood
    data: Data
    notes: tuple[answer_pb2.Note, ...] = ()


class Writer(Protocol):
    """Writes the narrative of an answer."""

    def write(self, material: Material) -> AsyncIterator[str]:
        """The narrative piece by piece; joined as they come, the pieces are the whole.

        Every number in it stands in the material's tables or is computed from them, save those of dates and those
        quoted from notes. It is shared by all whose question has this plan, so it says nothing of the wording.
        """
        ...
