"""What a property has defined itself: custom dimensions and metrics, and its own channel groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a definition defines."""

    DIMENSION = "dimension"
    METRIC = "metric"


@dataclass(frozen=True, slots=True)
class Definition:
    """One field: "customEvent:plan_tier", "Plan tier". Its scope stands in what is before the colon."""

    api_name: str
    display_name: str
    kind: Kind = Kind.DIMENSION


@dataclass(frozen=True, slots=True)
class Definitions:
    """A property's own fields. Hashed once: questions are remembered by them."""

    fields: tuple[Definition, ...] = ()
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(self.fields))

    def __hash__(self) -> int:
        return self._hash


NO_DEFINITIONS = Definitions()
