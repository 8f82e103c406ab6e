"""Mends slips of spelling: a word that nothing is known of, one letter from exactly one word that is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from services.orchestrator.understanding.words import Word, WordKind

_SHORTEST = 4
_SHORTEST_WITH_OTHER_LETTERS = 6
_VOWELS = frozenset("aeiouy")
_ENDINGS = frozenset("sdrny")
"""A letter more at the end is a form of the word, not a slip: "purchased"."""


class Spelling:
    """`targets` are the words a slip can be meant as; `known` those that are never slips."""

    def __init__(self, targets: Collection[str], known: Collection[str]) -> None:
        self._known = frozenset(known)
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
        return word._replace(key=near.pop()) if len(near) == 1 else word


def _with_one_less(word: str) -> Iterator[str]:
    """The word, and all that are left when one letter is taken out: two words one edit apart share one of these."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _is_slip(written: str, meant: str) -> bool:
    """One letter too many, too few, another, or two swapped; in short words only what no English word looks like."""
    first = next((at for at, (one, other) in enumerate(zip(written, meant, strict=False)) if one != other), None)
    if first is None:
        return abs(len(written) - len(meant)) == 1 and written[-1] not in _ENDINGS and len(written) >= _SHORTEST + 1
    one, other = written[first:], meant[first:]
    if len(one) == len(other) and one[2:] == other[2:] and one[:2] == other[1::-1]:
        return len(written) > _SHORTEST
    if len(written) < _SHORTEST_WITH_OTHER_LETTERS and not _VOWELS.isdisjoint(written):
        return False
    return one[1:] == other[1:] or one[1:] == other or one == other[1:]
