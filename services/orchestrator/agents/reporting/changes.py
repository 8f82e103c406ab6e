"""What became of a figure from one period to another."""

from __future__ import annotations

from dataclasses import dataclass

from headrace.orchestrator.v1.answer_pb2 import Unit
from services.orchestrator.agents.reporting.measure import Measure
from services.orchestrator.agents.reporting.numbers import percent, percentage_points

# A hundredfold: beyond it the figure then was next to nothing, and a percentage is noise.
_LARGEST_RISE = 100


@dataclass(frozen=True, slots=True)
class Change:
    """A figure then and now."""

    before: float
    after: float

    @property
    def difference(self) -> float:
        """Positive for a rise."""
        return self.after - self.before

    @property
    def ratio(self) -> float | None:
        """The difference as a share of the figure then; None where that was too small for it, or below zero."""
        comparable = self.before > 0 and self.after <= _LARGEST_RISE * self.before
        return self.difference / self.before if comparable else None

    @property
    def verb(self) -> str:
        """ "rose", "fell" or "stayed"."""
        if self.difference == 0:
            return "stayed"
        return "rose" if self.difference > 0 else "fell"


def extent(change: Change, measure: Measure) -> str:
    """How far the figure moved, for example "up 234, or 23.4%", "down 1.2 percentage points" or "unchanged"."""
    if change.difference == 0:
        return "unchanged"
    direction = "up" if change.difference > 0 else "down"
    if measure.unit == Unit.UNIT_RATIO:
        return f"{direction} {percentage_points(change.difference)}"
    moved = f"{direction} {measure.figure(abs(change.difference))}"
    return moved if change.ratio is None else f"{moved}, or {percent(abs(change.ratio))}"
