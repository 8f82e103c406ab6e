"""Decides which word a word that nothing is known of is a slip of, by the words beside it."""

from __future__ import annotations

from dataclasses import dataclass

from services.orchestrator.understanding.spelling.edits import NearWords, first_difference
from services.orchestrator.understanding.spelling.spelling_words import NUMBER, SpellingWords, spelt

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
        if (plural := f"{written.removesuffix('ys')}ies") in self._words.common and written.endswith("ys"):
            return "" if place.is_capital else plural
        near = self._near.one_off(written)
        paired = {word for word in near if self._is_paired(word, place)}
        in_pairs = {word for word in paired if self._is_told_in_a_pair(written, word, place)}
        if in_pairs or len(written) < _SHORTEST or written in self._words.slips_in_pairs:
            are_several = written.endswith("s") or place.before == NUMBER
            return self._only(_without_singulars(in_pairs) if are_several else in_pairs)
        if not near and len(written) >= _SHORTEST_WITH_TWO_SLIPS:
            meant = self._only(self._near.two_off(written))
            return meant if meant not in self._words.names and self._is_meant(meant, place) else ""
        standing = {
            word for word in near if (word in self._words.senses or word in paired) and _is_rival(written, word)
        }
        meant = self._only(self._common(standing, place) | self._names(standing, place))
        is_slip = _is_slip_of_a_name if meant in self._words.names else _is_slip
        return meant if meant and is_slip(written, meant) and self._is_meant(meant, place) else ""

    def could_be_proper(self, written: str) -> bool:
        """Whether it is one slip from a word with a capital: "Onday" is not "on day" for sure."""
        return not self._words.proper.isdisjoint(self._near.one_off(written))

    def _only(self, words: set[str]) -> str:
        """The only word, or one of several that mean the same."""
        if len(words) > 1 and len({self._words.senses.get(word, word) for word in words}) > 1:
            return ""
        return max(words, key=lambda word: (len(word), word), default="")

    def _is_paired(self, word: str, place: Place) -> bool:
        return (place.before, word) in self._words.pairs or (word, place.behind) in self._words.pairs

    def _is_told_in_a_pair(self, written: str, word: str, place: Place) -> bool:
        """Whether the pair itself tells the word: its other word does not stand beside any."""
        words = self._words
        before = place.before not in words.light and (place.before, word) in words.pairs
        behind = place.behind not in words.light_behind and (word, place.behind) in words.pairs
        return (before or behind) and _is_slip_in_a_pair(written, word)

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


def _without_singulars(words: set[str]) -> set[str]:
    """The words but for singulars whose plural is there as well: "pags", "30 dasy"."""
    return {word for word in words if f"{word}s" not in words}


def _is_rival(written: str, word: str) -> bool:
    return len(word) > _SHORTEST or _is_slip(written, word)


def _is_slip_in_a_pair(written: str, meant: str) -> bool:
    """Beside its neighbour even a short word is told, but none of three letters with another letter."""
    if len(meant) < _SHORTEST_WITH_A_LETTER_MORE and written[0] != meant[0]:
        return sorted(written) == sorted(meant)
    return len(written) > _SHORTEST_IN_A_PAIR or len(meant) > len(written) or sorted(written) == sorted(meant)


def _is_slip_of_a_name(written: str, meant: str) -> bool:
    at = first_difference(written, meant)
    if len(meant) < (_SHORTEST_NAME_WITH_ANOTHER_LETTER if at == 0 else _SHORTEST_NAME):
        return False
    if len(written) == len(meant):
        return sorted(written) == sorted(meant) or len(meant) >= _SHORTEST_NAME_WITH_ANOTHER_LETTER
    if len(written) < len(meant):
        return True
    doubled = at > 0 and written[at] == written[at - 1]
    return doubled or (at < len(meant) and len(meant) >= _SHORTEST_WITH_ANOTHER_LETTER)


def _is_slip(written: str, meant: str) -> bool:
    """Whether one slip from a word is taken for one. The shorter the word, the fewer kinds are."""
    at = first_difference(written, meant)
    if at == len(meant):
        return at >= _SHORTEST_WITH_A_LETTER_MORE and written[-1] not in _ENDINGS
    if len(meant) >= _SHORTEST_WITH_ANOTHER_LETTER:
        return True
    if at == 0 or (len(written) == len(meant) and sorted(written) != sorted(meant)):
        return False
    doubled = len(written) > len(meant) and written[at] == written[at - 1]
    return len(meant) >= _SHORTEST_WITH_A_LETTER_MORE or doubled or _VOWELS.isdisjoint(written)
