"""What sets one shop apart from the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Character:
    """A shop's own character; `data/properties.toml` says what its fields mean. Its name is its identity."""

    name: str
    seed: int
    size: float
    price_factor: float
    host: str
    countries: Mapping[str, float]
