"""Every example that is offered is a question that is understood, and none is offered twice."""

from __future__ import annotations

import pytest

from services.orchestrator.understanding.examples import example_questions
from services.orchestrator.understanding.planner import Planner, QuestionContext, Understood
from tests.unit.understanding.question_files import TODAY


@pytest.mark.parametrize("question", example_questions())
def test_an_example_is_understood(planner: Planner, question: str) -> None:
    assert isinstance(planner.understand(question, QuestionContext(TODAY)), Understood)


def test_no_two_examples_mean_the_same(planner: Planner) -> None:
    results = [planner.understand(question, QuestionContext(TODAY)) for question in example_questions()]
    keys = [result.query_hash for result in results if isinstance(result, Understood)]
    assert len(set(keys)) == len(keys)
