"""Tells sentences in which the asker or the one asked takes part: "I slept badly", "my brain switches off at noon"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.open_words import is_small, is_verb, lists_of
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables

_BEFORE_A_CLAUSE = frozenset({Role.VERB, Role.ASKING, Role.NEGATED, Role.LIGHT, Role.COURTESY, Role.INTERJECTION})


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
