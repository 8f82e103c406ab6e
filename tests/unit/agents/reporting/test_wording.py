"""GA4's labels bend to sentences: case, singular, plural."""

from __future__ import annotations

import pytest

from services.orchestrator.agents.reporting.wording import countable, listed, plural, singular, within_sentence
from services.orchestrator.understanding.lexicon.catalogue import load_catalogue


@pytest.mark.parametrize(
    ("label", "within"),
    [
        ("Active users", "active users"),
        ("ARPU", "ARPU"),
        ("DAU / MAU", "DAU / MAU"),
        ("1-day active users", "1-day active users"),
        ("Organic Google Search clicks", "organic Google Search clicks"),
        ("Google Ads campaign", "Google Ads campaign"),
    ],
)
def test_only_a_common_first_letter_turns_small(label: str, within: str) -> None:
    assert within_sentence(label) == within


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("Sessions", "Session"),
        ("Key events", "Key event"),
        ("Items added to cart", "Item added to cart"),
        ("Views per session", "View per session"),
        ("Key events (purchase)", "Key event (purchase)"),
    ],
)
def test_what_is_counted_has_a_singular(many: str, one: str) -> None:
    assert countable(many)
    assert singular(many) == one


@pytest.mark.parametrize("label", ["Total revenue", "Engagement rate", "Event count", "ARPU", "Return on ad spend"])
def test_what_is_measured_is_not_counted(label: str) -> None:
    assert not countable(label)


def test_rates_durations_and_revenue_in_the_catalogue_are_not_counted() -> None:
    labels = [metric.ui_name for metric in load_catalogue().metrics.values()]
    assert not [
        label for label in labels if label.endswith(("rate", "duration", "revenue", "count")) and countable(label)
    ]


@pytest.mark.parametrize(
    ("label", "many"),
    [
        ("Country", "countries"),
        ("Day", "days"),
        ("Page path", "page paths"),
        ("Item ID", "item IDs"),
        ("Session source / medium", "rows"),
        ("Day of week", "rows"),
    ],
)
def test_dimensions_have_a_plural_or_are_rows(label: str, many: str) -> None:
    assert plural(label) == many


@pytest.mark.parametrize(("items", "text"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_lists(items: list[str], text: str) -> None:
    assert listed(items) == text
