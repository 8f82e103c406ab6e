"""No plan holds fields that GA4 refuses together. The emulator's rules of that were drawn apart from ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

import pytest

from sandbox.ga4_emulator.catalogue.catalogue import load_catalogue as load_emulators_catalogue
from sandbox.ga4_emulator.reports.compatibility import load_compatibility
from services.orchestrator.understanding.deciding.checks import fields_of
from services.orchestrator.understanding.deciding.compatibility import Compatibility
from services.orchestrator.understanding.lexicon.catalogue import load_catalogue
from services.orchestrator.understanding.lexicon.word_lists import read_data
from services.orchestrator.understanding.planner import NeedsClarification, Planner, QuestionContext, Understood

TODAY = QuestionContext(date(2026, 11, 24))
CORE = load_emulators_catalogue().core()
EMULATOR = load_compatibility(load_emulators_catalogue())
RULES = Compatibility(read_data("compatibility"), load_catalogue())


def pairs() -> Iterator[tuple[str, str]]:
    yield from product(CORE.dimensions, CORE.metrics)
    yield from combinations(CORE.dimensions, 2)


def emulator_takes(one: str, other: str) -> bool:
    return EMULATOR.compatible(one, other) and (other in CORE.metrics or EMULATOR.compatible(other, one))


def is_let_through(one: str, other: str) -> bool:
    metrics, dimensions = ([other], [one]) if other in CORE.metrics else ([], [one, other])
    return RULES.clash(metrics, dimensions) is None


def is_refused_on_purpose(*pair: str) -> bool:
    """Cohorts, of which no reports are made; pairs that the emulator takes and GA4 does not; fields that a property
    defined beside items, of which nothing is known."""
    fields = [CORE.dimensions.get(name) or CORE.metrics[name] for name in pair]
    names, kinds = " ".join(pair), {field.category for field in fields}
    return (
        any(name.startswith(("cohort", "advertiserAd", "returnOnAdSpend", "organicGoogleSearch")) for name in pair)
        or ("Demographics" in kinds and "rimaryChannelGroup" in names)
        or ("Custom" in kinds and any(field.scope == "item" for field in fields))
    )


def test_no_pair_is_let_through_that_the_emulator_refuses() -> None:
    assert [pair for pair in pairs() if is_let_through(*pair) and not emulator_takes(*pair)] == []


def test_every_pair_that_the_emulator_takes_is_let_through_save_for_those_refused_on_purpose() -> None:
    refused = [pair for pair in pairs() if emulator_takes(*pair) and not is_let_through(*pair)]
    assert [pair for pair in refused if not is_refused_on_purpose(*pair)] == []


def test_no_plan_holds_a_pair_that_the_emulator_refuses(planner: Planner) -> None:
    kinds = {(field.category, field.scope): name for name, field in CORE.dimensions.items() if ":" not in name}
    for metric, dimension in product(CORE.metrics, kinds.values()):
        understanding = planner.understand(f"{metric} by {dimension} last week", TODAY)
        for request in understanding.plan.requests if isinstance(understanding, Understood) else ():
            dimensions = {*request.dimensions, *fields_of(request.dimension_filter)}
            assert EMULATOR.clashes([*dimensions], request.metrics) == [], (metric, dimension)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("new users by product last week", "New users", "item name"),
        ("average session duration by product last week", "Average session duration", "item name"),
        (
            "average purchase revenue by google ads campaign last month",
            "Average purchase revenue",
            "google ads campaign",
        ),
        ("transactions per purchaser by event scoped source last month", "Transactions per purchaser", "source"),
        ("item revenue by product and google ads campaign last month", "Item revenue", "google ads campaign"),
        ("users by product and google ads campaign last month", "Item name", "google ads campaign"),
        ("users by gender and sa360 campaign last month", "Gender", "campaign"),
        ("ad cost by day last week", "Ads cost", "date"),
    ],
)
def test_a_pair_that_ga4_refuses_is_asked_back_by_its_names(
    planner: Planner, question: str, one: str, other: str
) -> None:
    understanding = planner.understand(question, TODAY)
    assert isinstance(understanding, NeedsClarification)
    assert understanding.message.startswith(f"{one} and ")
    assert other in understanding.message


@pytest.mark.parametrize(
    ("question", "metric", "dimension"),
    [
        ("users by product last week", "activeUsers", "itemName"),
        ("purchasers by product last week", "totalPurchasers", "itemName"),
        ("sessions by event scoped source last week", "sessions", "source"),
        ("dauPerMau by google ads campaign last week", "dauPerMau", "googleAdsCampaignName"),
        ("ad cost by google ads campaign last week", "advertiserAdCost", "googleAdsCampaignName"),
        ("ad cost by channel last week", "advertiserAdCost", "sessionDefaultChannelGroup"),
        ("organicGoogleSearchClicks by isoWeek in October", "organicGoogleSearchClicks", "isoWeek"),
    ],
)
def test_a_pair_that_ga4_takes_is_a_plan(planner: Planner, question: str, metric: str, dimension: str) -> None:
    understanding = planner.understand(question, TODAY)
    assert isinstance(understanding, Understood)
    (request,) = understanding.plan.requests
    assert (request.metrics, request.dimensions) == ((metric,), (dimension,))
