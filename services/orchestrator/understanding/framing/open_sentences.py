"""Tells by its grammar whether a clause with words that no list holds is a sentence that only leads up to a request.

"A journalist wrote about us", "Deciding whether to staff it", "My VP likes deltas". A bare noun phrase ("The premium
plan") is none, nor is what could say whose figures are meant: "I mean the premium plan", "We launched in Kleinstadt".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.framing.aside_shapes import Token, belongs
from services.orchestrator.understanding.reading.words import key_of

_MOST_OF_AN_OCCASION = 2
_SHORTEST_REASON = 3


class OpenSentences:
    """The lists of `[sentences]` in `data/asides.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        lists = {name: frozenset(words) for name, words in tables.items()}
        self._subjects = lists["subjects"]
        self._pointing = lists["pointing"]
        self._copulas = lists["copulas"]
        self._finite = lists["finite"] | (self._copulas - {"'s"})
        self._restricting = lists["restricting"]
        self._living = lists["living"]
        self._giving = lists["giving"]
        self._dropping = lists["dropping"]
        self._behind_doing = lists["behind_doing"]
        self._particles = lists["particles"]
        self._prepositions = lists["prepositions"]
        self._articles = lists["articles"]
        self._pointers = lists["pointers"]
        self._occasions = lists["occasions"]

    def is_sentence(self, tokens: Sequence[Token], *, is_reason: bool) -> bool:
        """Whether tokens, some of them free, are a sentence beside the matter; `is_reason` where ", so" follows."""
        if not self._is_beside_the_matter(tokens, is_reason=is_reason):
            return False
        start = next(
            (at for at, token in enumerate(tokens) if not _is_light(token) or _key(token) in self._subjects), None
        )
        if start is None or self._identifies(tokens, start):
            return False
        return (
            self._has_pronoun(tokens, start)
            or self._has_subject(tokens, start)
            or self._is_doing(tokens, start)
            or self._drops_subject(tokens, start)
            or (is_reason and len(tokens) - start >= _SHORTEST_REASON and "preposition" not in tokens[start].kinds)
        )

    def is_occasion(self, tokens: Sequence[Token]) -> bool:
        """ "For the lead gen review": at most two free words, led in, right before the noun of an occasion."""
        free = [at for at, token in enumerate(tokens) if token.is_free]
        if not 0 < len(free) <= _MOST_OF_AN_OCCASION or free[0] == 0 or not _all_belong(tokens):
            return False
        behind = free[-1] + 1
        is_led_in = free[-1] - free[0] < len(free) and _key(tokens[free[0] - 1]) in self._articles
        is_headed = behind == len(tokens) - 1 and _key(tokens[behind]) in self._occasions
        return is_led_in and is_headed and all(not tokens[at].is_name for at in free)

    def is_relative(self, tokens: Sequence[Token]) -> bool:
        """ "The plan we launched"."""
        keys = [_key(token) for token in tokens]
        subject = next((at for at, key in enumerate(keys) if at > 1 and key in self._subjects), None)
        if keys[0] not in self._articles or subject is None or not tokens[-1].is_free:
            return False
        return not any(key in self._finite for key in keys[:subject]) and not _is_light(tokens[subject - 1])

    def _is_beside_the_matter(self, tokens: Sequence[Token], *, is_reason: bool) -> bool:
        keys = [_key(token) for token in tokens]
        if any(token.said and not token.is_city for token in tokens) or not _all_belong(tokens):
            return False
        if keys[-1] in self._pointers or self._points(keys) or any(key in self._restricting for key in keys):
            return False
        is_asked = any("asking" in token.kinds for token in tokens)
        if (is_asked and not is_reason) or self._is_negated(tokens, keys):
            return False
        return not any(self._names_matter(tokens, keys, at) for at, token in enumerate(tokens) if token.is_free)

    def _is_negated(self, tokens: Sequence[Token], keys: Sequence[str]) -> bool:
        return any("negated" in token.kinds for token in tokens) and "i" not in keys

    def _points(self, keys: Sequence[str]) -> bool:
        return keys[-1] in self._pointing and keys[-2:-1] != [] and keys[-2] in self._copulas

    def _identifies(self, tokens: Sequence[Token], start: int) -> bool:
        """ "It's the premium plan"; not "it's raining"."""
        keys = [_key(token) for token in tokens[start:]]
        if len(keys) < 2 or keys[0] not in self._pointing or keys[1] not in self._copulas:
            return False
        return any(token.is_free and not _key(token).endswith(("ing", "ed")) for token in tokens[start:])

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
        key = _key(tokens[start])
        behind = [token for token in tokens[start + 1 :] if not _is_light(token)]
        if key in self._subjects:
            return bool(behind) and (behind[0].is_free or bool(behind[0].kinds & {"verb", "negated", "asking"}))
        return (
            key in self._pointing
            and bool(behind)
            and bool(behind[0].kinds & {"verb"} or _key(behind[0]) in self._finite)
        )

    def _has_subject(self, tokens: Sequence[Token], start: int) -> bool:
        """Whether a noun stands before the first finite verb, with no clause of its own between them."""
        for at in range(start + 1, len(tokens)):
            key = _key(tokens[at])
            if key in self._subjects or key in self._pointing:
                return False
            if key in self._finite:
                return not _is_light(tokens[at - 1]) or at - start > 1
        return False

    def _is_doing(self, tokens: Sequence[Token], start: int) -> bool:
        """ "Deciding whether to staff it", "Filling in our media kit"; not "Running shoes"."""
        if not _key(tokens[start]).endswith("ing") or not tokens[start].is_free:
            return False
        behind = start + 1
        if behind < len(tokens) and _key(tokens[behind]) in self._particles:
            behind += 1
        return behind < len(tokens) and _key(tokens[behind]) in self._behind_doing

    def _drops_subject(self, tokens: Sequence[Token], start: int) -> bool:
        """ "Just hit send", "Still refreshing"."""
        dropped = any(_key(token) in self._dropping for token in tokens[: start + 1])
        first = next((token for token in tokens[start:] if _key(token) not in self._dropping), None)
        return dropped and first is not None and (_key(first) in self._finite or _key(first).endswith("ing"))


def _all_belong(tokens: Sequence[Token]) -> bool:
    return all(belongs(tokens, at) for at, token in enumerate(tokens) if token.weighs or token.kinds == {"number"})


def _is_light(token: Token) -> bool:
    return bool(token.kinds) and token.kinds <= {"light", "interjection"}


def _key(token: Token) -> str:
    return key_of(token.text)
