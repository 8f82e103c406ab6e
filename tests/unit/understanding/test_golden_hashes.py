"""Keys that are out in the world. A change here empties every cache: raise the canonical form's version with it."""

from __future__ import annotations

import pytest

from services.orchestrator.understanding.planner import Planner, QuestionContext, Understood
from tests.unit.understanding.question_files import TODAY, read

GOLDEN = read("golden")["hash"]


@pytest.mark.parametrize("question", GOLDEN)
def test_the_key_of_a_question_stays(planner: Planner, question: str) -> None:
    result = planner.understand(question, QuestionContext(TODAY))
    assert isinstance(result, Understood)
    assert result.query_hash == GOLDEN[question]


def test_enough_keys_are_pinned() -> None:
    assert len(set(GOLDEN.values())) >= 50
