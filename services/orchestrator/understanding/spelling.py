"""Mends slips of spelling: a word that nothing is known of, one letter from exactly one word that is known.

A slip is a letter too many, too few or another, or two swapped. The shorter the word, the fewer kinds are taken for
slips: near a short word lies another English word as often. Words in `data/spelling.toml` never are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from services.orchestrator.understanding.words import Word, WordKind

_SHORTEST = 4
_SHORTEST_WITH_A_LETTER_MORE = 5
_SHORTEST_WITH_ANOTHER_LETTER = 6
_VOWELS = frozenset("aeiouy")
_ENDINGS = frozenset("sdrny")
"""A letter more at the end is a form of the word, not a slip: "purchased"."""


class Spelling:
    """`targets` are the words a slip can be meant as, `proper` those of them that are written with a capital, `known`
    what is never a slip."""

    def __init__(self, targets: Collection[str], proper: Collection[str], known: Collection[str]) -> None:
        self._known = frozenset(known)
        self._proper = frozenset(proper)
        self._near: dict[str, set[str]] = {}
        for target in targets:
            if len(target) >= _SHORTEST and target.isalpha() and target.isascii():
                for shorter in _with_one_less(target):
                    self._near.setdefault(shorter, set()).add(target)

    def mended(self, word: Word) -> Word:
        """The word, its key that of the only known word one letter off where there is one."""
        if word.kind is not WordKind.PLAIN or len(word.key) < _SHORTEST or word.key in self._known:
            return word
        if word.text[1:] != word.text[1:].lower() and not word.text.isupper():
            return word
        near = {
            target
            for shorter in _with_one_less(word.key)
            for target in self._near.get(shorter, ())
            if _is_slip(word.key, target)
        }
        if len(near) != 1 or not (self._proper >= near or _may_be_common(word)):
            return word
        return word._replace(key=near.pop())


def _with_one_less(word: str) -> Iterator[str]:
    """The word, and all that are left when one letter is taken out: two words one edit apart share one of these."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _may_be_common(word: Word) -> bool:
    """Whether a word is written as no name is: behind the first word, a capital marks a name."""
    return word.start == 0 or not word.text[0].isupper() or word.text.isupper()


def _is_slip(written: str, meant: str) -> bool:
    at = next((at for at, (one, other) in enumerate(zip(written, meant, strict=False)) if one != other), None)
    if at is None:
        more = len(written) - len(meant) == 1
        return len(meant) >= _SHORTEST_WITH_A_LETTER_MORE and not (more and written[-1] in _ENDINGS)
    one, other = written[at:], meant[at:]
    if len(one) == len(other):
        if one[2:] == other[2:] and one[:2] == other[1::-1]:
            return at > 0 or len(meant) >= _SHORTEST_WITH_ANOTHER_LETTER
        return one[1:] == other[1:] and len(meant) >= _SHORTEST_WITH_ANOTHER_LETTER
    if one[1:] == other:
        doubled = at > 0 and one[0] == written[at - 1]
        return at > 0 and (doubled or len(meant) >= _SHORTEST_WITH_A_LETTER_MORE)
    return at > 0 and one == other[1:] and (len(meant) >= _SHORTEST_WITH_A_LETTER_MORE or _VOWELS.isdisjoint(written))
