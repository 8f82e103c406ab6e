"""Finds the verb that makes a sentence of words in no list, by what stands beside it: "the sprint starts soon"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.open_words import VERBS, ends_as_past, is_small, lists_of
from services.orchestrator.understanding.framing.token import Token
from services.orchestrator.understanding.framing.wishes import Wishes
from services.orchestrator.understanding.framing.words_by_role import HEADS, Role, Tables, forms_of
from services.orchestrator.understanding.lexicon.english import Part

_FINITE = frozenset({Part.PRESENT, Part.PAST})


class FiniteVerbs:
    """The lists of `[open]` in `data/framing.toml`, and what it needs of the verbs."""

    def __init__(self, tables: Tables, wishes: Wishes) -> None:
        lists = lists_of(tables)
        self._wishes = wishes
        self._subjects = lists["subjects"]
        self._pointing = lists["pointing"]
        self._prepositions = lists["prepositions"]
        self._dropping = lists["dropping"]
        self._one = lists["one"]
        self._own = lists["own"]
        self._object_openers = lists["object_openers"]
        self._claiming = forms_of(tables["open"]["claiming"])
        self.known = lists["finite"] | _unmistakable(tables)
        """Forms that are verbs of a sentence wherever they stand."""

    def have_subject(self, tokens: Sequence[Token], start: int) -> bool:
        """Whether a noun stands before the first finite verb, with no clause of its own between them."""
        for at in range(start + 1, len(tokens)):
            key = tokens[at].key
            if (key in self._subjects and tokens[at - 1].key != "and") or key in self._pointing:
                return False
            if self._is_one(tokens, at):
                return Role.TIME not in tokens[at - 1].roles and (not is_small(tokens[at - 1]) or at - start > 1)
        return False

    def follow(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a verb stands there, behind a word that points: "(it) swamps the chart"."""
        verb, behind = tokens[at], tokens[at + 1 : at + 2]
        is_deed = verb.is_free and verb.key.endswith("s") and bool(behind) and self._opens_object(behind[0])
        return Role.VERB in verb.roles or verb.key in self.known or verb.part in VERBS or is_deed

    def _is_one(self, tokens: Sequence[Token], at: int) -> bool:
        """ "Is", "launched", "went live", "is asking"; "cornered" with an object of its own: "cornered me".

        Not "(teachers) emailed at night", who may be those that are asked about.
        """
        token = tokens[at]
        following = tokens[at + 1].key if at + 1 < len(tokens) else ""
        is_past = token.part is Part.PARTICIPLE or ends_as_past(token.key)
        if is_past and (tokens[at - 1].key in self._dropping or Role.PEOPLE in tokens[at - 1].roles):
            return True
        if token.key.endswith("ing") and Role.PEOPLE in tokens[at - 1].roles and following in self._object_openers:
            # "Intl team pinging me".
            return True
        if is_past and following in self._prepositions and tokens[at - 1].is_free:
            return False
        return (
            token.key in self.known
            or token.part in _FINITE
            or (token.roles == {Role.IDLE} and token.key.endswith(("ed", "went")))
            or (token.key in self._claiming and self._claims(tokens, at))
            or self._is_of_one(tokens, at)
            or self._is_of_many(tokens, at)
            or (Role.ASKING in token.roles and self._wishes.names_none(tokens, at))
            or (Role.VERB in token.roles and token.key.split()[0] in self.known)
            or (is_past and token.is_free and (not following or following in self._object_openers))
        )

    def _claims(self, tokens: Sequence[Token], at: int) -> bool:
        """ "(The devs) claim they", "(the editor) worries"."""
        return Role.PEOPLE in tokens[at - 1].roles and self._wishes.claims(tokens, at)

    def _is_of_one(self, tokens: Sequence[Token], at: int) -> bool:
        """ "(My landlord) rings me", "(the baker) posts there", "(my sprint) starts soon"; not "smart watches"."""
        verb, before, behind = tokens[at], tokens[at - 1], tokens[at + 1 : at + 2]
        is_pronoun = before.key in self._one
        may_be_one = before.is_free or before.roles & HEADS or before.roles == {Role.SAID} or is_pronoun
        is_one = bool(may_be_one) and not before.key.endswith("s")
        if not is_one or not verb.key.endswith("s") or verb.key.endswith("ss"):
            return False
        is_verb, are_people = Role.VERB in verb.roles, is_pronoun or Role.PEOPLE in before.roles
        if is_verb and (are_people or (verb.key == "'s" and behind and Role.PREPOSITION in behind[0].roles)):
            return True
        is_led = bool(before.roles & HEADS) or is_pronoun or (at > 1 and tokens[at - 2].key in self._own)
        goes_on = bool(behind) and (self._opens_object(behind[0]) or (is_led and is_small(behind[0])))
        is_owning = bool(behind) and Role.PRONOUN in behind[0].roles
        is_told = before.roles == {Role.SAID} and verb.is_english
        return goes_on and (is_verb or (verb.is_free and (is_led or is_owning or is_told)))

    def _is_of_many(self, tokens: Sequence[Token], at: int) -> bool:
        """ "(The writers) want a raise"."""
        verb, before, behind = tokens[at], tokens[at - 1], tokens[at + 1 : at + 2]
        are_many = before.key.endswith("s") and (before.is_free or bool(before.roles & HEADS))
        is_plain = Role.VERB in verb.roles and Role.NOUN not in verb.roles and not verb.key.endswith(("s", "ing"))
        return are_many and is_plain and bool(behind) and (self._opens_object(behind[0]) or is_small(behind[0]))

    def _opens_object(self, token: Token) -> bool:
        return token.key in self._object_openers or Role.PRONOUN in token.roles


def _unmistakable(tables: Tables) -> frozenset[str]:
    """Forms of verbs that are no nouns."""
    mixed = {form for form in forms_of(tables["verbs"]["mixed"]) if form.endswith("ed")}
    return frozenset(form for form in forms_of(tables["verbs"]["plain"]) if not form.endswith("ing")) | mixed
