"""Decides what the paths of a section begin with: one way for all ways to name it (docs/adr/0011)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from services.orchestrator.understanding.composing.draft import Condition
from services.orchestrator.understanding.plan import Match

_PATHS = frozenset({"pagePath", "pagePathPlusQueryString", "landingPage", "landingPagePlusQueryString"})


def as_section(condition: Condition) -> Condition:
    """The condition, paths that begin with "/docs/" as those that begin with "/docs"."""
    if not _is_section(condition):
        return condition
    return replace(condition, values=list(map(_without_slash, condition.values)))


def say_sections(conditions: Iterable[Condition]) -> list[str]:
    """A sentence for each beginning of a path that is told without the slash it was said with."""
    every = [each for said in conditions for each in (said, *said.also) if _is_section(each)]
    said_so = dict.fromkeys(value for each in every for value in each.values if _without_slash(value) != value)
    return [f'"{value}" is read as the pages whose path begins with {_without_slash(value)}.' for value in said_so]


def _is_section(condition: Condition) -> bool:
    return condition.match is Match.BEGINS_WITH and condition.dimension in _PATHS


def _without_slash(beginning: str) -> str:
    return beginning.rstrip("/") or beginning
