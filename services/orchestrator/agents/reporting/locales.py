"""The data that words and figures are formatted with."""

from __future__ import annotations

from datetime import date

from headrace.orchestrator.v1.answer_pb2 import Unit
from services.orchestrator.agents.reporting.numbers import quantity
from services.orchestrator.agents.reporting.periods import day
from services.orchestrator.agents.reporting.wording import listed


def read_locales() -> None:
    """Has Babel read its data from disk, which it keeps: some 50 ms that would else block the first narrative."""
    quantity(0.5, Unit.UNIT_CURRENCY, "USD")
    quantity(0.5, Unit.UNIT_RATIO, "")
    listed(["one", "another"])
    day(date.min)
