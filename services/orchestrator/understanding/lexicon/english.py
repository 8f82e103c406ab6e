"""The words that English is written in most, and of what part of speech those are that can be of one only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class English:
    """Words in lower case, of four letters and more. No word is in two of the sets but for `words`, which holds all."""

    words: frozenset[str]
    present: frozenset[str]
    """Verbs that say what one does: "depends", "argue"."""
    past: frozenset[str]
    """Verbs that say what one did, and are no participles: "wrote"."""
    participles: frozenset[str]
    """ "Launched", "written"."""
    doing: frozenset[str]
    """ "Deciding"; not "meeting", a noun as well."""
    adjectives: frozenset[str]
    adverbs: frozenset[str]
    nouns: frozenset[str]


def english_of(table: Mapping[str, str]) -> English:
    """The words of `data/english.toml`."""
    read = {part: frozenset(words.split()) for part, words in table.items()}
    return English(
        frozenset[str]().union(*read.values()),
        read["present"],
        read["past"],
        read["participles"],
        read["doing"],
        read["adjectives"],
        read["adverbs"],
        read["nouns"],
    )
