"""Tells sentences in which the asker or the one asked takes part: "I slept badly", "my brain switches off at noon"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.open_words import is_small, is_verb, lists_of
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables

_BEFORE_A_CLAUSE = frozenset({Role.VERB, Role.ASKING, Role.NEGATED, Role.LIGHT, Role.COURTESY, Role.INTERJECTION})


_MEANWHILE = frozenset({"while", "before", "since"})
_SHORTEST = 4


def is_my_own(tokens: Sequence[Token]) -> bool:
    """ "While my soup is in the microwave", "before my brain switches off"; not "while my sale ran"."""
    if len(tokens) < _SHORTEST or tokens[0].key not in _MEANWHILE or tokens[1].key != "my":
        return False
    own, verb = tokens[2:4]
    is_one = own.is_free and own.is_english and not own.key.endswith("s")
    is_now = verb.key.endswith("s") and not verb.key.endswith("ss") and verb.key != "was"
    return is_one and is_now and not any(token.said or token.is_name or token.weighs for token in tokens)


class Personal:
    """The lists of `[open]` in `data/framing.toml`."""

    def __init__(self, tables: Tables) -> None:
        lists = lists_of(tables)
        self._me = lists["me"]
        self._mine = lists["mine"]

    def has_part_in(self, tokens: Sequence[Token]) -> bool:
        """Whether one of both has part in what tokens say; not "the plan I launched", "my plan"."""
        for at, token in enumerate(tokens[:-1]):
            if token.key in self._me and (at == 0 or tokens[at - 1].roles & _BEFORE_A_CLAUSE):
                return True
        owner = next((at for at, token in enumerate(tokens) if token.key in self._mine), len(tokens))
        # "My smart watches": what ends in "s" at the end is a noun but behind people.
        may_be_noun = tokens[-1].key.endswith("s") and not any(Role.PEOPLE in token.roles for token in tokens[-2:-1])
        behind = tokens[owner + 2 : len(tokens) - may_be_noun]
        return all(map(is_small, tokens[:owner])) and any(map(is_verb, behind))
