"""The audiences that every property has."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "audiences.toml"


@dataclass(frozen=True, slots=True)
class Audience:
    """People with a visit in the last days that meets a condition over the table `sessions`."""

    id: str
    display_name: str
    days: int
    condition: str


def load_audiences() -> tuple[Audience, ...]:
    """Reads the audiences that ship with the emulator; the first holds everybody."""
    data = tomllib.loads(_DATA.read_text("utf-8"))
    return tuple(Audience(**entry) for entry in data["audiences"])
