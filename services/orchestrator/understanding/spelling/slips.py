"""Decides which word a word that nothing is known of is a slip of, by the words beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from services.orchestrator.understanding.spelling.ease import Ease, ease
from services.orchestrator.understanding.spelling.edits import NearWords, first_difference
from services.orchestrator.understanding.spelling.spelling_words import SpellingWords, spelt

_SHORTEST = 4
_SHORTEST_IN_A_PAIR = 3
_SHORTEST_WITH_A_LETTER_MORE = 5
_SHORTEST_WITH_ANOTHER_START = 6
_SHORTEST_WITH_TWO_SLIPS = 7
_MISSPELT_ENDINGS = (("ys", "ies"), ("es", "s"), ("d", "ed"))
"""What forms end in by mistake, and in what instead: "countrys", "viewes", "visitd"."""

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
        self._near = NearWords((paired | words.common | words.others | words.other_names) - words.short_forms)

    def meant(self, written: str, place: Place) -> str:
        """The only word that the written one can be a slip of in its place; none where there is none or another."""
        if len(written) < _SHORTEST_IN_A_PAIR:
            return ""
        if form := self._form(written):
            return "" if place.is_capital else form
        near = self._near.one_off(written)
        paired = {word for word in near if self._is_paired(word, place)}
        in_pairs = {word for word in paired if self._is_told_in_a_pair(written, word, place)}
        on_both_sides = {word for word in in_pairs if self._is_paired_on_both_sides(word, place)}
        if len(in_pairs) > 1:
            easier = self._easier_than_all(written, in_pairs, set()) or _only_easy(written, in_pairs)
            in_pairs = on_both_sides if len(on_both_sides) == 1 else easier
        if in_pairs or len(written) < _SHORTEST or written in self._words.slips_in_pairs:
            return self._only(written, in_pairs)
        if not near and len(written) >= _SHORTEST_WITH_TWO_SLIPS:
            meant = self._only(written, self._near.two_off(written) - self._words.fillers)
            return meant if meant not in self._words.names and self._is_meant(meant, place) else ""
        standing = {
            word for word in near if (word in self._words.senses or word in paired) and _is_rival(written, word)
        }
        standing = self._easier_than_all(written, standing, paired) or standing
        meant = self._only(written, self._common(standing, place) | self._names(standing, place))
        if not meant or (meant in self._words.fillers and ease(written, meant) is Ease.ANY_LETTER):
            return ""
        is_slip = _is_slip(written, meant, is_name=meant in self._words.names)
        return meant if is_slip and self._is_meant(meant, place) else ""

    def only_common(self, written: str) -> str:
        """The only common word that one slip leads to; none where there are several."""
        near = self._near.one_off(written) & self._words.common
        return near.pop() if len(near) == 1 else ""

    def value(self, written: str, values: Collection[str]) -> str:
        """The only one of these values that a word right behind their field's name can be an easy slip of."""
        near = self._near.one_off(written).intersection(values) if values else set()
        easy = [word for word in near if len(word) >= _SHORTEST and ease(written, word) is Ease.OWN_LETTERS]
        return easy[0] if len(easy) == 1 else ""

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

    def _form(self, written: str) -> str:
        """The form of a known word that is written with another ending."""
        forms = (
            f"{written.removesuffix(wrong)}{right}"
            for wrong, right in _MISSPELT_ENDINGS
            if written.endswith(wrong) and len(written) > _SHORTEST
        )
        return next((form for form in forms if form in self._words.common), "")

    def _is_paired_on_both_sides(self, word: str, place: Place) -> bool:
        return (place.before, word) in self._words.pairs and (word, place.behind) in self._words.pairs

    def _easier_than_all(self, written: str, near: set[str], paired: set[str]) -> set[str]:
        """The only common word of several that is written with its own letters, where all others are words of another
        kind, and need any other letter or stand less well there."""
        own = {word for word in near & self._words.common if ease(written, word) is Ease.OWN_LETTERS}
        best = own & paired or own
        if len(best) != 1:
            return set()
        [easiest] = best
        others = {word for word in near - best if word.removesuffix("s") != easiest.removesuffix("s")}
        alike = any(self._kind(word) is self._kind(easiest) for word in others)
        harder = (ease(written, word) is Ease.ANY_LETTER or (best <= paired and word not in paired) for word in others)
        return best if not alike and all(harder) else set()

    def _kind(self, word: str) -> type:
        """Of what its sense is: "visits" and "visitors" are two figures."""
        sense = self._words.senses.get(word)
        return type(sense[0] if isinstance(sense, tuple) else sense)

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


def _only_easy(written: str, words: set[str]) -> set[str]:
    """The only one of long words that is written with its own letters, where all others need any other letter: by
    "weekdy", weekday is meant, and not weekly."""
    own = {word for word in words if ease(written, word) is Ease.OWN_LETTERS}
    others = words - own
    told = len(own) == 1 and len(written) >= _SHORTEST_WITH_ANOTHER_START
    return own if told and all(ease(written, word) is Ease.ANY_LETTER for word in others) else set()


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
