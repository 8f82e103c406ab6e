"""Figures are written as people read them, and never rounded to none or all."""

from __future__ import annotations

import pytest

from headrace.orchestrator.v1.answer_pb2 import Unit
from services.orchestrator.agents.reporting.numbers import duration, number, percent, percentage_points, quantity


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1_234_567, "1,234,567"),
        (1234.5678, "1,235"),
        (12.345, "12.3"),
        (1.5, "1.5"),
        (-3.25, "-3.25"),
        (0.00123, "0.00123"),
        (0.0001, "less than 0.001"),
        (-0.0001, "between -0.001 and 0"),
    ],
)
def test_plain_numbers(value: float, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(
    ("ratio", "written"),
    [
        (0, "0%"),
        (0.00001, "less than 0.01%"),
        (0.0012, "0.12%"),
        (0.4519, "45.2%"),
        (0.5, "50%"),
        (0.9997, "99.97%"),
        (0.999999, "over 99.99%"),
        (1, "100%"),
        (2.345, "234.5%"),
        (56.789, "5,679%"),
    ],
)
def test_rates_and_shares(ratio: float, written: str) -> None:
    assert percent(ratio) == written


@pytest.mark.parametrize(
    ("difference", "written"),
    [
        (0.0613, "6.1 percentage points"),
        (-0.0613, "6.1 percentage points"),
        (0.01, "1 percentage point"),
        (0.0004, "0.04 percentage points"),
        (0.00001, "less than 0.01 percentage points"),
    ],
)
def test_differences_of_rates(difference: float, written: str) -> None:
    assert percentage_points(difference) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 s"),
        (4.56, "4.6 s"),
        (9.97, "10 s"),
        (59.6, "1 m"),
        (125.4, "2 m 5 s"),
        (3_599.7, "1 h"),
        (3_720, "1 h 2 m"),
        (3_990.5, "1 h 7 m"),
        (7_200_000, "2,000 h"),
        (-125, "-2 m 5 s"),
    ],
)
def test_lengths_of_time(seconds: float, written: str) -> None:
    assert duration(seconds) == written


@pytest.mark.parametrize(
    ("value", "currency", "written"),
    [(1234.5, "USD", "$1,234.50"), (-5, "EUR", "-€5.00"), (1234.5, "JPY", "¥1,234"), (1234.5, "", "1,234")],
)
def test_money_in_its_currency(value: float, currency: str, written: str) -> None:
    assert quantity(value, Unit.UNIT_CURRENCY, currency) == written
