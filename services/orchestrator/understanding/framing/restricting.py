"""Tells whether a sentence says what to count, or what to leave out: "we focus on teachers", "we don't count bots".

A word restricts only as a verb, or before what it restricts to: not in "its report", "the cleaning crew".
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.open_words import VERBS, is_small, is_verb, lists_of, may_name
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.wishes import Wishes
from services.orchestrator.understanding.framing.words_by_role import COUNTED, OBJECTS, Role, Tables, forms_of, words_of

_WHEN = frozenset({Role.TIME, Role.PREPOSITION})
_ADJECTIVES = frozenset({Role.LIGHT, Role.QUALIFIER, Role.TIME, Role.PERIOD})
_ENDING = frozenset({"drop", "stop", "remove", "skip", "hide", "clean", "block"})
_US = frozenset({"we", "they", "he", "she"})
_NOTHING = frozenset({Role.IDLE, Role.PRONOUN})


class Restricting:
    """The lists of `[open]` in `data/framing.toml`."""

    def __init__(self, tables: Tables, wishes: Wishes) -> None:
        lists = lists_of(tables)
        self._wishes = wishes
        self._words = forms_of(tables["open"]["restricting"]) | lists["restricting_words"]
        self._excluding = forms_of(tables["open"]["excluding"])
        self._looking = frozenset(words_of(tables["verbs"]["looking"]))
        self._naming = lists["naming"]
        self._wishing = lists["wishing"] | forms_of(tables["open"]["promising"])
        self._doing = lists["doing"]
        self._would = lists["would"]
        self._minding = lists["minding"]
        self._only = lists["only"]
        self._keeping = lists["keeping"]
        self._indefinite = lists["indefinite"]
        self._saying = lists["saying"]
        self._copulas = lists["copulas"]
        self._articles = lists["articles"] - lists["pointing"]
        self._asking = lists["me"]
        self._own = lists["own"]
        self._whom = lists["whom"]
        self._past = lists["past"]
        self._perhaps = lists["perhaps"]
        self._doubting = lists["doubting"]
        self._meaning = forms_of(tables["open"]["meaning"])

    def leaves_out(self, tokens: Sequence[Token]) -> bool:
        """Whether listed words say whom or what not to count: "skip the staging site", "we only look at clients"."""
        at = next((at for at, token in enumerate(tokens) if token.key in self._excluding), len(tokens))
        return any(token.roles & (COUNTED | {Role.UNCLEAR}) for token in tokens[at + 1 :])

    def is_at(self, tokens: Sequence[Token], at: int, *, is_reason: bool) -> bool:
        """ "We focus on teachers", "it should be the blog", "I'd like the plan"; not "I need a word"."""
        key, behind = tokens[at].key, tokens[at + 1 :]
        if key == "but":
            return len(behind) == 1 and may_name(behind[0])
        if key in self._wishing:
            is_to_do = is_reason and bool(behind) and behind[0].key == "to" and self._wishes.does(tokens, at + 2)
            return not is_to_do and not self._wishes.names_none(tokens, at)
        if key in self._would | self._doing:
            is_put = len(behind) == 1 and may_name(behind[0])
            return is_put if key in self._doing else bool(behind) and behind[0].key == "be"
        if key.endswith(("have", "had", "'ve", "has")) and behind and behind[-1].key in self._minding:
            return self._wishes.are_named(behind[:-1])
        return self._restricts(tokens, at)

    def _restricts(self, tokens: Sequence[Token], at: int) -> bool:
        key, behind = tokens[at].key, tokens[at + 1 :]
        is_word = key in self._words and not (at and tokens[at - 1].key in self._indefinite)
        if not is_word or self._restricts_nothing(tokens, at):
            return False
        if self._is_noun(tokens, at):
            return key in self._naming and self._says_what(tokens, at)
        if key in self._only:
            return self._limits(tokens, at)
        if not behind:
            is_complaint = any(token.key in self._keeping for token in tokens[:at])
            is_said = key not in self._looking and not tokens[at].roles & _NOTHING
            return not is_complaint and is_said
        is_dated = all(map(_is_when, behind)) and not any(token.said for token in tokens)
        return key in self._meaning if is_dated else self._wishes.are_named(behind)

    def _restricts_nothing(self, tokens: Sequence[Token], at: int) -> bool:
        """ "Choose which ones (stay)", "says none", "setting targets"."""
        is_of_rows = any(token.key == "which ones" for token in tokens[max(at - 1, 0) : at + 2])
        is_said = at > 0 and Role.ASKING in tokens[at - 1].roles and self._wishes.claims(tokens, at - 1)
        is_last = at > 0 and at + 1 == len(tokens) and Role.NOUN in tokens[at].roles
        return (
            is_of_rows
            or is_said
            or (is_last and tokens[at - 1].key.endswith("ing"))
            or self._is_planned(tokens, at)
            or self._wishes.claims(tokens, at)
            or self._is_someone_else(tokens, at)
        )

    def _is_planned(self, tokens: Sequence[Token], at: int) -> bool:
        """ "(The devs want to) drop (it)", "(we may) drop (the wiki)"; not "(I want to) drop (bots)"."""
        before, behind = tokens[:at], tokens[at + 1 :]
        is_theirs = any(Role.PEOPLE in token.roles for token in before) and before[-1].key == "to"
        is_near = [token.key for token in before[-2:]] == ["about", "to"]
        is_open = bool(before) and before[-1].key in self._perhaps and any(token.key in _US for token in before)
        are_some = not behind or behind[0].is_free or _are_bare(behind)
        return tokens[at].key in _ENDING and not are_some and (is_theirs or is_near or is_open)

    def _is_someone_else(self, tokens: Sequence[Token], at: int) -> bool:
        """ "Nobody else (is here)"; not "someone else's (teachers)"."""
        is_whom = tokens[at].key == "else" and at > 0 and tokens[at - 1].key in self._whom | {"anywhere", "somewhere"}
        return is_whom and [token.key for token in tokens[at + 1 : at + 2]] != ["'s"]

    def denies(self, tokens: Sequence[Token]) -> bool:
        """ "We don't count bots"; not "I don't know them", "my landlord won't believe me"."""
        negation = next((at for at, token in enumerate(tokens) if Role.NEGATED in token.roles), None)
        if negation is None or any(token.key in self._asking and token.key != tokens[negation].key for token in tokens):
            return False
        if tokens[negation].key in self._doubting and self._wishes.is_unnamed(tokens[negation + 1 :]):
            return False
        is_owned = any(token.key in self._own for token in tokens[:negation])
        is_set_aside = is_owned and not tokens[negation - 1].key.endswith("s")
        denied = (*(() if is_set_aside else tokens[:negation]), *tokens[negation + 2 :])
        return any(may_name(token) or token.said or token.roles == {Role.QUALIFIER} for token in denied)

    def _limits(self, tokens: Sequence[Token], at: int) -> bool:
        """ "My boss only likes teachers", "only teachers"; not "we only met", "I only print what's needed"."""
        behind = tokens[at + 1 :]
        while behind and behind[0].key in {"else", "really"}:
            behind = behind[1:]
        if not behind:
            return Role.PRONOUN not in tokens[at].roles
        if is_verb(behind[0]):
            return tokens[at].key == "only" and self._wishes.are_named(behind[1:])
        is_deed = at > 0 and tokens[at - 1].key in self._saying and not any(map(may_name, tokens[at + 2 :]))
        return not (is_deed and len(behind) > 1) and self._wishes.are_named(behind)

    def _is_noun(self, tokens: Sequence[Token], at: int) -> bool:
        """ "Its report", "the spam filter (got changed)", "this year's target"; not "the outlet counts"."""
        key, behind = tokens[at].key, tokens[at + 1 : at + 2]
        start, before = at, tokens[at - 1]
        is_plain = before.is_free and before.part not in VERBS and not before.key.endswith("s")
        if at and is_plain and behind and Role.VERB in behind[0].roles:
            return key not in self._naming
        while start and (tokens[start - 1].is_free or tokens[start - 1].roles & (_ADJECTIVES | OBJECTS)):
            start -= 1
            if tokens[start].key in self._articles | {"'s"}:
                break
        else:
            return at > 0 and start == 0 and self._is_subject(tokens, at)
        is_free = not behind or not (may_name(behind[0]) or behind[0].key in self._articles)
        if start == at - 1 or before.key == "own":
            return not key.endswith("ed") and (is_free or key not in self._naming)
        is_verb = before.part in VERBS or before.key.endswith("s") or key.endswith(("s", "ed")) or key in self._past
        return is_free and not is_verb

    def _is_subject(self, tokens: Sequence[Token], at: int) -> bool:
        """ "Monday('s) report still has"."""
        behind = next((token for token in tokens[at + 1 :] if not is_small(token)), None)
        is_listed = Role.NOUN in tokens[at].roles and all(
            token.roles & _ADJECTIVES and not token.is_free for token in tokens[:at]
        )
        return is_listed and behind is not None and Role.VERB in behind.roles and behind.key.endswith("s")

    def _says_what(self, tokens: Sequence[Token], at: int) -> bool:
        """ "Our target (is) schools", "our focus on schools"; not "our target moved"."""
        behind = tokens[at + 1 :]
        is_led = bool(behind) and (Role.PREPOSITION in behind[0].roles or behind[0].key in self._copulas)
        is_said_of = any(token.key in self._copulas for token in tokens[:at])
        if tokens[at].key == "own":
            return bool(behind) and may_name(behind[0]) and behind[0].key.endswith("s")
        return not behind or is_said_of or (is_led and self._wishes.are_named(behind))


def _are_bare(tokens: Sequence[Token]) -> bool:
    """ "The bots"; not "the old plugins", "the wiki"."""
    is_many = tokens[-1].is_free and tokens[-1].key.endswith("s")
    return is_many and not any(Role.QUALIFIER in token.roles and not token.is_free for token in tokens)


def _is_when(token: Token) -> bool:
    return bool(token.roles & _WHEN) or is_small(token)
