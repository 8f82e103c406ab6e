"""Tells what the answer is for: "it's for the gift guide", "plotting this for the offsite", "for Dana's deck".

Where it is said that "it" or "this" is for something, that is no part of the traffic; without these it may be.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.aims import all_belong
from services.orchestrator.understanding.framing.open_words import lists_of, may_name
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables
from services.orchestrator.understanding.lexicon.lexicon import plurals

_FOR = frozenset({"for", "on", "into"})
_NEEDING = frozenset({Role.PEOPLE, Role.NAME, Role.PRONOUN, Role.VERB, Role.ASKING, Role.LIGHT, Role.COURTESY})
_FEW = frozenset({"one", "two", "three", "single"})
_WHERE = frozenset({"in", "at", "on", "by"})
_OWNING = frozenset({"'", "'s"})
_WHEN = frozenset({Role.TIME, Role.COURTESY})
_NAMED = 2
"""Words of "Dana's"."""


class Purposes:
    """The lists of `[open]` in `data/framing.toml`."""

    def __init__(self, tables: Tables) -> None:
        lists = lists_of(tables)
        self._articles = lists["articles"]
        self._indefinite = lists["indefinite"]
        self._answer = lists["answers_called"]
        self._figures = lists["figures"]
        self._made = frozenset(form for word in lists["made"] for form in plurals(word))

    def are_of(self, tokens: Sequence[Token]) -> bool:
        """ "It's for the gift guide", "finance wants this on a poster"; not "it's for teachers"."""
        start = next((at for at, token in enumerate(tokens) if token.key.split()[0] in _FOR), len(tokens))
        before, behind = tokens[:start], tokens[start + 1 :]
        is_told = any(token.key in self._answer for token in before) and all(map(_leads_on, before))
        is_of_it = is_told or self._is_one(before)
        if not is_of_it or start == len(tokens):
            return False
        # "For the minutes" is listed as one.
        return self._are_put_to_use(behind) if tokens[start].key in _FOR else not behind

    def is_meeting_of_one(self, tokens: Sequence[Token]) -> bool:
        """ "For Dana's deck", "before Tom's stand-up"."""
        is_owned = tokens[0].key in {"for", "before"} and self._behind_owner(tokens[1:]) == _NAMED
        return is_owned and Role.NOUN in _head(tokens).roles and self._are_put_to_use(tokens[1:])

    def _is_one(self, before: Sequence[Token]) -> bool:
        """ "(I need) one line", "(need) two numbers"."""
        needs, one = before[:-2], before[-2:]
        is_one = len(one) > 1 and one[0].key in self._indefinite | _FEW and one[1].key in self._figures
        return is_one and any(Role.VERB in token.roles for token in needs) and all(map(_leads_on, needs))

    def _are_put_to_use(self, tokens: Sequence[Token]) -> bool:
        """ "The gift guide", "a poster", "Dana's slide"; not "teachers", "the premium plan"."""
        behind = tokens[self._behind_owner(tokens) :]
        if behind and all(token.key.startswith("a ") for token in behind):
            # "A chart", which is a courtesy by itself.
            return True
        end = next((at for at in range(1, len(behind)) if self._is_where(behind, at)), len(behind))
        named = [token for token in behind[:end] if not token.roles & _WHEN]
        if not named or any(token.said for token in behind) or any(token.is_name for token in named):
            return False
        is_made = named[-1].key in self._made or Role.NOUN in named[-1].roles
        is_one = named[0].key in self._indefinite and Role.UNCLEAR not in named[-1].roles
        is_led = len(behind) < len(tokens) or named[0].key in self._articles or not may_name(named[0])
        return (is_made or (is_one and not named[-1].key.endswith("s"))) and is_led and all_belong(named)

    def _is_where(self, tokens: Sequence[Token], at: int) -> bool:
        """ "(The wall) in (the hall)", "(the quiz) of our (department)"; not "(the hall) of (fame wall)"."""
        is_whose = tokens[at].key == "of" and any(token.key in self._articles for token in tokens[at + 1 : at + 2])
        return is_whose or tokens[at].key in _WHERE

    def _behind_owner(self, tokens: Sequence[Token]) -> int:
        """Where what somebody owns begins: behind "Dana's", "the lenders'"; 0 where nobody owns it."""
        at = next((at for at, token in enumerate(tokens) if token.key in _OWNING), 0)
        is_one = at == 1 and tokens[0].is_free and tokens[0].text[0].isupper()
        are_many = at > 0 and tokens[at].key == "'" and not any(each.said or each.is_name for each in tokens[:at])
        return at + 1 if is_one or are_many else 0


def _leads_on(token: Token) -> bool:
    """A word of "I need it", "plotting this"."""
    return token.key.endswith("ing") or bool(token.roles & _NEEDING and not (token.weighs or token.said))


def _head(tokens: Sequence[Token]) -> Token:
    return next((token for token in reversed(tokens) if not token.roles & _WHEN), tokens[-1])
