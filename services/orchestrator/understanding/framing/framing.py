"""Finds the framing around a request: greetings, purposes, thanks and pictures, known by their shape and place.

A frame stands at an end of the question; at the start a stop or the request itself follows it. It holds nothing that
could carry a filter: each of its nouns is one that `data/framing.toml` names, so a place, a name, a figure, a
dimension, a value or a period in it makes it no frame, and the words are then read as part of the request or asked
about. Only a verb behind "to" or "can" and the name of who is greeted or thanked are open, and even these must be
words that the lexicon knows nothing of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from services.orchestrator.understanding.framing.patterns import alternatives, compiled

IsLight = Callable[[str], bool]
"""Whether a text holds no word that is known as more than filler."""

# Pictures but for those that are signs or words: arrows, crosses, "new", "no entry", flags, devices.
_PICTURE = (
    "[\u2600-\u2712\u2728-\u274b\u2763-\u2767\u2b50\u2b55\U0001f300-\U0001f4ba\U0001f4bc-\U0001f4f0\U0001f4fa-\U0001f502\U0001f508-\U0001f517"
    "\U0001f525-\U0001f5a4\U0001f5a6-\U0001f64f\U0001f680-\U0001f6aa\U0001f6ac-\U0001f6fc\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff]\ufe0f?"
)
_STOP = rf"(?:\s*(?:[,:;!?…]+|\.+(?!\w))(?![\d=])|\s+-+(?=\s)|(?=\s*{_PICTURE}))"
_DECORATED_START = re.compile(rf"(?:\s|{_PICTURE}|[!?…](?!=)|-+(?=\s))+")
_PICTURE_AT_END = re.compile(rf"{_PICTURE}\Z")
_CLOSING_SIGNS = " \t\n!?.…,;:-"
_SAYS = re.compile(rf"\w|{_PICTURE}")
_BEFORE_COLON = r"\s*(?:[:;]+(?!\d)|\s-+(?=\s))"
_MOST_FRAMES = 6
_LONGEST_FRAME = 120


class Framing:
    """The patterns of `data/framing.toml`."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        lists = alternatives(tables["lists"])
        opening = tables["opening"]
        request = rf"\s+(?=(?:{'|'.join(opening['requests'])})\b)"
        ends = (("patterns", _STOP), ("before_colon", _BEFORE_COLON), ("running", request))
        self._opening = [compiled(f"(?:{pattern}){end}", lists) for kind, end in ends for pattern in opening[kind]]
        self._closing = [
            compiled(rf"(?:(?<!\S)|(?<=\w)(?=[,.?!]))(?:{pattern})\Z", lists)
            for pattern in tables["closing"]["patterns"]
        ]

    def request(self, text: str, is_light: IsLight) -> tuple[int, int]:
        """Where the request within a cleaned question starts and ends; all of it where nothing would be left."""
        start, end = _undecorated_start(text, 0), _undecorated_end(text, len(text))
        for _ in range(_MOST_FRAMES):
            found = self._opened(text, start, end, is_light)
            if found is None:
                break
            start = _undecorated_start(text, found)
        for _ in range(_MOST_FRAMES):
            found = self._closed(text, start, end, is_light)
            if found is None:
                break
            end = _undecorated_end(text, found)
        if start >= end:
            return 0, len(text)
        return (start if _SAYS.search(text, 0, start) else 0), (end if _SAYS.search(text, end) else len(text))

    def _opened(self, text: str, start: int, end: int, is_light: IsLight) -> int | None:
        for pattern in self._opening:
            match = pattern.match(text, start, min(end, start + _LONGEST_FRAME))
            if match and match.end() < end and _holds_nothing(match, is_light):
                return match.end()
        return None

    def _closed(self, text: str, start: int, end: int, is_light: IsLight) -> int | None:
        for pattern in self._closing:
            match = pattern.search(text, max(start, end - _LONGEST_FRAME), end)
            if match and match.start() > start and _holds_nothing(match, is_light):
                return match.start()
        return None


def _holds_nothing(match: re.Match[str], is_light: IsLight) -> bool:
    return all(is_light(word) for word in match.groups() if word)


def _undecorated_start(text: str, start: int) -> int:
    match = _DECORATED_START.match(text, start)
    return match.end() if match else start


def _undecorated_end(text: str, end: int) -> int:
    """Stops at a closing sign that belongs to a word, such as the last stop of "U.S."."""
    tail = text[:end]
    while tail:
        bare = tail.rstrip(_CLOSING_SIGNS)
        picture = _PICTURE_AT_END.search(bare, max(0, len(bare) - 2))
        if picture is None:
            return len(bare)
        tail = bare[: picture.start()]
    return end
