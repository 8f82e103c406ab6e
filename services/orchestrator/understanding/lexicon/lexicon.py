"""Phrases and what they mean: a tree of words, asked for the longest phrase that starts at a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from sys import intern
from typing import Generic, TypeVar

from services.orchestrator.understanding.reading.words import Word, WordKind, clean, key_of, split

M = TypeVar("M")

_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")


class PhraseTaken(ValueError):
    """Two word lists give one phrase different meanings."""


@dataclass(slots=True)
class _Node(Generic[M]):
    """`following` is None at the ends of phrases, most of the nodes: there are tens of thousands."""

    following: dict[str, _Node[M]] | None = None
    meaning: M | None = None


class Lexicon(Generic[M]):
    """Grows while it is loaded; only read afterwards."""

    def __init__(self) -> None:
        self._root: _Node[M] = _Node()
        self._as_written: set[str] = set()

    def add(self, phrase: str, meaning: M, *, as_written: bool = False, yields: bool = False) -> None:
        """Gives a phrase its meaning. A single word `as_written` is another word than the same in lower case.

        A phrase that already has another meaning keeps it where the new one `yields`; else PhraseTaken is raised.
        """
        if as_written:
            self._as_written.add(phrase)
        keys = self._keys(phrase)
        if not keys:
            raise ValueError(f"no words in {phrase!r}")
        node = self._root
        for key in map(intern, keys):
            if node.following is None:
                node.following = {}
            following = node.following.get(key)
            if following is None:
                following = node.following[key] = _Node()
            node = following
        if node.meaning is not None and node.meaning != meaning:
            if yields:
                return
            raise PhraseTaken(f"{phrase!r} is {node.meaning} and {meaning}")
        node.meaning = meaning

    def longest(self, words: Sequence[Word], start: int) -> tuple[int, M] | None:
        """The end and the meaning of the longest phrase that starts with the word at `start`."""
        found: tuple[int, M] | None = None
        node, as_written = self._root, self._as_written
        for index in range(start, len(words)):
            word = words[index]
            if word.kind is WordKind.QUOTED or node.following is None:
                break
            following = node.following.get(word.text if word.text in as_written else word.key)
            if following is None:
                break
            node = following
            if node.meaning is not None:
                found = (index + 1, node.meaning)
        return found

    def phrases(self) -> Iterator[tuple[str, M]]:
        """All phrases with their meanings, in no particular order."""
        pending: list[tuple[str, _Node[M]]] = [("", self._root)]
        while pending:
            prefix, node = pending.pop()
            if node.meaning is not None:
                yield prefix, node.meaning
            before = f"{prefix} " if prefix else ""
            pending += [(before + key, following) for key, following in (node.following or {}).items()]

    def _keys(self, phrase: str) -> tuple[str, ...]:
        """Of most phrases without cutting them into words by the rules: there are tens of thousands."""
        if _PLAIN.fullmatch(phrase):
            return tuple(map(key_of, phrase.split(" ")))
        return tuple(map(self._key, split(clean(phrase))))

    def _key(self, word: Word) -> str:
        return word.text if word.text in self._as_written else word.key


def plurals(phrase: str) -> Iterable[str]:
    """The phrase and its regular plural."""
    yield phrase
    if phrase.endswith(("s", "x", "ch", "sh")):
        yield phrase + "es"
    elif phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
        yield phrase[:-1] + "ies"
    else:
        yield phrase + "s"


def of_parts(parts: Sequence[Sequence[str]], lists: Mapping[str, Sequence[str]] | None = None) -> Iterator[str]:
    """Every phrase of one word of each part in turn; a word that names one of the lists stands for all of its words."""
    named = lists or {}
    for words in product(*([said for word in part for said in named.get(word, (word,))] for part in parts)):
        yield " ".join(filter(None, words))
