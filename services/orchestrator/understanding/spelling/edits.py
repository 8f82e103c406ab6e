"""Finds the known words that lie a slip of the keyboard from a written one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_SHORTEST_IN_TWO = 8
_SAME_START = 2
_SAME_END = 3
_MOST_LETTERS_APART = 4


class NearWords:
    """An index over words in small letters. A lookup costs no more than a few dozen table lookups for any index."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_shorter: dict[str, str] = {}
        self._long: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for word in words:
            for shorter in set(_with_one_less(word)):
                others = self._by_shorter.get(shorter)
                self._by_shorter[shorter] = f"{others} {word}" if others else word
            if len(word) >= _SHORTEST_IN_TWO:
                self._long.setdefault((word[:_SAME_START], word[-_SAME_END:]), []).append((_letters(word), word))

    def one_off(self, written: str) -> set[str]:
        """All words that one letter more, less or other, or two neighbours swapped, lead to."""
        near = {word for shorter in _with_one_less(written) for word in self._by_shorter.get(shorter, "").split()}
        return {word for word in near if is_one_off(written, word)}

    def two_off(self, written: str) -> set[str]:
        """All words of eight letters and more that two such slips within the word lead to: its start and its end are
        the same, for another end is mostly another form of the word."""
        letters = _letters(written)
        return {
            word
            for mask, word in self._long.get((written[:_SAME_START], written[-_SAME_END:]), ())
            if (mask ^ letters).bit_count() <= _MOST_LETTERS_APART
            and any(is_one_off(once, word) for once in _once_nearer(written, word))
        }


def is_one_off(written: str, meant: str) -> bool:
    """Whether one slip leads from one word to another."""
    at = first_difference(written, meant)
    one, other = written[at:], meant[at:]
    if len(one) == len(other):
        return bool(one) and (one[1:] == other[1:] or (one[2:] == other[2:] and one[:2] == other[1::-1]))
    return one[1:] == other if len(one) == len(other) + 1 else one == other[1:]


def first_difference(one: str, other: str) -> int:
    """Where two words part; the length of the shorter where it begins the longer."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (letter, same) in pairs if letter != same), min(len(one), len(other)))


def _once_nearer(written: str, meant: str) -> Iterator[str]:
    """The written word with its first difference mended in each of the four ways."""
    at = first_difference(written, meant)
    yield written[:at] + meant[at : at + 1] + written[at:]
    yield written[:at] + meant[at : at + 1] + written[at + 1 :]
    yield written[:at] + written[at + 1 :]
    yield written[:at] + written[at + 1 : at + 2] + written[at : at + 1] + written[at + 2 :]


def _with_one_less(word: str) -> Iterator[str]:
    """The word, and all that are left when one letter is taken out: two words one slip apart share one of these."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _letters(word: str) -> int:
    """A bit for each letter that is in the word."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 31)
    return mask
