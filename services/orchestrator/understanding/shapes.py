"""Shapes of texts, searched for only where letters stand that they cannot do without: few texts have any.

The shapes are regular expressions of characters, escapes, sets, `(?:…)`, `(?!…)` and quantifiers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

Needles = frozenset[str]
"""Texts of which one stands in whatever a shape matches; none where there are no such texts."""

_PART = re.compile(r"(\(\?[:!]|\[[^\]]*\]|\\.|.)([?*+]|\{[0-9,]+\})?")
_NONE: Needles = frozenset()


class Shapes:
    """`common` are words that stand in many texts."""

    def __init__(self, shapes: Sequence[str], common: Collection[str] = ()) -> None:
        needles = {shape: needles_of(shape, common) for shape in shapes}
        self._needles = tuple(sorted(_NONE.union(*needles.values())))
        self._told = _any_of(shape for shape in shapes if needles[shape])
        self._others = _any_of(shape for shape in shapes if not needles[shape])

    def are_in(self, text: str) -> bool:
        """Whether a text has one of them."""
        told = self._told and any(map(text.__contains__, self._needles)) and self._told.search(text)
        return bool(told or (self._others and self._others.search(text)))


def needles_of(shape: str, common: Collection[str] = ()) -> Needles:
    """The rarest needles of a shape: the longest that are no common words."""
    return _needles(iter([*_PART.findall(shape), (")", "")]), common)[0]


def _needles(parts: Iterator[tuple[str, str]], common: Collection[str]) -> tuple[Needles, str]:
    """Those of a group, whose start has been read, and how often it may stand."""
    branches: list[Needles] = []
    found: list[Needles] = []
    run, closing = "", ""
    for part, often in parts:
        if part in {"|", ")"}:
            branches.append(_rarest([*found, frozenset({run})], common))
            found, run, closing = [], "", often
            if part == ")":
                break
            continue
        needed, times = _needles(parts, common) if part.startswith("(?") else (_NONE, often)
        literal = _literal(part)
        if literal and not times:
            run += literal
            continue
        may_lack = times.startswith(("?", "*", "{0"))
        found.append(frozenset({run if may_lack else f"{run}{literal}"}))
        if part == "(?:" and not may_lack:
            found.append(needed)
        run = ""
    return (_NONE.union(*branches) if all(branches) else _NONE), closing


def _literal(part: str) -> str:
    """The character that a part stands for; empty where it is one of several, or none."""
    if len(part) == 1:
        return "" if part in "^$." else part
    return part[1] if part[0] == "\\" and not part[1].isalnum() else ""


def _rarest(found: Sequence[Needles], common: Collection[str]) -> Needles:
    def rarity(needles: Needles) -> tuple[bool, int, int]:
        words = {needle.strip() for needle in needles}
        return words.isdisjoint(common), min(map(len, words)), max(map(len, words))

    told = [needles for needles in found if needles and all(needle.strip() for needle in needles)]
    return max(told, key=rarity, default=_NONE)


def _any_of(shapes: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{shape})" for shape in shapes)
    return re.compile(joined) if joined else None
