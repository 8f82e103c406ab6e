"""Decides which word a word that nothing is known of is a slip of, by the words beside it."""

from __future__ import annotations

from dataclasses import dataclass

from services.orchestrator.understanding.edits import NearWords, first_difference
from services.orchestrator.understanding.spelling_words import SpellingWords, spelt

_SHORTEST = 4
_SHORTEST_IN_A_PAIR = 3
_SHORTEST_WITH_A_LETTER_MORE = 5
_SHORTEST_WITH_ANOTHER_LETTER = 6
_SHORTEST_NAME = 5
_SHORTEST_NAME_WITH_ANOTHER_LETTER = 7
_SHORTEST_WITH_TWO_SLIPS = 7
_VOWELS = frozenset("aeiouy")
_ENDINGS = frozenset("sdrny")
"""A letter more at the end is a form of the word, not a slip: "purchased"."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands: the words beside it, whether a name can stand there, whether a capital marks it as one."""

    before: str
    behind: str
    of_a_name: bool
    is_capital: bool


class Slips:
    """Decides by the given words."""

    def __init__(self, words: SpellingWords) -> None:
        self._words = words
        paired = spelt(word for pair in words.pairs for word in pair)
        self._near = NearWords(paired | words.common | words.others | words.other_names)

    def meant(self, written: str, place: Place) -> str:
        """The only word that the written one can be a slip of in its place; none where there is none or another."""
        if len(written) < _SHORTEST_IN_A_PAIR:
            return ""
        near = self._near.one_off(written)
        in_pairs = {word for word in near if _is_slip_in_a_pair(written, word) and self._is_paired(word, place)}
        if in_pairs or len(written) < _SHORTEST or written in self._words.slips_in_pairs:
            return _only(_likeliest(written, in_pairs))
        if not near and len(written) >= _SHORTEST_WITH_TWO_SLIPS:
            meant = _only(self._near.two_off(written))
            return meant if self._is_meant(meant, place) else ""
        near = {word for word in near if _is_slip(written, word)}
        meant = _only(_likeliest(written, self._common(near, place)) | self._names(near, place))
        if meant in self._words.names and not _is_slip_of_a_name(written, meant):
            return ""
        return meant if self._is_meant(meant, place) else ""

    def _is_paired(self, word: str, place: Place) -> bool:
        words = self._words
        beside = ((place.before, (place.before, word)), (place.behind, (word, place.behind)))
        return any(pair in words.pairs and other not in words.light for other, pair in beside)

    def _common(self, near: set[str], place: Place) -> set[str]:
        words = self._words
        return near & words.proper if place.is_capital else near & (words.common | words.others)

    def _names(self, near: set[str], place: Place) -> set[str]:
        if not place.of_a_name:
            return set()
        names = near & self._words.other_names
        return names if place.behind in self._words.figures else names - self._words.adjectives

    def _is_meant(self, word: str, place: Place) -> bool:
        words = self._words
        if word in words.common:
            return not place.is_capital or word in words.proper
        return place.of_a_name and word in words.names


def _only(words: set[str]) -> str:
    return next(iter(words)) if len(words) == 1 else ""


def _likeliest(written: str, words: set[str]) -> set[str]:
    """Of several words those that end alike ("minuts", "compard"), then those with the same consonants."""
    for alike in (_last_letter, _consonants):
        if len(words) > 1:
            words = {word for word in words if alike(word) == alike(written)} or words
    return words


def _last_letter(word: str) -> str:
    return word[-1]


def _consonants(word: str) -> str:
    return "".join(letter for letter in word if letter not in _VOWELS)


def _is_slip_in_a_pair(written: str, meant: str) -> bool:
    """Beside its neighbour even a short word is told, but none of three letters with another letter."""
    if len(meant) < _SHORTEST_WITH_A_LETTER_MORE and written[0] != meant[0]:
        return sorted(written) == sorted(meant)
    return len(written) > _SHORTEST_IN_A_PAIR or len(meant) > len(written) or sorted(written) == sorted(meant)


def _is_slip_of_a_name(written: str, meant: str) -> bool:
    at = first_difference(written, meant)
    if len(meant) < _SHORTEST_NAME or at == 0:
        return False
    if len(written) == len(meant):
        return sorted(written) == sorted(meant) or len(meant) >= _SHORTEST_NAME_WITH_ANOTHER_LETTER
    if len(written) < len(meant):
        return True
    return written[at] == written[at - 1] or (at < len(meant) and len(meant) >= _SHORTEST_WITH_ANOTHER_LETTER)


def _is_slip(written: str, meant: str) -> bool:
    """Whether one slip from a word is taken for one. The shorter the word, the fewer kinds are."""
    at = first_difference(written, meant)
    if len(written) == len(meant):
        if sorted(written) == sorted(meant):
            return at > 0 or len(meant) >= _SHORTEST_WITH_ANOTHER_LETTER
        return len(meant) >= _SHORTEST_WITH_ANOTHER_LETTER
    if at == min(len(written), len(meant)):
        more = len(written) > len(meant)
        return len(meant) >= _SHORTEST_WITH_A_LETTER_MORE and not (more and written[-1] in _ENDINGS)
    if len(written) > len(meant):
        return at > 0 and (written[at] == written[at - 1] or len(meant) >= _SHORTEST_WITH_A_LETTER_MORE)
    return at > 0 and (len(meant) >= _SHORTEST_WITH_A_LETTER_MORE or _VOWELS.isdisjoint(written))
