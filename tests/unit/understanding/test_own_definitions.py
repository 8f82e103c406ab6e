"""A property's own fields are asked for by their display names; words that all properties share keep their meaning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.orchestrator.understanding.lexicon.definitions import Definition, Definitions, Kind
from services.orchestrator.understanding.memo import MemoPlanner
from services.orchestrator.understanding.plan import Match, ReportRequest, TextFilter
from services.orchestrator.understanding.planner import (
    NeedsClarification,
    Planner,
    QuestionContext,
    Refused,
    Understood,
)
from tests.unit.understanding.question_files import TODAY

OWN = QuestionContext(
    TODAY,
    Definitions(
        (
            Definition("customEvent:plan_tier", "Plan tier"),
            Definition("customUser:loyalty_level", "Loyalty level"),
            Definition("customItem:material", "Material"),
            Definition("customEvent:credits_used", "Credits used", Kind.METRIC),
            Definition("sessionCustomChannelGroup:4711", "My grouping"),
            Definition("firstUserCustomChannelGroup:4711", "My grouping"),
            Definition("customChannelGroup:4711", "My grouping"),
            Definition("customEvent:country", "Country"),
            Definition("customUser:page_type", "Page type"),
            Definition("customEvent:mood", "Mood of the day"),
            Definition("customUser:mood", "Mood of the day"),
        )
    ),
)
NONE = replace(OWN, definitions=Definitions())


def request(planner: Planner, question: str) -> ReportRequest:
    result = planner.understand(question, OWN)
    assert isinstance(result, Understood), result
    return result.plan.requests[0]


@pytest.mark.parametrize(
    ("question", "metric", "dimensions"),
    [
        ("active users by plan tier last week", "activeUsers", ("customEvent:plan_tier",)),
        ("Users per Plan Tier, last week", "activeUsers", ("customEvent:plan_tier",)),
        ("users by plan_tier last week", "activeUsers", ("customEvent:plan_tier",)),
        ("which plan tier has the most users", "activeUsers", ("customEvent:plan_tier",)),
        ("plan tiers with more than 10 users last month", "activeUsers", ("customEvent:plan_tier",)),
        ("users by loyalty level last week", "activeUsers", ("customUser:loyalty_level",)),
        ("users right now by loyalty level", "activeUsers", ("customUser:loyalty_level",)),
        ("revenue by material last month", "itemRevenue", ("customItem:material",)),
        ("add to carts by material last month", "itemsAddedToCart", ("customItem:material",)),
        ("credits used last month", "customEvent:credits_used", ()),
        ("total credits used last month", "customEvent:credits_used", ()),
        ("average credits used by country last month", "averageCustomEvent:credits_used", ("country",)),
        ("avg credits used by plan tier", "averageCustomEvent:credits_used", ("customEvent:plan_tier",)),
        ("customEvent:credits_used by country last week", "customEvent:credits_used", ("country",)),
        ("sessions by my grouping last month", "sessions", ("sessionCustomChannelGroup:4711",)),
        ("sessions by first user my grouping", "sessions", ("firstUserCustomChannelGroup:4711",)),
        ("new users by my grouping last month", "newUsers", ("firstUserCustomChannelGroup:4711",)),
        ("users by page type last week", "activeUsers", ("customUser:page_type",)),
        ("page views by page last week", "screenPageViews", ("pagePath",)),
    ],
)
def test_a_display_name_is_its_field(planner: Planner, question: str, metric: str, dimensions: tuple[str, ...]) -> None:
    asked = request(planner, question)
    assert (asked.metrics, asked.dimensions) == ((metric,), dimensions)


@pytest.mark.parametrize(
    "question",
    [
        "revenue where plan tier is Pro",
        "revenue where the plan tier is pro",
        "revenue whose plan tier is pro",
        "revenue for plan tier pro",
        "revenue with plan tier = Pro",
        "revenue from the pro plan tier",
        'revenue with plan tier "Pro"',
    ],
)
def test_a_value_stands_beside_its_field(planner: Planner, question: str) -> None:
    assert request(planner, question).dimension_filter == TextFilter("customEvent:plan_tier", "pro", Match.EXACT)


@pytest.mark.parametrize("question", ["users by plan tier last week", "credits used last month", "users by material"])
def test_a_property_without_the_definition_asks_back(planner: Planner, question: str) -> None:
    assert isinstance(planner.understand(question, OWN), Understood)
    assert isinstance(planner.understand(question, NONE), NeedsClarification | Refused)


@pytest.mark.parametrize(
    "question", ["event count by material last month", "pro users last week", "users for plan tier last week"]
)
def test_what_a_definition_leaves_open_is_asked_back(planner: Planner, question: str) -> None:
    assert isinstance(planner.understand(question, OWN), NeedsClarification)


def test_a_shared_word_keeps_its_meaning_and_the_definition_of_its_name_is_told(planner: Planner) -> None:
    shared, own = (
        planner.understand("users by country last week", NONE),
        planner.understand("users by country last week", OWN),
    )
    assert isinstance(shared, Understood)
    assert isinstance(own, Understood)
    assert own.query_hash == shared.query_hash
    assert own.assumptions == (
        *shared.assumptions,
        "\"country\" is Google Analytics' own; the property's definition is customEvent:country.",
    )


def test_two_definitions_of_one_name_are_asked_back_by_their_api_names(planner: Planner) -> None:
    result = planner.understand("users by mood of the day", OWN)
    assert isinstance(result, NeedsClarification)
    assert result.suggestions == ("users by customEvent:mood", "users by customUser:mood")


def test_the_canonical_question_needs_no_definitions(planner: Planner) -> None:
    said = planner.understand("revenue for plan tier pro by loyalty level last month", OWN)
    assert isinstance(said, Understood)
    again = planner.understand(said.canonical_question, NONE)
    assert isinstance(again, Understood)
    assert again.query_hash == said.query_hash


def test_a_display_name_is_no_slip_of_another_word(planner: Planner) -> None:
    context = replace(OWN, definitions=Definitions((Definition("customEvent:x", "Sesion"),)))
    result = planner.understand("users by sesion last week", context)
    assert isinstance(result, Understood)
    assert result.plan.requests[0].dimensions == ("customEvent:x",)


def test_a_display_name_of_signs_or_digits_changes_nothing(planner: Planner) -> None:
    context = replace(
        OWN, definitions=Definitions((Definition("customEvent:x", '"7"'), Definition("customUser:7", "7")))
    )
    assert planner.understand("users last 7 days", context) == planner.understand("users last 7 days", NONE)


def test_questions_are_remembered_by_what_the_definitions_are(planner: Planner) -> None:
    memo = MemoPlanner(planner, capacity=10)
    first = memo.understand("users by plan tier", OWN)
    same = Definitions(tuple(OWN.definitions.fields))
    assert memo.understand("users by plan tier", replace(OWN, definitions=same)) is first
    assert memo.understand("users by plan tier", NONE) != first
    assert memo.understand("users by plan tier", replace(OWN, today=TODAY - timedelta(days=1))) != first
