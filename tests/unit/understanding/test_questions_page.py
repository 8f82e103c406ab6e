"""Every example of `docs/questions.md` is read as the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.orchestrator.understanding.planner import (
    NeedsClarification,
    Planner,
    QuestionContext,
    Refused,
    Understood,
)
from tests.unit.understanding.question_files import TODAY

PAGE = Path(__file__).parents[3] / "docs" / "questions.md"
ROW = re.compile(r"^\| (?P<left>.+?) \| (?P<right>.+?) \|$")
FEWEST = 80


def examples() -> Iterator[tuple[str, str, str]]:
    """Column heading, question and what stands beside it."""
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if row := ROW.match(line):
            if row["left"] == "question":
                heading = row["right"]
            else:
                yield heading, row["left"], row["right"]


def test_the_page_has_examples() -> None:
    assert len(list(examples())) >= FEWEST


@pytest.mark.parametrize(("heading", "question", "said"), list(examples()))
def test_an_example_is_read_as_the_page_says(planner: Planner, heading: str, question: str, said: str) -> None:
    result = planner.understand(question, QuestionContext(TODAY))
    match heading:
        case "read as":
            assert isinstance(result, Understood)
            assert result.canonical_question == said
        case "asked back with":
            assert isinstance(result, NeedsClarification)
            assert result.message == said
        case "refused, because":
            assert isinstance(result, Refused)
            assert result.message == said
        case _:
            pytest.fail(f"the page has a table under {heading!r}")
