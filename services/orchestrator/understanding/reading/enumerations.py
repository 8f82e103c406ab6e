"""Finds the marks that number several requests: "1) … 2) …", "(a) … (b) …", "First: … Second: …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.orchestrator.understanding.reading.words import Word


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the words of one mark start and end."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Series:
    """Words that count, what closes each, and whether one stands only behind the end of what comes before it."""

    words: tuple[str, ...]
    closings: frozenset[str]
    behind_a_stop: bool = False


_SERIES = (
    _Series(("1", "2", "3", "4", "5"), frozenset(").:")),
    _Series(("a", "b", "c", "d", "e"), frozenset(").:")),
    _Series(("i", "ii", "iii", "iv", "v"), frozenset(").:")),
    _Series(("first", "second", "third", "fourth", "fifth"), frozenset("):,"), behind_a_stop=True),
    _Series(("firstly", "secondly", "thirdly", "fourthly", "fifthly"), frozenset("):,"), behind_a_stop=True),
    _Series(("one", "two", "three", "four", "five"), frozenset("):"), behind_a_stop=True),
)
_CLOSINGS = frozenset("):.,")
_CLEAR = frozenset({")", ":"})
"""Closings that make a mark wherever it stands: "please 1) …"."""

_STOPS = frozenset({":", "-", ",", ".", ";", "?", "!", "and"})


def marks_of(words: Sequence[Word]) -> tuple[Mark, ...]:
    """The marks of the first enumeration; none where only one stands there."""
    if len(words) < 2:
        return ()
    for at in range(len(words) - 1):
        closing = words[at + 1].text
        if closing not in _CLOSINGS or not (at == 0 or closing in _CLEAR or words[at - 1].text in _STOPS | {"("}):
            continue
        series = next((series for series in _SERIES if _closes(words, at, series, 0)), None)
        if series and (marks := _marks(words, at, series)):
            return marks
    return ()


def _marks(words: Sequence[Word], first: int, series: _Series) -> tuple[Mark, ...]:
    marks = [_mark(words, first)]
    for place in range(first + 2, len(words) - 1):
        if len(marks) == len(series.words):
            break
        if _closes(words, place, series, len(marks)) and place > marks[-1].end:
            marks.append(_mark(words, place))
    return tuple(marks) if len(marks) > 1 and marks[-1].end < len(words) else ()


def _mark(words: Sequence[Word], at: int) -> Mark:
    return Mark(at - (at > 0 and words[at - 1].text == "("), at + 2)


def _closes(words: Sequence[Word], at: int, series: _Series, count: int) -> bool:
    if words[at].text.lower() != series.words[count] or words[at + 1].text not in series.closings:
        return False
    is_clear = words[at + 1].text in _CLEAR or not series.behind_a_stop
    return is_clear or at == 0 or words[at - 1].text.lower() in _STOPS
