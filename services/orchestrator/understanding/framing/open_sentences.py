"""Tells by its grammar whether a clause with words that stand in no list only leads up to a request, or follows it.

"A journalist wrote about us", "Deciding whether to staff it", "Before we hire a translator". A bare noun phrase ("The
premium plan") is none, nor is what could say whose figures are meant, or when: "I mean the premium plan", "We launched
in Kleinstadt", "Before we changed the layout".
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.shapes import belongs, says_what_a_day_was
from services.orchestrator.understanding.framing.tokens import Token
from services.orchestrator.understanding.framing.words_by_role import Role, Tables, forms_of, words_of

_MOST_OF_AN_OCCASION = 2
_SHORTEST_REASON = 3
_SMALL = frozenset({Role.LIGHT, Role.COURTESY})
_OBJECTS = frozenset({Role.NOUN, Role.PEOPLE, Role.PRONOUN, Role.LIGHT})
_ENDS = ("ing", "ed")
_BEFORE_AN_AIM = frozenset({"and", "but", "just", "in order", "asking", "checking"})
_THOSE = frozenset({"those", "these", "people", "all", "everyone", "everybody", "anyone", "anybody", "who"})
_DOERS = frozenset({"i", "we", "they", "he", "she", "you"})
_ME = frozenset({"i", "i'm", "i've", "i'll", "im", "ive"})
_AT = frozenset({"in", "at", "on"})
_IT = frozenset({"it", "this", "that", "these", "them"})
_OBJECT_OPENERS = frozenset({"a", "an", "the", "our", "my", "his", "her", "their", "me", "us", "him", "them", "it"})


class OpenSentences:
    """The lists of `[open]` in `data/framing.toml`, and what it needs of the verbs."""

    def __init__(self, tables: Tables) -> None:
        lists = {name: frozenset(words_of(text)) for name, text in tables["open"].items()}
        self._subjects = lists["subjects"]
        self._pointing = lists["pointing"]
        self._copulas = lists["copulas"]
        self._finite = lists["finite"] | _unmistakable(tables)
        self._past = frozenset(words_of(tables["open"]["past"]))
        self._restricting = forms_of(tables["open"]["restricting"]) | lists["restricting_words"]
        self._living = forms_of(tables["open"]["living"])
        self._looking = frozenset(words_of(tables["verbs"]["looking"]))
        self._giving = lists["giving"]
        self._dropping = lists["dropping"]
        self._behind_doing = lists["behind_doing"]
        self._particles = lists["particles"]
        self._prepositions = lists["prepositions"]
        self._articles = lists["articles"]
        self._pointers = lists["pointers"]

    def is_sentence(self, tokens: Sequence[Token], *, is_reason: bool) -> bool:
        """Whether tokens, some of them free, are a sentence beside the matter; `is_reason` where ", so" follows."""
        if self.is_aim(tokens):
            return True
        if not self._is_beside_the_matter(tokens, is_reason=is_reason):
            return False
        start = next(
            (at for at, token in enumerate(tokens) if not _is_small(token) or token.key in self._subjects), None
        )
        if start is None:
            return False
        if says_what_a_day_was(tokens):
            return True
        if self._identifies(tokens, start):
            return False
        return (
            self._has_pronoun(tokens, start)
            or self._has_subject(tokens, start)
            or self._is_doing(tokens, start)
            or self._drops_subject(tokens, start)
            or (is_reason and len(tokens) - start >= _SHORTEST_REASON and Role.PREPOSITION not in tokens[start].roles)
        )

    def is_occasion(self, tokens: Sequence[Token]) -> bool:
        """ "For the lead gen review": at most two free words, led in, right before the noun at the end."""
        free = [at for at, token in enumerate(tokens) if token.is_free]
        if not 0 < len(free) <= _MOST_OF_AN_OCCASION or free[0] == 0 or not _all_belong(tokens):
            return False
        is_led_in = free[-1] - free[0] < len(free) and tokens[free[0] - 1].key in self._articles
        is_headed = free[-1] == len(tokens) - 2 and bool(tokens[-1].roles & {Role.NOUN})
        return is_led_in and is_headed and all(not tokens[at].is_name for at in free)

    def is_relative(self, tokens: Sequence[Token]) -> bool:
        """ "The plan we launched", "those we wrote to"."""
        keys = [token.key for token in tokens]
        is_thing = keys[0] in self._articles
        subject = next((at for at, key in enumerate(keys) if at > is_thing and key in self._subjects), None)
        ends_in_verb = tokens[-1].is_free or Role.VERB in tokens[-1].roles
        if subject is None or not ends_in_verb or not (is_thing or keys[0] in _THOSE):
            return False
        is_led_by_noun = not is_thing or not _is_small(tokens[subject - 1])
        return is_led_by_noun and not any(key in self._finite for key in keys[:subject])

    def is_aim(self, tokens: Sequence[Token], *, of_listed: bool = False) -> bool:
        """What is to be done with the answer, or after it: "so that I can plan the shifts", "before we hire a writer".

        With `of_listed` words only the verb may stand in no list.
        """
        keys = [token.key for token in tokens]
        if any(token.said for token in tokens) or not _all_belong(tokens):
            return False
        at = next((at for at, key in enumerate(keys) if key not in _BEFORE_AN_AIM), 0)
        does = at + 1
        if keys[at] == "so":
            doer = at + 1 + (keys[at + 1 : at + 2] == ["that"])
            does = doer + 2
            if keys[doer + 1 : does] not in (["can"], ["could"]) or keys[doer] not in _DOERS:
                return False
        elif keys[at] == "before":
            does = at + 2
            if keys[at + 1 : does] == [] or keys[at + 1] not in _DOERS:
                return False
        elif keys[at] != "to":
            return False
        return self._does(tokens, does) and not (of_listed and keys[at] == "to" and not _is_told(tokens[does + 1 :]))

    def _does(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a verb in its plain form stands there, one that looks at nothing: "hire a writer"."""
        if at >= len(tokens):
            return False
        verb = tokens[at]
        may_be = (verb.is_free and not verb.is_name) or Role.VERB in verb.roles
        is_verb = may_be and not verb.key.endswith(_ENDS) and verb.key not in self._past
        is_plain = not any(token.is_free or Role.UNCLEAR in token.roles for token in tokens[at + 1 :])
        return (
            is_verb and (is_plain or verb.key not in self._looking) and not any(token.is_name for token in tokens[at:])
        )

    def _is_beside_the_matter(self, tokens: Sequence[Token], *, is_reason: bool) -> bool:
        keys = [token.key for token in tokens]
        if any(token.said and not token.is_city for token in tokens) or not _all_belong(tokens):
            return False
        if (
            keys[-1] in self._pointers
            or self._points(keys)
            or any(self._restricts(tokens, keys, at) for at in range(len(keys)))
        ):
            return False
        is_asked = any(
            Role.ASKING in token.roles and not self._asks_none(tokens, at) for at, token in enumerate(tokens)
        )
        if (is_asked and not is_reason) or self._is_negated(tokens, keys):
            return False
        return not any(
            self._names_matter(tokens, keys, at) and not _is_mine(tokens, keys, at)
            for at, token in enumerate(tokens)
            if token.is_free
        )

    def is_of_who_works(self, tokens: Sequence[Token]) -> bool:
        """ "The boss travels a lot": first who works there, then a verb that may stand in no list."""
        at = next((at for at, token in enumerate(tokens) if not _is_small(token)), len(tokens) - 1)
        verb = tokens[at + 1 : at + 2]
        is_verb = bool(verb) and verb[0].is_free and verb[0].key.endswith("s")
        return Role.PEOPLE in tokens[at].roles and is_verb and self._is_beside_the_matter(tokens, is_reason=False)

    def _restricts(self, tokens: Sequence[Token], keys: Sequence[str], at: int) -> bool:
        """ "We focus on teachers"; not "we're thinking about a redesign", for what is one of many names nothing."""
        is_indefinite = keys[at + 1 : at + 2] in (["of"], ["about"]) and keys[at + 2 : at + 3] in (["a"], ["an"])
        is_wish = keys[at].startswith(("want", "need"))
        return keys[at] in self._restricting and not is_indefinite and not (is_wish and self._asks_none(tokens, at))

    def _asks_none(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether who asks, wants or needs there names nothing: "is asking", "wants it", "needs to brag a bit"."""
        behind = tokens[at + 1 :]
        if all(token.key in _IT or _is_small(token) for token in behind):
            return True
        leads = any(
            token.key in self._prepositions and any(each.is_free for each in behind[place:])
            for place, token in enumerate(behind)
            if place
        )
        return behind[0].key == "to" and not leads and self._does(tokens, at + 2)

    def _is_negated(self, tokens: Sequence[Token], keys: Sequence[str]) -> bool:
        return any(Role.NEGATED in token.roles for token in tokens) and "i" not in keys

    def _points(self, keys: Sequence[str]) -> bool:
        return keys[-1] in self._pointing and keys[-2:-1] != [] and keys[-2] in self._copulas

    def _identifies(self, tokens: Sequence[Token], start: int) -> bool:
        """ "It's the premium plan"; not "it's raining"."""
        keys = [token.key for token in tokens[start:]]
        if len(keys) < 2 or keys[0] not in self._pointing or keys[1] not in self._copulas:
            return False
        return any(token.is_free and not token.key.endswith(_ENDS) for token in tokens[start:])

    def _names_matter(self, tokens: Sequence[Token], keys: Sequence[str], at: int) -> bool:
        """Whether a free word may name a place or a thing that the request is about."""
        before = at - 1
        while before >= 0 and keys[before] in self._articles:
            before -= 1
        leads = before >= 0 and keys[before] in self._prepositions
        if tokens[at].is_name:
            return leads or not (before >= 0 and keys[before] in self._giving)
        if not leads:
            return before >= 0 and keys[before] in self._pointing
        return any(key in self._living for key in keys) or (before > 0 and keys[before - 1] in self._copulas)

    def _has_pronoun(self, tokens: Sequence[Token], start: int) -> bool:
        behind = [token for token in tokens[start + 1 :] if not _is_small(token)]
        if not behind:
            return False
        if tokens[start].key in self._subjects:
            is_there = tokens[start].key in _ME and tokens[start].key in self._copulas and behind[0].key in _AT
            return is_there or behind[0].is_free or bool(behind[0].roles & {Role.VERB, Role.NEGATED, Role.ASKING})
        is_verb = Role.VERB in behind[0].roles or behind[0].key in self._finite
        return tokens[start].key in self._pointing and is_verb

    def _has_subject(self, tokens: Sequence[Token], start: int) -> bool:
        """Whether a noun stands before the first finite verb, with no clause of its own between them."""
        for at in range(start + 1, len(tokens)):
            key = tokens[at].key
            if key in self._subjects or key in self._pointing:
                return False
            if self._is_finite(tokens, at):
                return Role.TIME not in tokens[at - 1].roles and (not _is_small(tokens[at - 1]) or at - start > 1)
        return False

    def _is_finite(self, tokens: Sequence[Token], at: int) -> bool:
        """ "Is", "launched", "went live", "is asking"; "cornered" with an object of its own: "cornered me".

        Not "(teachers) emailed at night", who may be those that are asked about.
        """
        token = tokens[at]
        is_led_on = at + 1 < len(tokens) and tokens[at + 1].key in self._prepositions
        if is_led_on and token.key.endswith("ed") and tokens[at - 1].is_free:
            return False
        if token.key in self._finite or (Role.ASKING in token.roles and self._asks_none(tokens, at)):
            return True
        if Role.VERB in token.roles and token.key.split()[0] in self._finite:
            return True
        is_past = token.is_free and Role.DOING in token.roles and token.key.endswith("ed")
        return is_past and at + 1 < len(tokens) and tokens[at + 1].key in _OBJECT_OPENERS

    def _is_doing(self, tokens: Sequence[Token], start: int) -> bool:
        """ "Deciding whether to staff it", "Filling in our media kit"; not "Running shoes"."""
        is_verb = tokens[start].is_free or Role.VERB in tokens[start].roles
        if not tokens[start].key.endswith("ing") or not is_verb:
            return False
        behind = start + 1
        if behind < len(tokens) and tokens[behind].key in self._particles:
            behind += 1
        return behind < len(tokens) and tokens[behind].key in self._behind_doing

    def _drops_subject(self, tokens: Sequence[Token], start: int) -> bool:
        """ "Just hit send", "Still refreshing"."""
        dropped = any(token.key in self._dropping for token in tokens[: start + 1])
        first = next((token for token in tokens[start:] if token.key not in self._dropping), None)
        return dropped and first is not None and (first.key in self._finite or first.key.endswith("ing"))


def _unmistakable(tables: Tables) -> frozenset[str]:
    """Forms of verbs that are no nouns."""
    mixed = {form for form in forms_of(tables["verbs"]["mixed"]) if form.endswith("ed")}
    return frozenset(form for form in forms_of(tables["verbs"]["plain"]) if not form.endswith("ing")) | mixed


def _is_mine(tokens: Sequence[Token], keys: Sequence[str], at: int) -> bool:
    """Whether a free word says where the asker is, or of which company are those with the asker.

    "I'm on stage", "I'm in the car", "I have the Meta rep on the line"; not "I'm on the premium plan".
    """
    start = next((place for place, token in enumerate(tokens) if not _is_small(token)), len(tokens))
    if keys[start : start + 1] == [] or keys[start] not in _ME or any(Role.UNCLEAR in token.roles for token in tokens):
        return False
    if tokens[at].is_name:
        return at + 1 < len(tokens) and Role.PEOPLE in tokens[at + 1].roles
    is_led = keys[at - 1] in {"the", "a", "an", "my", "our"}
    is_at = at - is_led == start + 2 and keys[start + 1] in (_AT - {"on"} if is_led else _AT)
    is_singular = tokens[at].is_english and not keys[at].endswith("s")
    return keys[start] in {"i'm", "im"} and is_at and (is_led or is_singular)


def _is_told(tokens: Sequence[Token]) -> bool:
    """ "(To tell) the board"; not "(pages to) update"."""
    return not any(token.is_free for token in tokens) and any(token.roles & _OBJECTS for token in tokens)


def _all_belong(tokens: Sequence[Token]) -> bool:
    return all(belongs(tokens, at) for at, token in enumerate(tokens) if token.weighs or token.roles == {Role.NUMBER})


def _is_small(token: Token) -> bool:
    return bool(token.roles) and token.roles <= _SMALL
