"""Figures as text, each by its unit."""

from __future__ import annotations

import math

from headrace.orchestrator.v1 import answer_pb2

NO_FIGURE = "–"

_FORMS = {answer_pb2.UNIT_COUNT: "z,.0f", answer_pb2.UNIT_RATIO: "z,.2%", answer_pb2.UNIT_NUMBER: "z,.2f"}


def format_value(value: float, unit: answer_pb2.Unit.ValueType, currency_code: str = "") -> str:
    """A metric's value for people: "1,204", "61.82%", "1,534.50 USD", "1m 35s".

    Money is followed by its ISO 4217 code, where that is known.
    """
    if not math.isfinite(value):
        return NO_FIGURE
    if unit == answer_pb2.UNIT_SECONDS:
        return _clock_time(value)
    if unit == answer_pb2.UNIT_CURRENCY:
        return f"{value:z,.2f} {currency_code}".rstrip()
    if unit in _FORMS:
        return format(value, _FORMS[unit])
    return format(value, "z,.0f" if value == round(value) else "z,.2f")


def _clock_time(seconds: float) -> str:
    if round(abs(seconds), 1) < 60:
        return f"{seconds:z.1f}s"
    minutes, rest = divmod(round(abs(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{hours}h {minutes:02}m {rest:02}s" if hours else f"{sign}{minutes}m {rest:02}s"
