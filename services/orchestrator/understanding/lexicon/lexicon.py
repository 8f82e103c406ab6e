"""Phrases and what they mean: a tree of words, asked for the longest phrase that starts at a word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from sys import intern
from typing import Generic, TypeVar

from services.orchestrator.understanding.reading.words import Word, WordKind, clean, key_of, split

M = TypeVar("M")

_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")


class PhraseTaken(ValueError):
    """Two word lists give one phrase different meanings."""


@dataclass(slots=True)
class _Node(Generic[M]):
    """`following` is None at the ends of phrases, most of the nodes: there are tens of thousands.

    A `shared` one may stand in several places, so it never changes, and all phrases behind it mean the same.
    """

    following: dict[str, _Node[M]] | None = None
    meaning: M | None = None
    shared: bool = False

    def behind(self, key: str) -> _Node[M]:
        """The node behind a word, which may be changed."""
        if self.following is None:
            self.following = {}
        node = self.following.get(key)
        if node is None:
            node = self.following[key] = _Node()
        elif node.shared:
            node = self.following[key] = _Node(dict(node.following) if node.following else None, node.meaning)
        return node


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
            node = node.behind(key)
        _give(node, meaning, phrase, yields=yields)

    def add_each(self, parts: Sequence[Collection[str]], meaning: M, *, yields: bool = False) -> None:
        """Adds every phrase of one of each part in turn; one that is empty is left out.

        They take the room of the parts, not of their product.
        """
        if not all(parts):
            return
        node = _Node(None, meaning, shared=True)
        for part in reversed(parts):
            node = reduce(_joined, (self._leading(phrase, node) for phrase in part))
        if node.meaning is not None:
            raise ValueError(f"no words in one of {parts}")
        _lay(self._root, node, "", yields=yields)

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
        """Phrases with their meanings, in no particular order: all, save for those put together of parts, of which
        there are so many that each two words that stand side by side in any of them do."""
        told: set[tuple[str, int]] = set()
        pending = [("", "", self._root)]
        while pending:
            before, key, node = pending.pop()
            phrase = f"{before} {key}" if before else key
            if node.meaning is not None:
                yield phrase, node.meaning
            following: Iterable[tuple[str, _Node[M]]] = (node.following or {}).items()
            if node.shared:
                if (key, id(node)) in told:
                    following = islice(following, node.meaning is None)
                told.add((key, id(node)))
            pending += [(phrase, word, behind) for word, behind in following]

    def first_words(self) -> frozenset[str]:
        """The keys that phrases begin with."""
        return frozenset(self._root.following or ())

    def _leading(self, phrase: str, node: _Node[M]) -> _Node[M]:
        """What the phrase stands at the start of, and the node behind."""
        for key in reversed(self._keys(phrase) if phrase else ()):
            node = _Node({intern(key): node}, None, shared=True)
        return node

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


def with_lists(parts: Sequence[Sequence[str]], lists: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The parts, all words of a list where its name stands."""
    return [[said for word in part for said in lists.get(word, (word,))] for part in parts]


def _joined(one: _Node[M], other: _Node[M]) -> _Node[M]:
    """The phrases of both, each of which stays as it is."""
    following = dict(one.following or ())
    for key, node in (other.following or {}).items():
        following[key] = _joined(following[key], node) if key in following else node
    return _Node(following or None, other.meaning if one.meaning is None else one.meaning, shared=True)


def _lay(node: _Node[M], more: _Node[M], said: str, *, yields: bool) -> None:
    """Adds the phrases of a shared node."""
    if more.meaning is not None:
        _give(node, more.meaning, said, yields=yields)
    for key, behind in (more.following or {}).items():
        if node.following and key in node.following:
            _lay(node.behind(key), behind, f"{said} {key}".lstrip(), yields=yields)
        else:
            node.following = node.following or {}
            node.following[key] = behind


def _give(node: _Node[M], meaning: M, phrase: str, *, yields: bool) -> None:
    if node.meaning is not None and node.meaning != meaning:
        if yields:
            return
        raise PhraseTaken(f"{phrase!r} is {node.meaning} and {meaning}")
    node.meaning = meaning
