"""How far back realtime reports reach depends on the property."""

from __future__ import annotations

import pytest

from services.orchestrator.understanding.plan import MinuteRange, ReportRequest
from services.orchestrator.understanding.planner import Planner, QuestionContext, Refused, Understood
from tests.unit.understanding.question_files import TODAY

STANDARD, PAID = QuestionContext(TODAY), QuestionContext(TODAY, realtime_minutes=60)


@pytest.mark.parametrize(("words", "first"), [("45 minutes", 44), ("60 min", 59), ("hour", 59)])
def test_minutes_that_only_a_paid_property_has_are_refused_elsewhere(planner: Planner, words: str, first: int) -> None:
    read = planner.understand(f"users in the last {words}", PAID)
    assert isinstance(read, Understood)
    [request] = read.plan.requests
    assert isinstance(request, ReportRequest)
    assert request.minute_ranges == (MinuteRange(first, 0),)
    refused = planner.understand(f"users in the last {words}", STANDARD)
    assert isinstance(refused, Refused)
    assert "30 minutes" in refused.message


def test_further_back_than_any_reaches_is_refused_with_the_property_s_reach(planner: Planner) -> None:
    refused = planner.understand("users in the last 3 hours", PAID)
    assert isinstance(refused, Refused)
    assert "60 minutes" in refused.message
