"""Tells whether a sentence says what to count, or what to leave out: "we focus on teachers", "we don't count bots"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.open_words import VERBS, is_small, is_verb, lists_of, may_name
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.wishes import Wishes
from services.orchestrator.understanding.framing.words_by_role import COUNTED, Role, Tables, forms_of, words_of

_NO_OBJECTS = frozenset({Role.NOUN, Role.TIME, Role.LIGHT})
_WHEN = frozenset({Role.TIME, Role.PREPOSITION})


class Restricting:
    """The lists of `[open]` in `data/framing.toml`."""

    def __init__(self, tables: Tables, wishes: Wishes) -> None:
        lists = lists_of(tables)
        self._wishes = wishes
        self._deeds = forms_of(tables["open"]["restricting"])
        self._words = self._deeds | lists["restricting_words"]
        self._excluding = forms_of(tables["open"]["excluding"])
        self._looking = frozenset(words_of(tables["verbs"]["looking"]))
        self._naming = lists["naming"]
        self._wishing = lists["wishing"]
        self._doing = lists["doing"]
        self._would = lists["would"]
        self._only = lists["only"]
        self._along = lists["along"]
        self._keeping = lists["keeping"]
        self._indefinite = lists["indefinite"]
        self._before_one = lists["before_one"]
        self._it = lists["it"]
        self._saying = lists["saying"]
        self._copulas = lists["copulas"]
        self._articles = lists["articles"] - lists["pointing"]
        self._asking = lists["me"]
        self._own = lists["own"]
        self._seeming = forms_of(tables["open"]["seeming"])
        self._meaning = forms_of(tables["open"]["meaning"])

    def leaves_out(self, tokens: Sequence[Token]) -> bool:
        """Whether listed words say whom or what not to count: "skip the staging site", "we only look at clients"."""
        at = next((at for at, token in enumerate(tokens) if token.key in self._excluding), len(tokens))
        return any(token.roles & (COUNTED | {Role.UNCLEAR}) for token in tokens[at + 1 :])

    def is_at(self, tokens: Sequence[Token], at: int, *, is_reason: bool) -> bool:
        """ "We focus on teachers", "it should be the blog", "I'd like the plan"; not "I need a word"."""
        key, behind = tokens[at].key, tokens[at + 1 :]
        if self._likens(tokens, at):
            return False
        if key in self._wishing:
            is_to_do = is_reason and bool(behind) and behind[0].key == "to" and self._wishes.does(tokens, at + 2)
            return not is_to_do and not self._wishes.names_none(tokens, at)
        if key in self._would | self._doing:
            is_put = len(behind) == 1 and may_name(behind[0])
            return is_put if key in self._doing else bool(behind) and behind[0].key == "be"
        return self._restricts(tokens, at)

    def _likens(self, tokens: Sequence[Token], at: int) -> bool:
        """ "It feels like everyone left"; not "it feels like teachers (left)"."""
        before, behind = tokens[at - 1].key if at else "", tokens[at + 1 :]
        is_like = tokens[at].key == "like" and before in self._seeming
        return is_like and bool(behind) and Role.PRONOUN in behind[0].roles and any(map(is_verb, behind))

    def _restricts(self, tokens: Sequence[Token], at: int) -> bool:
        key, behind = tokens[at].key, tokens[at + 1 :]
        if key == "but":
            return len(behind) == 1 and may_name(behind[0])
        is_word = key in self._words and not (at and tokens[at - 1].key in self._indefinite)
        if not is_word or self._is_noun(tokens, at) or self._wishes.claims(tokens, at):
            return False
        if key in self._only:
            if behind and is_verb(behind[0]):
                # "My boss only likes teachers"; not "we only met yesterday".
                return key == "only" and len(behind) > 1 and behind[-1].key.endswith("s") and may_name(behind[-1])
            return not (behind and self._is_before_a_deed(tokens, at))
        if not behind:
            is_complaint = any(token.key in self._keeping for token in tokens[:at])
            return not is_complaint and key not in self._looking and Role.IDLE not in tokens[at].roles
        is_dated = key not in self._meaning and not any(token.said for token in tokens) and all(map(_is_when, behind))
        return not is_dated and self._has_object(behind)

    def denies(self, tokens: Sequence[Token]) -> bool:
        """ "We don't count bots"; not "I don't know them", "my landlord won't believe me"."""
        negation = next((at for at, token in enumerate(tokens) if Role.NEGATED in token.roles), None)
        if negation is None or any(token.key in self._asking and token.key != tokens[negation].key for token in tokens):
            return False
        is_owned = any(token.key in self._own for token in tokens[:negation])
        is_set_aside = is_owned and not tokens[negation - 1].key.endswith("s")
        denied = (*(() if is_set_aside else tokens[:negation]), *tokens[negation + 2 :])
        return any(may_name(token) or token.said or token.roles == {Role.QUALIFIER} for token in denied)

    def _is_before_a_deed(self, tokens: Sequence[Token], at: int) -> bool:
        """ "(I) only (print) what's needed"; not "(we) only bill dentists"."""
        is_between = at > 0 and tokens[at - 1].key in self._saying and len(tokens) > at + 2
        return is_between and not any(map(may_name, tokens[at + 2 :]))

    def _is_noun(self, tokens: Sequence[Token], at: int) -> bool:
        """ "The tag", "(the spam) filter (got changed)", where a verb would restrict; not "our focus"."""
        if at == 0 or tokens[at].key not in self._deeds - self._naming:
            return False
        before, behind = tokens[at - 1], tokens[at + 1 : at + 2]
        is_before_verb = bool(behind) and Role.VERB in behind[0].roles
        if before.key in self._articles:
            return is_before_verb or not behind or is_small(behind[0]) or Role.PREPOSITION in behind[0].roles
        return is_before_verb and before.is_free and before.part not in VERBS and not before.key.endswith("s")

    def _has_object(self, behind: Sequence[Token]) -> bool:
        """Whether what a verb restricts to is named; one of many names nothing: "(thinking about) a redesign"."""
        if behind[0].key in self._it or behind[0].key in self._along or self._wishes.is_unnamed(behind):
            return False
        is_led = behind[0].key in self._before_one or behind[0].key in self._copulas
        named = behind[is_led:]
        if named and self._wishes.is_unnamed(named):
            return False
        if all(map(is_small, named)) or (all(map(_is_listed, named)) and named[-1].roles & _NO_OBJECTS):
            return False
        is_deed = is_led and len(named) > 1 and named[0].key.endswith("ing") and named[0].key not in self._words
        return not (is_deed or named[0].key in self._indefinite)


def _is_listed(token: Token) -> bool:
    return bool(token.roles) and not (token.is_free or token.said or token.weighs)


def _is_when(token: Token) -> bool:
    return bool(token.roles & _WHEN) or is_small(token)
