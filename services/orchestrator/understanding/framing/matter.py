"""Tells whether a sentence with words in no list could say what the request is about: whose figures, where, or when."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.belonging import THERE, belongs
from services.orchestrator.understanding.framing.open_words import NO_NOUNS, is_small, is_verb, lists_of, may_name
from services.orchestrator.understanding.framing.restricting import Restricting
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.wishes import Wishes
from services.orchestrator.understanding.framing.words_by_role import COUNTED, Role, Tables, forms_of
from services.orchestrator.understanding.lexicon.english import Part

_COUNTED_AT_WORK = COUNTED | {Role.NOUN}
_BEFORE_COUNTED = frozenset({Role.LIGHT, Role.QUALIFIER, Role.COURTESY})
_LONGEST_SHORT = 4
_OF_WORK = frozenset({Role.NOUN, Role.QUALIFIER})


class Matter:
    """The lists of `[open]` in `data/framing.toml`."""

    def __init__(self, tables: Tables, wishes: Wishes, restricting: Restricting) -> None:
        lists = lists_of(tables)
        self._wishes = wishes
        self._restricting = restricting
        self._me = lists["me"]
        self._mine = lists["mine"]
        self._at = lists["at"]
        self._pointing = lists["pointing"]
        self._copulas = lists["copulas"]
        self._living = forms_of(tables["open"]["living"])
        self._giving = lists["giving"]
        self._prepositions = lists["prepositions"]
        self._articles = lists["articles"]
        self._indefinite = lists["indefinite"]
        self._asked = lists["asked"]
        self._pointers = lists["pointers"]

    def may_be_in(self, tokens: Sequence[Token], *, is_reason: bool) -> bool:
        """Whether tokens could say what the request is about; `is_reason` where ", so" follows."""
        places = range(len(tokens))
        return (
            not all(_belongs(tokens, at) for at in places)
            or self._comes_next(tokens)
            or self._points(tokens)
            or any(self._restricting.is_at(tokens, at, is_reason=is_reason) for at in places)
            or any(self._asks(tokens, at) for at in places)
            or self._restricting.denies(tokens)
            or any(self._names(tokens, at) for at in places if tokens[at].is_free)
        )

    def _asks(self, tokens: Sequence[Token], at: int) -> bool:
        return Role.ASKING in tokens[at].roles and not self._wishes.names_none(tokens, at)

    def _comes_next(self, tokens: Sequence[Token]) -> bool:
        """ "Teachers are next"; not "they asked again now", "it is acting up"."""
        before = [token for token in tokens[-4:-1] if not is_small(token)]
        if tokens[-1].key not in self._pointers or not before or before[-1].key not in self._copulas:
            return False
        # "I'm off", "the agency contract is up".
        return before[-1].key not in self._me and not (before[:-1] and before[-2].roles & _OF_WORK)

    def _points(self, tokens: Sequence[Token]) -> bool:
        keys = [token.key for token in tokens[-2:]]
        return len(keys) > 1 and keys[1] in self._pointing and keys[0] in self._copulas

    def _names(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a free word may name a place or a thing that the request is about."""
        if tokens[at].part in NO_NOUNS or self._is_mine(tokens, at):
            return False
        keys = [token.key for token in tokens]
        lives = any(key in self._living and keys[place + 1 : place + 2] != ["out"] for place, key in enumerate(keys))
        if lives and Role.NAME in tokens[at].roles and not tokens[at].is_english:
            return True
        before = at - 1
        while before >= 0 and keys[before] in self._articles:
            before -= 1
        leading = keys[before] if before >= 0 else ""
        if keys[at - 1] in self._mine:
            return False
        leads = leading in self._prepositions
        if tokens[at].is_name:
            return not _is_short_for(tokens, at) and (leads or leading not in self._giving)
        if not leads:
            return leading in self._pointing - THERE and not self._wishes.does(tokens, at + 2)
        is_to_do = before == at - 1 and self._is_to_do(tokens, at)
        is_one = keys[at - 1] in self._indefinite
        return not (is_to_do or is_one) and (lives or (before > 0 and keys[before - 1] in self._copulas))

    def _is_to_do(self, tokens: Sequence[Token], at: int) -> bool:
        """ "Where to exhibit"; not "(we sell) to trade"."""
        verb, asked = tokens[at], tokens[at - 2].key if at > 1 else ""
        may_be = verb.is_english and verb.part is not Part.NOUN and not verb.key.endswith("s")
        return tokens[at - 1].key == "to" and (asked in self._asked or (may_be and asked not in self._living))

    def _is_mine(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a free word says where the asker is, or of which company are those with the asker.

        "I'm on patrol", "I'm in the lift", "I have the Adobe rep on the line"; not "I'm on the premium plan".
        """
        keys = [token.key for token in tokens]
        start = next((place for place, token in enumerate(tokens) if not is_small(token)), len(tokens))
        is_of_me = keys[start : start + 1] != [] and keys[start] in self._me
        if not is_of_me or any(Role.UNCLEAR in token.roles for token in tokens):
            return False
        if tokens[at].is_name:
            return at + 1 < len(tokens) and Role.PEOPLE in tokens[at + 1].roles
        is_led = keys[at - 1] in self._articles
        is_at = at - is_led == start + 2 and keys[start + 1] in (self._at - {"on"} if is_led else self._at)
        is_singular = tokens[at].is_english and not keys[at].endswith("s")
        return keys[start] in self._copulas and is_at and (is_led or is_singular)


def _is_short_for(tokens: Sequence[Token], at: int) -> bool:
    """ "(Our) CMS (is down)", "the TV (in the hall died)"."""
    is_short = tokens[at].text.isupper() and len(tokens[at].text) <= _LONGEST_SHORT
    is_subject = at + 1 < len(tokens) and (at == 1 or is_verb(tokens[at + 1]))
    return is_short and is_subject and at > 0 and is_small(tokens[at - 1])


def _belongs(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number or a word of weight is only part of what is said: "five lines"."""
    if not tokens[at].weighs and tokens[at].roles != {Role.NUMBER}:
        return True
    if tokens[at].roles == {Role.NUMBER}:
        behind = tokens[at + 1 :]
        counted = next((each for each in behind if each.is_free or not each.roles & _BEFORE_COUNTED), None)
        is_some_of_them = behind[:1] != [] and behind[0].key == "of"
        if counted and (
            counted.roles & _COUNTED_AT_WORK or counted.said or (may_name(counted) and not is_some_of_them)
        ):
            return True
    return belongs(tokens, at)
