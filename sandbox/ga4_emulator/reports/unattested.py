"""Refusals whose words nobody has published: one entry each in `unattested.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from sandbox.ga4_emulator.refusals import Refused, invalid


def unattested(refusal: str, **said: object) -> Refused:
    """The refusal of that name, saying what the request says."""
    return invalid(_words()[refusal].format(**said))


@cache
def _words() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "unattested.toml").read_text("utf-8"))
