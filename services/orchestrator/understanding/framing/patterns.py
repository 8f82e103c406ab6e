"""Compiles the patterns of `data/askers_place.toml`, in which <name> is one of its lists."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAMED = re.compile(r"<(\w+)>")
_OPEN = {"verb": r"([^\W\d_]+)", "person_name": r"([^\W\d_]+(?:-[^\W\d_]+)?(?: [^\W\d_]+)?)"}
_DEEPEST = 10


def compiled(pattern: str, lists: Mapping[str, str]) -> re.Pattern[str]:
    """The pattern, the lists in it written out, without regard to case."""
    for _ in range(_DEEPEST):
        pattern = _NAMED.sub(lambda match: _OPEN.get(match[1]) or lists[match[1]], pattern)
    return re.compile(pattern, re.IGNORECASE)


def alternatives(entries: Mapping[str, list[str]]) -> dict[str, str]:
    """The lists as one pattern each."""
    return {name: f"(?:{'|'.join(words)})" for name, words in entries.items()}
