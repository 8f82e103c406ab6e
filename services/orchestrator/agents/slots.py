"""The values that flow between the agents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from headrace.orchestrator.v1 import answer_pb2
from services.orchestrator.agents.agent import Slot
from services.orchestrator.ga4.report_source import Reports
from services.orchestrator.understanding.planner import Understood


@dataclass(frozen=True, slots=True)
class Data:
    """What GA4 answered, and the same as tables for the answer, in the plan's order."""

    reports: Reports
    tables: tuple[answer_pb2.Table, ...]


@dataclass(frozen=True, slots=True)
class Narrative:
    """The finished prose."""

    text: str


PROPERTY_ID: Slot[str] = Slot("property_id")
UNDERSTOOD: Slot[Understood] = Slot("understood")
DATA: Slot[Data] = Slot("data")
EMBEDDING: Slot[npt.NDArray[np.float32]] = Slot("embedding")
CONTEXT: Slot[tuple[answer_pb2.Note, ...]] = Slot("context")
NARRATIVE: Slot[Narrative] = Slot("narrative")
