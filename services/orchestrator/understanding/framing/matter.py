"""Tells whether a clause with words that stand in no list could say whose figures are meant, what about, or when.

"I mean the premium plan", "We launched in Kleinstadt", "The boss wants teachers" could; "The boss wants a word", "We
need it by noon" and "I'm thinking about deleting them" could not.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.belonging import belongs
from services.orchestrator.understanding.framing.tokens import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables, forms_of, words_of
from services.orchestrator.understanding.lexicon.english import Part

_IT = frozenset({"it", "this", "that", "these", "them", "me", "us", "him", "her", "you", "everything", "something"})
_ONE_OF_MANY = frozenset({"a", "an", "another", "many", "some", "several", "too"})
_BEFORE_ONE = frozenset({"of", "about", "for", "with"})
ME = frozenset({"i", "i'm", "i've", "i'll", "im", "ive"})
AT = frozenset({"in", "at", "on"})
_SMALL = frozenset({Role.LIGHT, Role.COURTESY})
_BEHIND_A_DEED = 2
_WOULD = frozenset({"would", "should", "could", "must", "'d"})
_GOING_ON = frozenset({"and", "but", "so", "because", "again", "before", "after", "when", "while"})
_SAYING_SUBJECTS = frozenset({"i", "we", "they", "he", "she", "it", "you"})
_ADVERBS = frozenset({"only", "never", "nobody"})
NO_NOUNS = frozenset({Part.PRESENT, Part.PAST, Part.PARTICIPLE, Part.DOING, Part.ADJECTIVE, Part.ADVERB})
VERBS = frozenset({Part.PRESENT, Part.PAST, Part.PARTICIPLE, Part.DOING})


class Matter:
    """The lists of `[open]` in `data/framing.toml`, and what it needs of the verbs."""

    def __init__(self, tables: Tables) -> None:
        lists = {name: frozenset(words_of(text)) for name, text in tables["open"].items()}
        self._pointing = lists["pointing"]
        self._copulas = lists["copulas"]
        self._past = lists["past"]
        self._restricting = forms_of(tables["open"]["restricting"]) | lists["restricting_words"]
        self._wishing = lists["wishing"]
        self._claiming = forms_of(tables["open"]["claiming"])
        self._living = forms_of(tables["open"]["living"])
        self._looking = frozenset(words_of(tables["verbs"]["looking"]))
        self._looking_on = forms_of(tables["verbs"]["looking"]) - self._looking
        self._giving = lists["giving"]
        self._prepositions = lists["prepositions"]
        self._articles = lists["articles"]
        self._pointers = lists["pointers"]

    def may_be_in(self, tokens: Sequence[Token], *, is_reason: bool) -> bool:
        """Whether tokens could say what the request is about; `is_reason` where ", so" follows."""
        keys = [token.key for token in tokens]
        places = range(len(tokens))
        return (
            not all(_belongs(tokens, at) for at in places)
            or self._comes_next(keys)
            or self._points(keys)
            or any(self._restricts(tokens, at, is_reason=is_reason) for at in places)
            or (not is_reason and any(self._asks(tokens, at) for at in places))
            or _denies(tokens)
            or any(self._names(tokens, keys, at) for at in places if tokens[at].is_free)
        )

    def does(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a verb in its plain form stands there, one that looks at nothing: "hire a writer"."""
        if at >= len(tokens):
            return False
        verb = tokens[at]
        may_be = (verb.is_free and not verb.is_name) or Role.VERB in verb.roles
        is_verb = may_be and not verb.key.endswith(("ing", "ed")) and verb.key not in self._past
        is_plain = not any(_may_name(token) or Role.UNCLEAR in token.roles for token in tokens[at + 1 :])
        return (
            is_verb and (is_plain or verb.key not in self._looking) and not any(token.is_name for token in tokens[at:])
        )

    def looks(self, token: Token) -> bool:
        """ "Checking", "comparing"."""
        return token.key in self._looking_on

    def asks_none(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether who asks, wants or needs there names nothing: "is asking", "wants it", "needs to brag a bit"."""
        behind = tokens[at + 1 :]
        if all(token.key in _IT or is_small(token) for token in behind) or behind[0].key in _GOING_ON:
            return True
        if behind[0].key in _IT and not any(_may_name(token) or token.said for token in behind):
            return True
        if behind[0].key in _ONE_OF_MANY:
            return not self._leads_to_free(behind)
        if tokens[at].key in self._claiming:
            says = behind[0].key in _SAYING_SUBJECTS and len(behind) > 1
            return says or any(Role.VERB in token.roles or token.part in VERBS for token in behind)
        is_of_it = len(behind) > _BEHIND_A_DEED and behind[_BEHIND_A_DEED].key in _IT
        is_free = behind[0].key == "to" and (is_of_it or not self._leads_to_free(behind))
        return is_free and self.does(tokens, at + 2)

    def _leads_to_free(self, tokens: Sequence[Token]) -> bool:
        return any(
            token.key in self._prepositions and any(map(_may_name, tokens[at:]))
            for at, token in enumerate(tokens)
            if at
        )

    def _asks(self, tokens: Sequence[Token], at: int) -> bool:
        return Role.ASKING in tokens[at].roles and not self.asks_none(tokens, at)

    def _restricts(self, tokens: Sequence[Token], at: int, *, is_reason: bool) -> bool:
        """ "We focus on teachers", "it should be the blog", "I'd like the plan"; not "I need a word"."""
        key, behind = tokens[at].key, tokens[at + 1 :]
        if key in self._wishing:
            is_to_do = is_reason and bool(behind) and behind[0].key == "to" and self.does(tokens, at + 2)
            return not is_to_do and not self.asks_none(tokens, at)
        if key in _WOULD:
            return bool(behind) and behind[0].key == "be"
        if key not in self._restricting or (at and tokens[at - 1].key in _ONE_OF_MANY):
            return False
        if key in _ADVERBS:
            return not (behind and (Role.VERB in behind[0].roles or behind[0].part in VERBS))
        if not behind:
            return key not in self._looking and Role.IDLE not in tokens[at].roles
        return self._has_object(behind)

    def _has_object(self, behind: Sequence[Token]) -> bool:
        """Whether what a verb restricts to is named; one of many names nothing: "(thinking about) a redesign"."""
        if behind[0].key in _IT or all(map(_is_when, behind)):
            return False
        is_led = behind[0].key in _BEFORE_ONE or behind[0].key in self._copulas
        named = behind[is_led:]
        is_deed = is_led and named and named[0].key.endswith("ing") and named[0].key not in self._restricting
        return not named or not (is_deed or named[0].key in _ONE_OF_MANY)

    def _comes_next(self, keys: Sequence[str]) -> bool:
        """ "Teachers are next"; not "they asked again now"."""
        return keys[-1] in self._pointers and any(key in self._copulas for key in keys[-3:-1])

    def _points(self, keys: Sequence[str]) -> bool:
        return keys[-1] in self._pointing and keys[-2:-1] != [] and keys[-2] in self._copulas

    def _is_to_do(self, tokens: Sequence[Token], at: int) -> bool:
        """ "Where to advertise"; not "(we sell) to trade"."""
        verb = tokens[at]
        may_be = verb.is_english and verb.part is not Part.NOUN and not verb.key.endswith("s")
        return tokens[at - 1].key == "to" and may_be and not (at > 1 and tokens[at - 2].key in self._living)

    def _names(self, tokens: Sequence[Token], keys: Sequence[str], at: int) -> bool:
        """Whether a free word may name a place or a thing that the request is about."""
        if tokens[at].part in NO_NOUNS or _is_mine(tokens, keys, at):
            return False
        lives = any(key in self._living for key in keys)
        if lives and Role.NAME in tokens[at].roles and not tokens[at].is_english:
            return True
        before = at - 1
        while before >= 0 and keys[before] in self._articles:
            before -= 1
        leads = before >= 0 and keys[before] in self._prepositions
        if tokens[at].is_name:
            return leads or not (before >= 0 and keys[before] in self._giving)
        if not leads:
            return before >= 0 and keys[before] in self._pointing
        if before == at - 1 and self._is_to_do(tokens, at):
            return False
        return lives or (before > 0 and keys[before - 1] in self._copulas)


def is_small(token: Token) -> bool:
    """Whether a word only joins or colours others."""
    return bool(token.roles) and token.roles <= _SMALL


def _may_name(token: Token) -> bool:
    return token.is_free and token.part not in NO_NOUNS


def _is_when(token: Token) -> bool:
    return Role.TIME in token.roles or is_small(token)


def _denies(tokens: Sequence[Token]) -> bool:
    """ "We don't count bots"; not "I don't know them", "my landlord won't believe me"."""
    negation = next((at for at, token in enumerate(tokens) if Role.NEGATED in token.roles), None)
    if negation is None or any(token.key in ME for token in tokens):
        return False
    denied = tokens[negation:] if tokens[0].key == "my" else tokens
    return any(_may_name(token) or token.said or token.roles == {Role.QUALIFIER} for token in denied)


def _belongs(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number or a word of weight is only part of what is said: "five lines"."""
    if not tokens[at].weighs and tokens[at].roles != {Role.NUMBER}:
        return True
    is_counted = tokens[at].roles == {Role.NUMBER} and at + 1 < len(tokens) and _may_name(tokens[at + 1])
    return is_counted or belongs(tokens, at)


def _is_mine(tokens: Sequence[Token], keys: Sequence[str], at: int) -> bool:
    """Whether a free word says where the asker is, or of which company are those with the asker.

    "I'm on stage", "I'm in the car", "I have the Meta rep on the line"; not "I'm on the premium plan".
    """
    start = next((place for place, token in enumerate(tokens) if not is_small(token)), len(tokens))
    if keys[start : start + 1] == [] or keys[start] not in ME or any(Role.UNCLEAR in token.roles for token in tokens):
        return False
    if tokens[at].is_name:
        return at + 1 < len(tokens) and Role.PEOPLE in tokens[at + 1].roles
    is_led = keys[at - 1] in {"the", "a", "an", "my", "our"}
    is_at = at - is_led == start + 2 and keys[start + 1] in (AT - {"on"} if is_led else AT)
    is_singular = tokens[at].is_english and not keys[at].endswith("s")
    return keys[start] in {"i'm", "im"} and is_at and (is_led or is_singular)
