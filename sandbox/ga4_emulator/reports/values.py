"""How the API writes numbers."""

from __future__ import annotations


def number_text(value: float) -> str:
    """A metric's value as text: whole numbers without a point, others in the shortest form that reads back equal."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    short = f"{value:.15g}"
    return short if float(short) == value else f"{value:.17g}"
