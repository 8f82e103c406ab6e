"""Text from elsewhere, made safe to print.

Page paths and campaign names come from whoever visits the site: a terminal must not obey what they contain.
"""

from __future__ import annotations

from collections.abc import Iterable

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def _replaced(*ranges: Iterable[int]) -> dict[int, str]:
    return {code: _REPLACEMENT for codes in ranges for code in codes}


_CONTROLS = _replaced(range(0x20), range(0x7F, 0xA0))
_DIRECTIONS = _replaced(range(0x202A, 0x202F), range(0x2066, 0x206A))
_PROSE = {code: mark for code, mark in (_CONTROLS | _DIRECTIONS).items() if chr(code) not in "\n\t"}
_LINE = _CONTROLS | _DIRECTIONS


def printable(text: str) -> str:
    """The text without control characters, but for line ends and tabs."""
    return text.translate(_PROSE)


def printable_line(text: str) -> str:
    """The text on one line, without control characters."""
    return text.translate(_LINE)
