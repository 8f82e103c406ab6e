"""Questions about fields themselves have plans of their own."""

from __future__ import annotations

from typing import Any

import pytest

from services.orchestrator.understanding.planner import NeedsClarification, Planner, QuestionContext, Understood
from tests.unit.understanding.question_files import TODAY, read

QUESTIONS = read("about_fields")
CONTEXT = QuestionContext(TODAY)


def understood(planner: Planner, question: str) -> Understood:
    understanding = planner.understand(question, CONTEXT)
    assert isinstance(understanding, Understood), (question, understanding)
    return understanding


@pytest.mark.parametrize("entry", QUESTIONS["question"], ids=lambda entry: entry["means"])
def test_all_phrasings_of_a_question_about_fields_are_one_plan(planner: Planner, entry: dict[str, Any]) -> None:
    for question in (*entry["asks"], entry["means"]):
        result = understood(planner, question)
        (request,) = result.plan.requests
        assert request.method.value == entry["method"], question
        assert [*request.metrics, *request.dimensions] == entry["fields"], question
        assert (request.listing or "") == entry["listing"], question
        assert result.canonical_question == entry["means"]
        assert not result.assumptions


def test_different_questions_about_fields_have_different_keys(planner: Planner) -> None:
    keys = {understood(planner, entry["asks"][0]).query_hash for entry in QUESTIONS["question"]}
    assert len(keys) == len(QUESTIONS["question"])


@pytest.mark.parametrize("question", QUESTIONS["asked_back"]["questions"])
def test_what_has_no_place_in_a_question_about_fields_is_asked_back(planner: Planner, question: str) -> None:
    assert isinstance(planner.understand(question, CONTEXT), NeedsClarification)


@pytest.mark.parametrize("question", QUESTIONS["figures"]["questions"])
def test_a_question_for_figures_is_no_question_about_fields(planner: Planner, question: str) -> None:
    (request,) = understood(planner, question).plan.requests
    assert not request.about_fields
