"""The agent that writes the narrative, streaming it while it writes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.orchestrator.agents.agent import Inputs, Partials, Slot
from services.orchestrator.agents.reporting.writer import Material, Writer
from services.orchestrator.agents.slots import CONTEXT, DATA, NARRATIVE, UNDERSTOOD, Narrative


class ReportingAgent:
    """Sends every piece of the narrative as it is written; the pieces joined are the narrative."""

    name = "reporting"
    needs: tuple[Slot[Any], ...] = (DATA, UNDERSTOOD)
    wants: tuple[Slot[Any], ...] = (CONTEXT,)
    output: Slot[Any] = NARRATIVE
    required = True
    effect_of_loss = ""

    def __init__(self, writer: Writer, budget: timedelta = timedelta(seconds=10)) -> None:
        self._writer = writer
        self.budget = budget

    async def run(self, inputs: Inputs, partials: Partials) -> Narrative:
        """Raises what the writer raises."""
        material = Material(inputs[UNDERSTOOD], inputs[DATA], inputs.get(CONTEXT) or ())
        pieces: list[str] = []
        async for piece in self._writer.write(material):
            partials.narrative(piece)
            pieces.append(piece)
        return Narrative("".join(pieces))
