"""What questions mean, written out plan by plan."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from services.orchestrator.understanding.planner import (
    NeedsClarification,
    Planner,
    QuestionContext,
    Refused,
    Understood,
)
from tests.unit.understanding.question_files import TODAY, Asked, asked, read_all

CONTEXT = QuestionContext(TODAY)
ASKED = list(asked())
FAMILIES = [family for each in read_all("families*") for family in each["family"]]
FEWEST_PHRASINGS = 5
UNANSWERABLE = read_all("unanswerable*")
REFUSED = [
    (topic, question)
    for each in UNANSWERABLE
    for topic, questions in each.get("refused", {}).items()
    for question in questions
]
ASKED_BACK = [
    (entry["names"], question)
    for each in UNANSWERABLE
    for entry in each.get("asked_back", ())
    for question in entry["questions"]
]


def understood(planner: Planner, question: str, today: date = TODAY) -> Understood:
    result = planner.understand(question, QuestionContext(today))
    assert isinstance(result, Understood), (question, result)
    return result


@pytest.mark.parametrize("case", ASKED, ids=lambda case: f"{case.question} ({case.today})")
def test_a_question_means_its_plan(planner: Planner, case: Asked) -> None:
    assert understood(planner, case.question, case.today).plan == case.plan


@pytest.mark.parametrize("case", ASKED, ids=lambda case: f"{case.question} ({case.today})")
def test_the_canonical_question_means_the_same_plan(planner: Planner, case: Asked) -> None:
    said = understood(planner, case.question, case.today)
    again = understood(planner, said.canonical_question, case.today)
    assert again.plan == said.plan
    assert again.canonical_question == said.canonical_question


@pytest.mark.parametrize("case", ASKED, ids=lambda case: f"{case.question} ({case.today})")
def test_every_word_of_the_question_stands_in_one_reading(planner: Planner, case: Asked) -> None:
    said = understood(planner, case.question, case.today)
    assert "".join("".join(reading.words.split()) for reading in said.readings) == "".join(case.question.split())


def test_equal_keys_have_equal_canonical_questions(planner: Planner) -> None:
    said = [understood(planner, case.question, case.today) for case in ASKED]
    by_key = {entry.query_hash: entry.canonical_question for entry in said}
    assert all(by_key[entry.query_hash] == entry.canonical_question for entry in said)
    assert len(by_key) == len(set(by_key.values()))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["name"])
def test_near_misses_have_different_keys_and_paraphrases_the_same(
    planner: Planner, family: dict[str, list[list[str]]]
) -> None:
    keys = [{understood(planner, phrase).query_hash for phrase in phrases} for phrases in family["meanings"]]
    assert [len(keys_of_meaning) for keys_of_meaning in keys] == [1] * len(keys)
    for (one, keys_of_one), (other, keys_of_other) in combinations(zip(family["meanings"], keys, strict=True), 2):
        assert not keys_of_one & keys_of_other, (one[0], other[0])


def test_families_are_many_and_their_meanings_said_in_several_ways() -> None:
    said_in_several = [each for each in FAMILIES if min(map(len, each["meanings"])) >= FEWEST_PHRASINGS]
    assert len(said_in_several) >= 140


@pytest.mark.parametrize(("topic", "question"), REFUSED, ids=[question for _, question in REFUSED])
def test_what_is_not_to_be_had_is_refused_with_what_is(planner: Planner, topic: str, question: str) -> None:
    result = planner.understand(question, CONTEXT)
    assert isinstance(result, Refused), (topic, result)
    assert result.message
    assert all(isinstance(planner.understand(instead, CONTEXT), Understood) for instead in result.suggestions)
    assert result.suggestions


@pytest.mark.parametrize(("names", "question"), ASKED_BACK, ids=[question for _, question in ASKED_BACK])
def test_what_is_not_understood_is_asked_back_by_name(planner: Planner, names: str, question: str) -> None:
    result = planner.understand(question, CONTEXT)
    assert isinstance(result, NeedsClarification), result
    assert names.lower() in result.message.lower()
    assert result.suggestions
    assert all(isinstance(planner.understand(instead, CONTEXT), Understood) for instead in result.suggestions)


@pytest.mark.parametrize("today", [date(2015, 8, 13), date.min, date.max])
def test_a_day_that_ga4_cannot_have_is_refused(planner: Planner, today: date) -> None:
    assert isinstance(planner.understand("users yesterday", QuestionContext(today)), Refused)
