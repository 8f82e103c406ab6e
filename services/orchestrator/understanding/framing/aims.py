"""Tells what is to be done with the answer, or after it: "so that I can plan the shifts", "before we hire a writer"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.belonging import belongs
from services.orchestrator.understanding.framing.open_words import lists_of
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.wishes import Wishes
from services.orchestrator.understanding.framing.words_by_role import OBJECTS, Role, Tables


class Aims:
    """The lists of `[open]` in `data/framing.toml`."""

    def __init__(self, tables: Tables, wishes: Wishes) -> None:
        lists = lists_of(tables)
        self._wishes = wishes
        self._before = lists["before_an_aim"]
        self._doers = lists["doers"]
        self._asked = lists["asked"]

    def is_one(self, tokens: Sequence[Token], *, of_listed: bool) -> bool:
        """Whether tokens say an aim; with `of_listed` words only the verb may stand in no list."""
        if any(token.said for token in tokens) or not all_belong(tokens):
            return False
        keys = [token.key for token in tokens]
        at = next((at for at, key in enumerate(keys) if key not in self._before), 0)
        does = self._deed(keys, at)
        is_told = not of_listed or keys[at] != "to" or _is_told(tokens[at + 2 :])
        return does > 0 and is_told and self._wishes.does(tokens, does)

    def _deed(self, keys: Sequence[str], at: int) -> int:
        """Where the verb stands behind the word there that leads to it; 0 where none leads."""
        if keys[at] == "to":
            return at + 1
        if keys[at] == "before":
            return at + 2 if keys[at + 1 : at + 2] and keys[at + 1] in self._doers else 0
        doer = at + 1 + (keys[at + 1 : at + 2] == ["that"])
        if keys[at] not in {"so", "then"} or not keys[doer:] or keys[doer] not in self._doers:
            return 0
        if keys[doer + 1 : doer + 2] in (["can"], ["could"]):
            return doer + 2
        is_known = keys[doer + 1 : doer + 2] == ["know"] and keys[doer + 3 : doer + 4] == ["to"]
        return doer + 4 if is_known and keys[doer + 2] in self._asked else 0


def all_belong(tokens: Sequence[Token]) -> bool:
    """Whether each word of weight has the word beside it of which it is only a part."""
    return all(belongs(tokens, at) for at, token in enumerate(tokens) if token.weighs or token.roles == {Role.NUMBER})


def _is_told(tokens: Sequence[Token]) -> bool:
    """ "(To tell) the board"; not "(pages to) update"."""
    return not any(token.is_free for token in tokens) and any(token.roles & OBJECTS for token in tokens)
