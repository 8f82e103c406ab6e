"""Reads the words of a clause as what they may be around a request, as far as none of them could carry meaning."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from services.orchestrator.understanding.framing.weight import LIGHT_SIGNS, SaidWords, is_light, roles_left, said_words
from services.orchestrator.understanding.framing.words_by_role import Role, Roles, Tables, roles_of_words
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Literal, Value
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number
from services.orchestrator.understanding.lexicon.vocabulary import Link, Meaning, Sign, Span, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Period
from services.orchestrator.understanding.reading.words import Word, WordKind, key_of

_ARTICLES = frozenset({"the", "a", "an", "our", "my"})
_PUBLIC = frozenset({"people"})
_ENDINGS_OF_NOUNS = ("tion", "sion", "ment", "ance", "ence", "ship")
_OCLOCK = re.compile(r"\d{1,2}(?:am|pm|ish)|\d{1,2}h")
_HAVING = frozenset({"have", "has", "had", "'ve", "i've", "we've"})
_QUALIFYING = frozenset({Role.QUALIFIER, Role.NOUN, Role.PEOPLE, Role.TIME})
ANY_FIELD = "any"
COMPARISON = "comparison"
_OTHER_WAYS = frozenset({COMPARISON, "chart", "table"})
_WAYS = _OTHER_WAYS | {"split", "splits", "breakdown", "breakdowns"}


@dataclass(frozen=True, slots=True)
class Token:
    """Some words of a clause: what they may be, and the values that the request has to name as well.

    `denied` is what the request is not to be broken down by: "no device split needed".

    A free word stands in no list; `is_name` where it is a name by its capital. What `weighs` means something elsewhere.
    `first` and `last` are the spans it begins and ends in; it may begin within one, or end within one.
    """

    text: str
    roles: Roles
    first: int
    last: int
    begins_span: bool = True
    ends_span: bool = True
    said: tuple[str, ...] = ()
    is_free: bool = False
    is_name: bool = False
    is_english: bool = False
    weighs: bool = False
    is_city: bool = False
    denied: str = ""

    @property
    def key(self) -> str:
        return key_of(self.text)


class TokenReader:
    """`english` are words that any text may hold."""

    def __init__(self, tables: Tables, english: Collection[str]) -> None:
        self._roles = roles_of_words(tables)
        self._english = english

    def whole(self, spans: Sequence[Span]) -> list[Token] | None:
        """What the words of spans may be; None where one of them could carry meaning."""
        tokens, is_whole = self.read(spans)
        return tokens if is_whole and tokens else None

    def read(self, spans: Sequence[Span]) -> tuple[list[Token], bool]:
        """What the words of spans may be up to the first that could carry meaning, and whether there is none."""
        said = said_words(spans)
        tokens: list[Token] = []
        at = 0
        while at < len(said.words):
            found = self._at(said, at, tokens)
            if found is None:
                return tokens, False
            token, at = found
            if token is not None:
                tokens.append(_settled(token, tokens[-1:]))
        return tokens, True

    def _at(self, said: SaidWords, at: int, before: Sequence[Token]) -> tuple[Token | None, int] | None:
        """The words of a list at a place, else one word or the name of a value; and where they end."""
        word, meaning, end = said.words[at], said.span(at).meaning, at + 1
        if listed := self._listed(said, at, before):
            return listed
        if meaning is Sign.NOT:
            has = word.key == "no" and before and before[-1].key in _HAVING
            return (_token(said, at, end, {Role.LIGHT}), end) if has and self._is_work(said, end) else _denied(said, at)
        if isinstance(meaning, Value) and word.key not in _PUBLIC:
            return _value(said, at)
        if role := _by_meaning(word, meaning, before):
            return _token(said, at, end, {role}), end
        if isinstance(meaning, Unknown) and word.kind is WordKind.PLAIN and word.text[0].isalpha():
            return self._unknown(said, at, is_first=not before), end
        return (None, end) if meaning in LIGHT_SIGNS else None

    def _is_work(self, said: SaidWords, at: int) -> bool:
        """Whether the last word is a noun of work, which has no figures: "(I had no) answer"."""
        _, roles = self._roles.longest(said.words, at) or (at, frozenset[Role]())
        return at == len(said.words) - 1 and Role.NOUN in roles and is_light(said.span(at))

    def _listed(self, said: SaidWords, at: int, before: Sequence[Token]) -> tuple[Token, int] | None:
        if said.words[at].text == "@" and at + 1 < len(said.words) and said.words[at + 1].kind is WordKind.PLAIN:
            return _token(said, at, at + 2, {Role.ADDRESSED}), at + 2
        end, listed = self._roles.longest(said.words, at) or (at, frozenset[Role]())
        roles = roles_left(listed, said, at, end, before[-1].roles if before else frozenset())
        if not roles:
            return None
        token = _token(said, at, end, roles)
        is_idiom = end > at + 1 and Role.TIME not in roles
        return replace(token, weighs=token.weighs and not is_idiom), end

    def _unknown(self, said: SaidWords, at: int, *, is_first: bool) -> Token:
        word = said.words[at]
        capital = word.text[0].isupper()
        english = word.key in self._english and word.text.isalpha() and (not capital or is_first)
        roles = set()
        if capital and is_first and word.text[1:].islower():
            roles.add(Role.NAME)
        if english:
            if word.key.endswith(("ing", "ed")):
                roles.add(Role.DOING)
            if not is_first or word.key.endswith((*_ENDINGS_OF_NOUNS, "ing")):
                roles.add(Role.QUALIFIER)
            if word.key.endswith("ly"):
                roles.add(Role.LIGHT)
        token = _token(said, at, at + 1, roles)
        return replace(token, is_free=True, is_name=capital and not is_first, is_english=english)


def _token(said: SaidWords, at: int, end: int, roles: Iterable[Role]) -> Token:
    return Token(
        " ".join(word.text for word in said.words[at:end]).replace(" '", "'"),
        frozenset(roles),
        said.of_word[at],
        said.of_word[end - 1],
        said.begins(at),
        said.begins(end),
        weighs=not all(is_light(said.span(each)) for each in range(at, end)),
    )


def _denied(said: SaidWords, at: int) -> tuple[Token, int] | None:
    """ "No comparison", "no device split", "without a breakdown"."""
    behind = at + 1
    while behind < len(said.words) and said.words[behind].key in _ARTICLES:
        behind += 1
    field = said.span(behind).meaning if behind < len(said.words) else None
    denied = ANY_FIELD
    if isinstance(field, Dimension) and said.words[behind].key not in _WAYS:
        denied = field.name
        while behind < len(said.words) and said.span(behind).meaning is field:
            behind += 1
    if behind == len(said.words) or said.words[behind].key not in _WAYS:
        return None
    denied = said.words[behind].key if said.words[behind].key in _OTHER_WAYS else denied
    return replace(_token(said, at, behind + 1, {Role.COURTESY}), denied=denied), behind + 1


def _is_indefinite(before: Sequence[Token]) -> bool:
    """Behind "a", and adjectives: "a slow"."""
    for token in reversed(before):
        if token.key in {"a", "an"}:
            return True
        if not (token.is_free or token.roles <= {Role.LIGHT, Role.QUALIFIER}):
            return False
    return False


def _settled(token: Token, before: Sequence[Token]) -> Token:
    """An unclear noun as one of work where a word of work qualifies it: "budget season"; not "the season"."""
    if Role.UNCLEAR not in token.roles:
        return token
    is_of_work = any(each.roles & _QUALIFYING and not each.is_free and not each.weighs for each in before)
    return replace(token, roles=token.roles | {Role.NOUN}) if is_of_work else token


def _value(said: SaidWords, at: int) -> tuple[Token, int]:
    span, number, end = said.span(at), said.of_word[at], at + 1
    while end < len(said.words) and not said.begins(end):
        end += 1
    is_city = isinstance(span.meaning, Value) and span.meaning.dimension == "city"
    token = Token(span.text, frozenset({Role.SAID}), number, number, said=values_of(span), weighs=True, is_city=is_city)
    return token, end


def _by_meaning(word: Word, meaning: Meaning, before: Sequence[Token]) -> Role | None:
    """What a word may be that no list holds, by what it means to the rest of understanding."""
    if word.key in _ARTICLES or (meaning in LIGHT_SIGNS and word.text.isalnum()):
        return Role.LIGHT
    if word.key in _PUBLIC:
        return Role.PUBLIC
    if isinstance(meaning, Period):
        return Role.PERIOD
    if _OCLOCK.fullmatch(word.key):
        return Role.TIME
    if isinstance(meaning, Dimension | Either) and _is_indefinite(before):
        # What is one of many names no value: "we ran an event".
        return Role.THING
    return Role.NUMBER if isinstance(meaning, Number) else Role.PREPOSITION if isinstance(meaning, Link) else None


def values_of(span: Span) -> tuple[str, ...]:
    """The values that a span names, as they are compared."""
    meaning = span.meaning
    if isinstance(meaning, Value):
        return tuple(value.lower().strip("/") for value in meaning.values)
    if isinstance(meaning, Literal):
        return (meaning.text.strip("/*"),)
    return ()
