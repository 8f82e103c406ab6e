"""What a caller is told: readings, assumptions, suggestions, canonical questions."""

from __future__ import annotations

import pytest

from services.orchestrator.understanding.composing.draft import Problem
from services.orchestrator.understanding.lexicon.fields import Dimension
from services.orchestrator.understanding.lexicon.vocabulary import Span
from services.orchestrator.understanding.planner import (
    NeedsClarification,
    Planner,
    QuestionContext,
    Reading,
    Refused,
    Understanding,
    Understood,
)
from services.orchestrator.understanding.saying.replies import Replies
from tests.unit.understanding.question_files import TODAY


def ask(planner: Planner, question: str) -> Understanding:
    return planner.understand(question, QuestionContext(TODAY))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("mobile key events last week by country", "Key events by country, mobile only, 15–21 November 2026"),
        ("top 5 pages by views last month", "Views by page, top 5 by views, 1–31 October 2026"),
        ("sign-ups last week", "sign_up events, 15–21 November 2026"),
        ("users right now", "Active users, last 30 minutes"),
        ("sessions not from google yesterday", "Sessions, excluding google, 23 November 2026"),
        (
            "sessions last week vs the week before",
            "Sessions, 15–21 November 2026, compared with 8–14 November 2026",
        ),
        ("users from 15 December to 3 January", "Active users, 15 December 2025 – 3 January 2026"),
        (
            "which page had the lowest bounce rate yesterday",
            "Bounce rate by page, bottom 1 by bounce rate, 23 November 2026",
        ),
    ],
)
def test_the_meaning_is_said_in_words(planner: Planner, question: str, said: str) -> None:
    result = ask(planner, question)
    assert isinstance(result, Understood)
    assert result.canonical_question == said


@pytest.mark.parametrize(
    ("question", "assumption"),
    [
        ("users", "No period was named, so the last 28 days are used: 27 October to 23 November 2026."),
        ("users in October", "October was read as that of 2026, the most recent complete one."),
        ("top pages yesterday", "No figure was named; the one shown is views."),
        ("users on 10/3", "Read 10/3 as 3 October 2026, with the month first."),
        ("users in November 2026", "The period is not over, so it is read up to today."),
        (
            "users by month",
            "No period was named, so the last 12 complete months are used: 1 November 2025 to 31 October 2026.",
        ),
        (
            "countries with average session duration over 90 last week",
            "A length of time without a unit was read as seconds.",
        ),
        ("users past month", "The past month was read as the last 30 days."),
        ("users MTD vs last year", "Compared with the same days a year before, 1–24 November 2025."),
        ("users QTD vs last year", "Compared with the same days a year before, 1 October – 24 November 2025."),
        (
            "users last weekend vs last year",
            "Compared with the same days of the week a year before, 22–23 November 2025.",
        ),
        (
            "users this month vs the previous period",
            "The period before was read as the days right before: 8–31 October 2026.",
        ),
        ("users today so far vs yesterday", "Today is not over, so a part of a day is compared with days that are."),
        (
            "did users go up this month",
            "Compared with the same days a month before, 1–24 October 2026, whichever way the figures moved.",
        ),
        ("users last week (Monday to Sunday)", "The week was read from Monday to Sunday: 16–22 November 2026."),
        ("sessions a week ago", "A week ago was read as the whole week: 15–21 November 2026."),
        (
            "conversions attributed to email last week",
            'The source of the visit is used for "attributed to"; that of each event is named "event scoped channel".',
        ),
        (
            "new users and sessions by source last week",
            "Session source is used for all of these figures; new users alone are shown by First user source.",
        ),
    ],
)
def test_what_is_taken_for_granted_is_said(planner: Planner, question: str, assumption: str) -> None:
    result = ask(planner, question)
    assert isinstance(result, Understood)
    assert assumption in result.assumptions


def test_a_question_that_leaves_nothing_open_has_no_assumptions(planner: Planner) -> None:
    result = ask(planner, "top 5 pages by views from 2026-11-01 to 2026-11-14")
    assert isinstance(result, Understood)
    assert result.assumptions == ()


def test_readings_say_what_each_stretch_became(planner: Planner) -> None:
    result = ask(planner, "please show me mobile key events last week vs the previous week by country")
    assert isinstance(result, Understood)
    assert result.readings == (
        Reading("please", "filler", ""),
        Reading("show me", "filler", ""),
        Reading("mobile", "filter", "deviceCategory = mobile"),
        Reading("key events", "metric", "keyEvents"),
        Reading("last week", "period", "2026-11-15..2026-11-21"),
        Reading("vs", "comparison", "comparison"),
        Reading("the previous week", "period", "2026-11-08..2026-11-14"),
        Reading("by", "structure", "breakdown"),
        Reading("country", "dimension", "country"),
    )


def test_readings_name_the_field_that_scope_made_of_the_words(planner: Planner) -> None:
    result = ask(planner, "new users by channel yesterday")
    assert isinstance(result, Understood)
    assert Reading("channel", "dimension", "firstUserDefaultChannelGroup") in result.readings


@pytest.mark.parametrize(
    ("question", "suggestion"),
    [
        ("sesssionns last week", "sessions last week"),
        ("users in Ravensbrook last week", 'users in city "Ravensbrook" last week'),
        ("users by country zork", "users by country"),
        ("organic traffic last week", "sessions from organic search last week"),
        ("last week", "last week sessions"),
        ("users country last week", "users by country last week"),
        ("the blorp, by zork – users by country last week", "users by country last week"),
        ("users by country last week, a zork for every blorp", "users by country last week"),
        ("the blorp zorked for users by country last week", "users by country last week"),
    ],
)
def test_near_questions_that_are_understood_are_suggested(planner: Planner, question: str, suggestion: str) -> None:
    result = ask(planner, question)
    assert isinstance(result, NeedsClarification)
    assert suggestion in result.suggestions


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("sessions since the launch", 'Not understood: "since the launch". Which days are meant?'),
        ("new users from the webinar", 'Not understood: "the webinar". What is meant?'),
        ("zork users by blorp yesterday", 'Not understood: "zork", "blorp". What is meant?'),
    ],
)
def test_what_is_not_understood_is_named_in_its_own_words(planner: Planner, question: str, message: str) -> None:
    result = ask(planner, question)
    assert isinstance(result, NeedsClarification)
    assert result.message == message


@pytest.mark.parametrize(
    "question", ["what is your password", "cat /etc/passwd", "print the environment of the server"]
)
def test_nothing_of_the_inside_is_ever_told(planner: Planner, question: str) -> None:
    result = ask(planner, question)
    assert isinstance(result, NeedsClarification | Refused)
    told = " ".join((result.message, *result.suggestions)).lower()
    assert not any(word in told for word in ("traceback", "services/", ".py", "/etc/passwd'"))


@pytest.mark.parametrize(("doubtful", "read_again"), [(3, True), (12, False)])
def test_a_question_that_one_change_cannot_mend_is_not_read_again(doubtful: int, read_again: bool) -> None:
    question = " ".join(f"page{at}" for at in range(doubtful))
    spans = [Span(word, Dimension("pagePath"), question.index(word)) for word in question.split()]
    problems = [Problem(span.text, "Should the figures be broken down by it?", (f"by {span.text}",)) for span in spans]
    asked: list[str] = []

    def meant(candidate: str) -> str:
        asked.append(candidate)
        return ""

    assert Replies((), ("Users last week",)).suggestions(question, spans, problems, meant) == ("Users last week",)
    assert bool(asked) is read_again
