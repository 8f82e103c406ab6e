"""Numbers are written as the API writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.ga4_emulator.reports.values import number_text


@pytest.mark.parametrize(
    ("value", "text"),
    [(7, "7"), (7.0, "7"), (0.0, "0"), (0.5, "0.5"), (0.1, "0.1"), (1 / 3, "0.33333333333333331"), (12.34, "12.34")],
)
def test_a_number_has_as_few_digits_as_it_needs(value: float, text: str) -> None:
    assert number_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_it_was(value: float) -> None:
    assert float(number_text(value)) == value
