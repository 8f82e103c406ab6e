"""The memo changes nothing but the work done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from services.orchestrator.understanding.memo import LONGEST_KEPT, MemoPlanner
from services.orchestrator.understanding.plan import Plan
from services.orchestrator.understanding.planner import (
    NeedsClarification,
    Planner,
    QuestionContext,
    Understanding,
    Understood,
)

TODAY = QuestionContext(date(2026, 11, 24))
TOMORROW = QuestionContext(TODAY.today + timedelta(days=1))


class CountingPlanner:
    """A planner that counts how often each question is read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def understand(self, question: str, context: QuestionContext) -> Understanding:
        self.read.append(question)
        if question.startswith("unclear"):
            return NeedsClarification("What is meant?")
        return Understood(Plan(()), "", f"{question} on {context.today}")


def test_an_equal_question_on_the_same_day_is_read_once() -> None:
    counting = CountingPlanner()
    memo = MemoPlanner(counting, capacity=10)
    assert memo.understand("users", TODAY) is memo.understand("users", TODAY)
    assert counting.read == ["users"]


@pytest.mark.parametrize("question", ["unclear", "users" + " " * LONGEST_KEPT])
def test_what_is_seldom_repeated_takes_no_room(question: str) -> None:
    counting = CountingPlanner()
    memo = MemoPlanner(counting, capacity=10)
    assert memo.understand(question, TODAY) == memo.understand(question, TODAY)
    assert counting.read == [question, question]


def test_another_day_is_another_question() -> None:
    memo = MemoPlanner(CountingPlanner(), capacity=10)
    assert memo.understand("users", TODAY) != memo.understand("users", TOMORROW)


def test_the_result_longest_not_asked_for_is_dropped() -> None:
    counting = CountingPlanner()
    memo = MemoPlanner(counting, capacity=2)
    for question in ("a", "b", "a", "c", "a", "b"):
        memo.understand(question, TODAY)
    assert counting.read == ["a", "b", "c", "b"]


def test_a_memo_that_could_hold_nothing_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="capacity"):
        MemoPlanner(CountingPlanner(), capacity=0)


def test_results_are_those_of_the_planner_within(planner: Planner) -> None:
    memo = MemoPlanner(planner, capacity=3)
    for question in ("users last week", "zork", "users last week", "forecast users"):
        assert memo.understand(question, TODAY) == planner.understand(question, TODAY)
