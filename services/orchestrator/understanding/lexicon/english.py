"""The words that English is written in most, of what part of speech those are that can be of one only, and people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


class Part(Enum):
    """The only part of speech that a word can be; the names of the lists in `data/english.toml`."""

    PRESENT = "present"
    """Says what one does: "depends", "argue"."""
    PAST = "past"
    """Says what one did, and is no participle: "wrote"."""
    PARTICIPLE = "participles"
    """ "Launched", "written"."""
    DOING = "doing"
    """ "Deciding"; not "meeting", a noun as well."""
    ADJECTIVE = "adjectives"
    ADVERB = "adverbs"
    NOUN = "nouns"


@dataclass(frozen=True, slots=True)
class English:
    """Words in lower case, of four letters and more; `parts` holds those of `words` that can be one part only.

    `people` are words for one whom somebody works for, answers to or knows: "consultant"; none for who is on a site.
    """

    words: frozenset[str]
    parts: Mapping[str, Part]
    people: frozenset[str]


def english_of(table: Mapping[str, str], people: Iterable[str]) -> English:
    """The words of `data/english.toml`, and `people`."""
    read = {name: words.split() for name, words in table.items()}
    parts = {word: part for part in Part for word in read[part.value]}
    return English(frozenset(word for words in read.values() for word in words), parts, frozenset(people))
