"""Tells nouns of work from the same nouns of a site by the word beside them: "budget season"; not "football season"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.weight import SaidWords
from services.orchestrator.understanding.framing.words_by_role import Role, Roles, Tables, forms_of, words_of
from services.orchestrator.understanding.lexicon.english import Part
from services.orchestrator.understanding.lexicon.lexicon import Lexicon

_QUALIFYING = frozenset({Role.QUALIFIER, Role.NOUN, Role.PEOPLE, Role.TIME})
_NOT_BEFORE = frozenset({Part.PRESENT, Part.PAST, Part.ADVERB})
BESIDE_WORK = frozenset({Role.LED, Role.SYSTEM})
"""Of work only beside another word of it."""


class BesideWork:
    """The lists of `[work]` in `data/framing.toml`. `roles` are those of all words."""

    def __init__(self, tables: Tables, roles: Lexicon[Roles]) -> None:
        self._roles = roles
        self._working = forms_of(tables["open"]["working"])
        self._of_any = frozenset(words_of(tables["work"]["of_any"]))

    def settled(self, token: Token, before: Sequence[Token]) -> Token:
        """An unclear noun as one of work where a word of work qualifies it: "budget season"; not "the season".

        One of work by itself is none behind a word that stands in no list: "the template"; not "gift templates".
        """
        if Role.UNCLEAR not in token.roles:
            return token
        is_sold = bool(before) and self._may_be_sold(before)
        is_of_work = self._is_qualified(before)
        lost = {Role.VERB} if is_sold and len(before) == 1 else set()
        if Role.NOUN in token.roles:
            is_none = is_sold and not is_of_work
            return token._replace(roles=token.roles - (lost | {Role.NOUN if is_none else Role.UNCLEAR}))
        return token._replace(roles=token.roles | {Role.NOUN} if is_of_work else token.roles - lost)

    def beside_work(self, roles: Roles, said: SaidWords, end: int, before: Sequence[Token]) -> Roles:
        """What is of work only beside another word of it: "ad copy refresh", "our feed audit"; not "a feed"."""
        does = said.words[end - 1].key.endswith("s") and bool(before) and Role.PEOPLE in before[-1].roles
        is_noun = Role.LED in roles and self._is_qualified(before) and not does
        _, behind = self._roles.longest(said.words, end) or (end, frozenset[Role]())
        leads = Role.SYSTEM in roles and bool(behind & (_QUALIFYING | BESIDE_WORK | {Role.UNCLEAR}))
        return roles - BESIDE_WORK | ({Role.NOUN} if is_noun else set()) | ({Role.QUALIFIER} if leads else set())

    def _is_qualified(self, before: Sequence[Token]) -> bool:
        """Whether one of the words right before a noun is of work only."""
        for each in reversed(before):
            is_listed = bool(each.roles & _QUALIFYING) and not each.is_free and not each.said
            # "Live chat": right now is no word of work.
            is_when = each.roles == {Role.TIME} and each.weighs
            if is_listed and not is_when and each.key not in self._of_any:
                return True
            if not (each.is_free or each.roles & _QUALIFYING):
                break
        return False

    def _may_be_sold(self, before: Sequence[Token]) -> bool:
        """ "Gift (templates)", "moving (checklist)"; not "we redesigned (templates)", "drafting (slides)"."""
        last = before[-1]
        if last.key.endswith("ing"):
            is_done = Role.VERB in last.roles and Role.QUALIFIER not in last.roles
            return (last.is_free or is_done) and last.key not in self._working
        is_said = last.part in _NOT_BEFORE or (last.part is Part.PARTICIPLE and len(before) > 1)
        return last.is_free and last.key != "new" and not is_said
