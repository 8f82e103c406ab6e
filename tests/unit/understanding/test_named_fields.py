"""What stands beside a field's name is its value, and only there."""

from __future__ import annotations

import pytest

from services.orchestrator.understanding.lexicon.catalogue import load_catalogue
from services.orchestrator.understanding.planner import NeedsClarification, Planner, QuestionContext
from tests.unit.understanding.question_files import TODAY

CONTEXT = QuestionContext(TODAY)


@pytest.mark.parametrize(
    "question",
    [
        "sessions by channel = mobile last week",
        "sessions = mobile last week",
        "sessions where country flavour last week",
        "users by medium cpc last week",
        "pages where views != 100 last week",
    ],
)
def test_a_sign_or_value_without_its_field_is_asked_about(planner: Planner, question: str) -> None:
    assert isinstance(planner.understand(question, CONTEXT), NeedsClarification)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("customevent:plan_tier", "customEvent:plan_tier"),
        ("keyEvents:sign_up", "keyEvents:sign_up"),
        ("somethingElse:plan_tier", ""),
        ("customEvent:", ""),
    ],
)
def test_fields_with_a_parameter_are_written_as_ga4_writes_them(written: str, name: str) -> None:
    assert load_catalogue().with_parameter(written) == name
