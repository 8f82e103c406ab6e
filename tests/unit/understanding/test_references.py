"""Questions after a thing that only the asker knows are asked back, with questions that would be understood."""

from __future__ import annotations

import pytest

from services.orchestrator.understanding.planner import (
    NeedsClarification,
    Planner,
    QuestionContext,
    Refused,
    Understood,
)
from tests.unit.understanding.question_files import TODAY

CONTEXT = QuestionContext(TODAY)


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("how did the launch go", "the launch"),
        ("Was our webinar a success?", "our webinar"),
        ("how's the new campaign going this month?", "the new campaign"),
        ("how did the spring sale do in October?", "the spring sale"),
        ("Hi! How did our Black Friday sale do last year?", "our black friday sale"),
        ("how did the promotion do last week?", "the promotion"),
    ],
)
def test_the_thing_is_named_and_what_it_could_be_is_offered(planner: Planner, question: str, thing: str) -> None:
    asked_back = planner.understand(question, CONTEXT)
    assert isinstance(asked_back, NeedsClarification)
    assert f'"{thing}"' in asked_back.message
    assert asked_back.suggestions
    for suggestion in asked_back.suggestions:
        assert isinstance(planner.understand(suggestion, CONTEXT), Understood), suggestion


def test_a_period_is_carried_into_what_is_offered(planner: Planner) -> None:
    asked_back = planner.understand("how did the launch go last week?", CONTEXT)
    assert isinstance(asked_back, NeedsClarification)
    assert all(suggestion.endswith("last week") for suggestion in asked_back.suggestions)


@pytest.mark.parametrize("question", ["how did the mobile sessions do last week", "what about the users last week"])
def test_a_figure_is_no_such_thing(planner: Planner, question: str) -> None:
    assert isinstance(planner.understand(question, CONTEXT), Understood)


@pytest.mark.parametrize("question", ["how is the weather", "did the email addresses of our users work"])
def test_what_is_refused_stays_refused(planner: Planner, question: str) -> None:
    assert isinstance(planner.understand(question, CONTEXT), Refused)
