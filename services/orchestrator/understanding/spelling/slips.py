"""Decides which word a word that nothing is known of is a slip of, by the words beside it."""

from __future__ import annotations

from dataclasses import dataclass

from services.orchestrator.understanding.spelling.ease import Ease, ease
from services.orchestrator.understanding.spelling.edits import NearWords, first_difference
from services.orchestrator.understanding.spelling.spelling_words import SpellingWords, spelt

_SHORTEST = 4
_SHORTEST_IN_A_PAIR = 3
_SHORTEST_WITH_A_LETTER_MORE = 5
_SHORTEST_WITH_ANOTHER_START = 6
_SHORTEST_WITH_TWO_SLIPS = 7
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
            return self._only(written, in_pairs)
        if not near and len(written) >= _SHORTEST_WITH_TWO_SLIPS:
            meant = self._only(written, self._near.two_off(written) - self._words.fillers)
            return meant if meant not in self._words.names and self._is_meant(meant, place) else ""
        standing = {
            word for word in near if (word in self._words.senses or word in paired) and _is_rival(written, word)
        }
        meant = self._only(written, self._common(standing, place) | self._names(standing, place))
        if not meant or (meant in self._words.fillers and ease(written, meant) is Ease.ANY_LETTER):
            return ""
        is_slip = _is_slip(written, meant, is_name=meant in self._words.names)
        return meant if is_slip and self._is_meant(meant, place) else ""

    def could_be_proper(self, written: str) -> bool:
        """Whether it is one slip from a word with a capital: "Onday" is not "on day" for sure."""
        return not self._words.proper.isdisjoint(self._near.one_off(written))

    def _only(self, written: str, words: set[str]) -> str:
        """The only word, or one of several that mean the same; of a singular and its plural what is written easiest."""
        if len(words) > 1 and len({word.removesuffix("s") for word in words}) == 1:
            easiest = min(ease(written, word) for word in words)
            words = {word for word in words if ease(written, word) is easiest}
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


def _is_rival(written: str, word: str) -> bool:
    """Whether it could be meant, though it may not be taken for what is: even a short name, but no word of which the
    written one is another form."""
    return _is_slip(written, word) or len(word) > max(_SHORTEST, first_difference(written, word))


def _is_slip_in_a_pair(written: str, meant: str) -> bool:
    """Beside its neighbour even a short word is told, but none of three letters with another letter."""
    if len(meant) < _SHORTEST_WITH_A_LETTER_MORE and written[0] != meant[0]:
        return sorted(written) == sorted(meant)
    return len(written) > _SHORTEST_IN_A_PAIR or len(meant) > len(written) or sorted(written) == sorted(meant)


def _is_slip(written: str, meant: str, *, is_name: bool = False) -> bool:
    """Whether one slip from a word is taken for one. The shorter the word, the easier it must be, and near a name lies
    another as often as near a word of one letter less."""
    at, letters = first_difference(written, meant), len(meant) - is_name
    if min(letters, len(written) - is_name) < _SHORTEST:
        return False
    if at == len(meant) and written[-1] != meant[-1]:
        return not is_name and letters >= _SHORTEST_WITH_A_LETTER_MORE and written[-1] not in _ENDINGS
    if at == 0 and sorted(written) != sorted(meant) and (is_name or letters < _SHORTEST_WITH_ANOTHER_START):
        return False
    return ease(written, meant) <= min(letters - _SHORTEST, Ease.NEAR_LETTER if is_name else Ease.ANY_LETTER)
