"""Parts of a whole."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum


def share(part: float, whole: float) -> float | None:
    """The part as a share between 0 and 1; None where the two do not make one, as with refunds below zero."""
    return part / whole if whole > 0 and 0 <= part <= whole else None


def remainder(parts: Iterable[float], whole: float) -> float | None:
    """What the parts leave of the whole; None where they are more than the whole or one is below zero."""
    values = list(parts)
    rest = whole - fsum(values)
    if min(values, default=0.0) < 0 or rest < -1e-9 * abs(whole):
        return None
    # Adding up fractions leaves dust, which is not a rest.
    return 0.0 if abs(rest) <= 1e-9 * abs(whole) else rest
