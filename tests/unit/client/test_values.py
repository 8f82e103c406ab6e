"""Figures and spans of time as people read and write them."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headrace.orchestrator.v1 import answer_pb2
from headrace.terminal.durations import parse_duration, short_span
from headrace.terminal.printable import printable, printable_line
from headrace.terminal.values import NO_FIGURE, format_value

UNITS = list(answer_pb2.Unit.values())


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1234567, answer_pb2.UNIT_COUNT, "1,234,567"),
        (-0.0, answer_pb2.UNIT_COUNT, "0"),
        (0.12345, answer_pb2.UNIT_RATIO, "12.35%"),
        (1, answer_pb2.UNIT_RATIO, "100.00%"),
        (-1534.5, answer_pb2.UNIT_CURRENCY, "-1,534.50 EUR"),
        (2, answer_pb2.UNIT_NUMBER, "2.00"),
        (45.04, answer_pb2.UNIT_SECONDS, "45.0s"),
        (59.96, answer_pb2.UNIT_SECONDS, "1m 00s"),
        (3599.6, answer_pb2.UNIT_SECONDS, "1h 00m 00s"),
        (-95, answer_pb2.UNIT_SECONDS, "-1m 35s"),
        (1204, answer_pb2.UNIT_UNSPECIFIED, "1,204"),
        (1204.5, answer_pb2.UNIT_UNSPECIFIED, "1,204.50"),
    ],
)
def test_each_unit_has_its_form(value: float, unit: answer_pb2.Unit.ValueType, text: str) -> None:
    assert format_value(value, unit, "EUR") == text


def test_money_without_a_known_currency_is_a_bare_amount() -> None:
    assert format_value(1534.5, answer_pb2.UNIT_CURRENCY) == "1,534.50"


@given(value=st.floats(), unit=st.sampled_from(UNITS))
def test_every_value_has_a_form(value: float, unit: answer_pb2.Unit.ValueType) -> None:
    assert (format_value(value, unit) == NO_FIGURE) == (not math.isfinite(value))


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("30", timedelta(seconds=30)),
        ("250ms", timedelta(milliseconds=250)),
        ("90s", timedelta(seconds=90)),
        ("10m", timedelta(minutes=10)),
        ("1.5h", timedelta(minutes=90)),
        ("2d", timedelta(days=2)),
    ],
)
def test_spans_are_read_as_written(written: str, span: timedelta) -> None:
    assert parse_duration(written) == span


@pytest.mark.parametrize("written", ["", "soon", "-5s", "10 minutes", "1e3", "nan", "9" * 400])
def test_what_is_not_a_span_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is"):
        parse_duration(written)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(microseconds=11600), "12 ms"),
        (timedelta(milliseconds=999.7), "1.00 s"),
        (timedelta(seconds=1.844), "1.84 s"),
        (timedelta(seconds=59.999), "1 min"),
        (timedelta(minutes=4, seconds=59), "4 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(hours=3, minutes=20), "3 h 20 min"),
        (timedelta(days=2, hours=5), "2 d 5 h"),
    ],
)
def test_spans_are_written_in_the_unit_that_suits_them(span: timedelta, text: str) -> None:
    assert short_span(span) == text


@given(text=st.text())
def test_printable_text_commands_no_terminal(text: str) -> None:
    assert not any(is_command(mark) for mark in printable(text) if mark not in "\n\t")
    assert not any(is_command(mark) for mark in printable_line(text))
    assert len(printable(text)) == len(printable_line(text)) == len(text)


def is_command(mark: str) -> bool:
    return ord(mark) < 32 or 127 <= ord(mark) < 160 or mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def test_printable_text_keeps_its_words() -> None:
    assert printable("Zürich – 東京\n") == "Zürich – 東京\n"
