"""Tells where a word names one whom the asker works for, answers to or knows: "our publisher", "consultant (here)".

Of who may be on a site one speaks in the plural, or with a noun behind: "for teachers", "the publisher report". So one
is meant where an article or "our" stands before, or nothing, and what follows can be no noun.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.weight import SaidWords, is_light
from services.orchestrator.understanding.framing.words_by_role import Role, Roles
from services.orchestrator.understanding.lexicon.english import English, Part
from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.lexicon.vocabulary import Unknown

LEADING = frozenset({"the", "a", "an", "my", "our", "his", "her", "their", "your", "another", "this"})
_NOUNS = frozenset({Role.NOUN, Role.UNCLEAR, Role.THING, Role.QUALIFIER, Role.PEOPLE})
_BESIDE_A_NAME = frozenset({Role.ASKING, Role.HERE})
_BEFORE = frozenset({Role.LIGHT, Role.QUALIFIER, Role.PEOPLE, Role.NOUN})
_NO_NOUNS = frozenset({Part.PRESENT, Part.PAST, Part.ADVERB})
_NONE: Roles = frozenset()


class OneOfOurs:
    """Knows them by `english.people` and `chiefs`, and what follows by the lists of roles."""

    def __init__(self, english: English, chiefs: Collection[str], roles: Lexicon[Roles]) -> None:
        self._people = english.people | frozenset(chiefs)
        self._english = english
        self._roles = roles

    def is_at(self, said: SaidWords, at: int, before: Sequence[Token]) -> bool:
        """Whether the word at a place is one, behind those read."""
        word = said.words[at]
        if word.key not in self._people or (before and word.text[0].isupper()):
            return False
        end = at + 1
        if end == len(said.words):
            return _is_led(before)
        behind, following = self._behind(said, end)
        if said.words[end].key == "of":
            return _is_led(before) or not before
        if behind & _BESIDE_A_NAME:
            return _is_led(before) or all(token.is_free or token.roles & _BEFORE for token in before)
        return following and _is_led(before)

    def _behind(self, said: SaidWords, at: int) -> tuple[Roles, bool]:
        """The roles of what follows, and whether it can be no noun."""
        word = said.words[at]
        _, roles = self._roles.longest(said.words, at) or (at, _NONE)
        if word.key == "'" and at + 1 < len(said.words):
            owned, is_no_noun = self._behind(said, at + 1)
            return _NONE, is_no_noun or Role.NOUN in owned
        if roles:
            return roles, not roles & _NOUNS
        is_verb = self._english.parts.get(word.key) in _NO_NOUNS or word.key.endswith("ed")
        return _NONE, is_light(said.span(at)) and (not isinstance(said.span(at).meaning, Unknown) or is_verb)


def _is_led(before: Sequence[Token]) -> bool:
    """Whether an article stands before, with what qualifies a noun at most between."""
    for token in reversed(before):
        if token.key in LEADING:
            return True
        if not (token.is_free or token.roles & _BEFORE):
            return False
    return False
