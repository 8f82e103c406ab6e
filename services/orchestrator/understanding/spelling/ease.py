"""Tells how easily a hand that means one word writes another, one slip away."""

from __future__ import annotations

from enum import IntEnum

from services.orchestrator.understanding.spelling.edits import first_difference

_BESIDE = {
    "q": "wa", "w": "qeas", "e": "wrsd", "r": "etdf", "t": "ryfg", "y": "tugh", "u": "yihj", "i": "uojk", "o": "ipkl",
    "p": "ol", "a": "qwsz", "s": "weadzx", "d": "ersfxc", "f": "rtdgcv", "g": "tyfhvb", "h": "yugjbn", "j": "uihknm",
    "k": "iojlm", "l": "opk", "z": "asx", "x": "sdzc", "c": "dfxv", "v": "fgcb", "b": "ghvn", "n": "hjbm", "m": "jkn",
}  # fmt: skip
"""The keys beside each."""

_SOUND_ALIKE = ("aeiouy", "ck", "cs", "sz")


class Ease(IntEnum):
    """The lower, the easier. Sorts so."""

    OWN_LETTERS = 0
    """The word's own letters: one is left out or written twice, or two neighbours are swapped."""

    NEAR_LETTER = 1
    """Another letter, of a key beside the right one or of a like sound, or one of the last two once more."""

    ANY_LETTER = 2


def ease(written: str, meant: str) -> Ease:
    """How the first word is written for the second, which is one slip away."""
    at = first_difference(written, meant)
    if len(written) < len(meant) or sorted(written) == sorted(meant):
        return Ease.OWN_LETTERS
    letter = written[at]
    if len(written) == len(meant):
        near = meant[at] in _BESIDE.get(letter, "") or any({letter, meant[at]} <= set(alike) for alike in _SOUND_ALIKE)
    elif at and letter == written[at - 1]:
        return Ease.OWN_LETTERS
    else:
        near = letter in written[max(at - 2, 0) : at] or not set(_BESIDE.get(letter, "")).isdisjoint(
            written[max(at - 1, 0) : at + 2]
        )
    return Ease.NEAR_LETTER if near else Ease.ANY_LETTER
