"""Shapes are found as their regular expressions are; texts without their letters are not searched."""

from __future__ import annotations

import re

import pytest

from services.orchestrator.understanding.lexicon.word_lists import read_data
from services.orchestrator.understanding.shapes import Shapes, needles_of
from tests.unit.understanding.question_files import asked, read_all

SHAPES = [
    shape for topic in read_data("refusals")["topic"] for shape in topic.get("shapes", ()) if "<company" not in shape
]
REFUSED = (questions for file in read_all("unanswerable*") for questions in file.get("refused", {}).values())
TEXTS = [case.question.lower() for case in asked()] + [text.lower() for questions in REFUSED for text in questions]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_found_wherever_its_expression_matches(shape: str) -> None:
    shapes, expression = Shapes([shape]), re.compile(shape)
    assert [text for text in TEXTS if shapes.are_in(text)] == [text for text in TEXTS if expression.search(text)]


@pytest.mark.parametrize(
    ("shape", "needles"),
    [
        ("latest news", {"latest news"}),
        ("(?:shell|script) (?:\\S+ ){0,3}tokens?\\b", {"shell", "script"}),
        ("you (?:now )?obey", {"obey"}),
        ("you (?:now )+obey", {"obey"}),
        ("(?:ab|c?d)(?! reset)", {"ab", "d"}),
        ("(?:prompt|x*)s{2}", {"s"}),
        ("\\$ ?\\{", {"$"}),
        ("https+\\b", {"https"}),
        ("wait{0,2}", {"wai"}),
        ("[xyz]yes.no", {"yes"}),
        ("cat|\\d+", set()),
        ("^(?:to )?\\w", set()),
    ],
)
def test_needles_stand_in_all_that_a_shape_matches(shape: str, needles: set[str]) -> None:
    assert needles_of(shape) == needles


def test_needles_are_no_common_words_where_there_are_others() -> None:
    assert needles_of("(?:nike|bbc) sessions", common={"sessions"}) == {"nike", "bbc"}


def test_any_of_several_shapes_is_found() -> None:
    shapes = Shapes(["latest news", "^\\d+ \\d+$"])
    assert [text for text in ("the latest news", "17 3", "news", "17") if shapes.are_in(text)] == [
        "the latest news",
        "17 3",
    ]


def test_no_shape_is_in_no_text() -> None:
    assert not Shapes([]).are_in("sessions")
