"""Tells whether a sentence says what something is: "it's the premium plan", "our buyers are dentists"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.open_words import lists_of, may_name
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables

_PEOPLE = frozenset({Role.PEOPLE, Role.QUALIFIER})
_MEASURES = frozenset({Role.NUMBER, Role.TIME})
_WHAT = frozenset({"what", "who", "whom", "where"})
_ENDS = ("ing", "ed")
_OF_WORK = frozenset({Role.NOUN, Role.UNCLEAR})


class Equations:
    """The lists of `[open]` in `data/framing.toml`."""

    def __init__(self, tables: Tables) -> None:
        lists = lists_of(tables)
        self._copulas = lists["copulas"] - {"'s"}
        self._pointing = lists["pointing"] - {"there", "there's"}
        self._selves = lists["selves"]
        self._articles = lists["articles"]
        self._indefinite = lists["indefinite"]
        self._mine = lists["mine"]

    def is_one(self, tokens: Sequence[Token], start: int) -> bool:
        """Also "a visit is half an hour"; not "it's raining", "we're a shop", "the printer is a nuisance"."""
        is_drawn = tokens[start].key in self._copulas
        copula = next((at for at in range(start, len(tokens)) if self._is_copula(tokens, at)), len(tokens))
        behind = tokens[copula + 1 :]
        if not behind or (copula > start and is_drawn):
            return False
        is_one = behind[0].key in self._indefinite
        if tokens[start].key in self._pointing:
            if behind[0].key in self._mine and not any(Role.UNCLEAR in token.roles for token in behind):
                return False
            is_of_work = bool(behind[-1].roles & _OF_WORK) and any(token.is_free for token in behind)
            return is_of_work if is_one else any(map(_is_thing, behind))
        # "Dentists are what I care about".
        is_matter = behind[0].key in _WHAT and any(token.said or _is_thing(token) for token in tokens[start:copula])
        if any(token.weighs and not token.roles & _PEOPLE for token in tokens[:copula]):
            return is_one or is_matter or bool(behind[0].roles & _MEASURES) or any(map(_is_thing, behind))
        is_led = behind[0].key in self._articles and not is_one and _is_thing(behind[-1])
        is_the_one = [token.key for token in behind] == ["the", "one"]
        are_many = len(behind) == 1 and _is_thing(behind[0]) and behind[0].key.endswith("s")
        return tokens[start].key not in self._selves and (is_led or are_many or is_the_one or is_matter)

    def _is_copula(self, tokens: Sequence[Token], at: int) -> bool:
        """Behind "one" an apostrophe is the verb: "this one's dentists"."""
        return tokens[at].key in self._copulas or (at > 0 and tokens[at].key == "'s" and tokens[at - 1].key == "one")


def _is_thing(token: Token) -> bool:
    return may_name(token) and not token.key.endswith(_ENDS)
