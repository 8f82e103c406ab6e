"""Tells whether what somebody wants, asks or does names what the request is about; "needs to boast a bit" does not."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.open_words import VERBS, is_small, lists_of, may_name
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables, forms_of, words_of

_BEHIND_A_DEED = 2


class Wishes:
    """The lists of `[open]` in `data/framing.toml`, and what it needs of the verbs."""

    def __init__(self, tables: Tables) -> None:
        lists = lists_of(tables)
        self._it = lists["it"]
        self._asked = lists["asked"]
        self._indefinite = lists["indefinite"]
        self._going_on = lists["going_on"]
        self._saying = lists["saying"]
        self._past = lists["past"]
        self._prepositions = lists["prepositions"]
        self._claiming = forms_of(tables["open"]["claiming"])
        self._looking = frozenset(words_of(tables["verbs"]["looking"]))
        self._looking_on = forms_of(tables["verbs"]["looking"]) - self._looking

    def does(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a verb in its plain form stands there, one that looks at nothing: "hire a writer"."""
        if at >= len(tokens):
            return False
        verb = tokens[at]
        may_be = (verb.is_free and not verb.is_name) or Role.VERB in verb.roles or verb.moves
        is_done = verb.key in self._past and tokens[at - 1].key != "to"
        is_verb = may_be and not verb.key.endswith(("ing", "ed")) and not is_done
        is_plain = not any(may_name(token) or Role.UNCLEAR in token.roles for token in tokens[at + 1 :])
        return (
            is_verb and (is_plain or verb.key not in self._looking) and not any(token.is_name for token in tokens[at:])
        )

    def looks(self, token: Token) -> bool:
        """ "Checking", "comparing"."""
        return token.key in self._looking_on

    def names_none(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether who asks, wants or needs there names nothing: "is asking", "wants it", "needs to boast a bit"."""
        behind = tokens[at + 1 :]
        if all(token.key in self._it or is_small(token) for token in behind):
            return True
        first = behind[0].key
        if first in self._going_on or _is_done_to_it(behind) or (first in self._it and not any(map(_is_named, behind))):
            return True
        is_listed = all(token.roles and not (token.is_free or token.said or token.weighs) for token in behind)
        if is_listed and Role.NOUN in behind[-1].roles:
            return True
        if first in self._indefinite:
            return not self._leads_to_free(behind)
        if tokens[at].key in self._claiming:
            return self._claims(behind)
        return self.is_unnamed(behind) or self._is_to_do(tokens, at)

    def claims(self, tokens: Sequence[Token], at: int) -> bool:
        """ "(Support) thinks nobody reads them"; not "thinking about teachers"."""
        behind = tokens[at + 1 :]
        is_claim = tokens[at].key in self._claiming and bool(behind) and Role.PREPOSITION not in behind[0].roles
        return is_claim and self.names_none(tokens, at)

    def is_unnamed(self, tokens: Sequence[Token]) -> bool:
        """ "What to fix first", "whether it worked"; not "how teachers do"."""
        if not tokens[1:] or tokens[0].key not in self._asked:
            return False
        if tokens[1].key == "to":
            return self.does(tokens, 2)
        said = tokens[1 + (tokens[1].roles <= {Role.LIGHT, Role.IDLE}) :]
        is_said = bool(said) and (said[0].key in self._saying or said[0].key in self._it)
        return is_said and not any(map(_is_named, said))

    def _claims(self, behind: Sequence[Token]) -> bool:
        says = behind[0].key in self._saying and len(behind) > 1
        return says or any(Role.VERB in token.roles or token.part in VERBS for token in behind)

    def _is_to_do(self, tokens: Sequence[Token], at: int) -> bool:
        behind = tokens[at + 1 :]
        if behind[0].key != "to":
            return False
        done = behind[_BEHIND_A_DEED:]
        if len(behind) > 1 and behind[1].key in self._looking and self.is_unnamed(done):
            return True
        is_of_it = bool(done) and done[0].key in self._it
        return (is_of_it or not self._leads_to_free(behind)) and self.does(tokens, at + 2)

    def _leads_to_free(self, tokens: Sequence[Token]) -> bool:
        return any(
            token.key in self._prepositions and any(map(may_name, tokens[at:])) for at, token in enumerate(tokens) if at
        )


def _is_named(token: Token) -> bool:
    return may_name(token) or bool(token.said)


def _is_done_to_it(tokens: Sequence[Token]) -> bool:
    """ "(It needs) refreshing"."""
    return len(tokens) == 1 and tokens[0].key.endswith("ing") and tokens[0].is_english
