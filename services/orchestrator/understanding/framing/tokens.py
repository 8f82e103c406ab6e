"""Reads the words of a clause as what they may be around a request, as far as none of them could carry meaning."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.beside_work import BESIDE_WORK, BesideWork
from services.orchestrator.understanding.framing.buyers import Buyers
from services.orchestrator.understanding.framing.clauses import TITLES
from services.orchestrator.understanding.framing.dating import SHORT_MINUTES, Dating
from services.orchestrator.understanding.framing.denied import denied_figure, denied_rows
from services.orchestrator.understanding.framing.meanings import PUBLIC, named_by, role_of
from services.orchestrator.understanding.framing.one_of_ours import LEADING, OneOfOurs
from services.orchestrator.understanding.framing.open_words import ends_as_past
from services.orchestrator.understanding.framing.token import ReadClause, Token, token_of
from services.orchestrator.understanding.framing.weight import (
    ARTICLES,
    LIGHT_SIGNS,
    SaidWords,
    is_light,
    roles_left,
)
from services.orchestrator.understanding.framing.words_by_role import (
    Role,
    Roles,
    Tables,
    alike,
    in_full,
    roles_of_words,
    spoken_short,
    words_of,
)
from services.orchestrator.understanding.lexicon.english import English, Part
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Sign, Unknown
from services.orchestrator.understanding.periods.vocabulary_of_time import Shifted
from services.orchestrator.understanding.reading.words import WordKind, key_of

_ENDINGS_OF_NOUNS = ("tion", "sion", "ment", "ance", "ence", "ship")
_HAVING = frozenset({"have", "has", "had", "'ve", "i've", "we've"})
_MADE_OF = frozenset({Role.LIGHT, Role.QUALIFIER, Role.INTERJECTION, Role.NOUN, Role.THING, Role.DOCUMENT})
_SEEN_TO = frozenset({Role.QUALIFIER, Role.PEOPLE})
_OWNED = frozenset({Role.NOUN, Role.UNCLEAR, Role.THING, Role.PEOPLE})
_BEHIND_A_TITLE = 2
_ENDING = frozenset({"drop", "cut"})
_NONE: Roles = frozenset()
# "cc Dana", "fao @sam".
_COPIES = frozenset({"cc", "cc'ing", "fao", "attn", "ping"})


class TokenReader:
    """`english` are words that any text may hold."""

    def __init__(self, tables: Tables, english: English) -> None:
        self._roles = roles_of_words(tables)
        short = {full: short for short in spoken_short(tables) for full in in_full(short)}
        self._short = {**short, **alike(tables)}
        self._english = english
        self._dating = Dating(tables)
        self._chiefs = frozenset(words_of(tables["people"]["chiefs"]))
        self._ours = OneOfOurs(english, self._chiefs, self._roles)
        self._dismissing = frozenset(words_of(tables["open"]["dismissing"]))
        self._work = BesideWork(tables, self._roles)
        self._buyers = Buyers(tables, self._roles)
        self._pictures = frozenset(words_of(tables["open"]["pictures"]))

    def first_words(self, roles: Roles) -> frozenset[str]:
        """The words that listed ones of any of these roles begin with."""
        return frozenset(phrase.split()[0] for phrase, played in self._roles.phrases() if played & roles)

    def is_phrase(self, said: SaidWords, at: int, roles: Roles) -> bool:
        """Whether listed words begin there that are several, or of one of the roles."""
        end, played = self._roles.longest(said.words, at) or (at, frozenset[Role]())
        return end > at + 1 or bool(played & roles)

    def read(self, said: SaidWords) -> ReadClause:
        """What words may be up to the first that could carry meaning."""
        tokens: list[Token] = []
        at = 0
        while at < len(said.words) and (found := self._at(said, at, tokens)):
            token, at = found
            if token is not None:
                tokens.append(self._work.settled(token, tokens))
                _join_title(tokens)
        return ReadClause(said, self._dating.dated(self._drawn(tokens, said), said.spans), at)

    def _at(self, said: SaidWords, at: int, before: Sequence[Token]) -> tuple[Token | None, int] | None:
        """The words of a list at a place, else one word or the name of a value; and where they end."""
        if listed := self._listed(said, at, before) or self._worked_on(said, at, before):
            return listed
        if said.words[at].key in ARTICLES and not said.begins(at + 1):
            # "Our news desk", where "our news" could be a section.
            end, roles = self._roles.longest(said.words, at + 1) or (at, _NONE)
            if end > at + 2 and roles and said.begins(end):
                return token_of(said, at, at + 1, {Role.LIGHT})._replace(weighs=False), at + 1
        if dismissed := self._dismissed(said, at, before):
            return dismissed
        if said.span(at).meaning is Sign.NOT:
            return self._not(said, at, before)
        return self._in_no_list(said, at, before)

    def _in_no_list(self, said: SaidWords, at: int, before: Sequence[Token]) -> tuple[Token | None, int] | None:
        word, meaning, end = said.words[at], said.span(at).meaning, at + 1
        if word.key in SHORT_MINUTES and [token.key for token in before[-2:-1]] == ["in"]:
            # "(A call) in 5 min".
            return token_of(said, at, end, {Role.NOUN}), end
        is_value = isinstance(meaning, Value) and word.key not in PUBLIC
        role = None if is_value else role_of(word, meaning, names_none=_is_indefinite(before))
        is_chief = word.key in self._chiefs and said.begins(at + 1) and self._ours.is_at(said, at, before)
        if is_chief or self._buyers.are_at(said, at, before):
            role = Role.PEOPLE
        if role is Role.IDLE and word.key in _ENDING and before and _is_led_to_do(before[-1]):
            # "(The devs want to) drop (it)".
            role = Role.VERB
        if role is Role.IDLE and word.key == "to":
            role = Role.LIGHT
        if role:
            token = token_of(said, at, end, {role})
            is_light = word.key in ARTICLES or word.key in self._chiefs
            return token._replace(weighs=token.weighs and not is_light), end
        is_field = isinstance(meaning, Dimension) and not meaning.breaks_down
        of_people = isinstance(meaning, Metric | Either | Ambiguous) and self._before_people(said, at)
        if is_value or is_field or of_people:
            return _value(said, at)
        if isinstance(meaning, Unknown) and word.kind is WordKind.PLAIN and word.text[0].isalpha():
            if self._ours.is_at(said, at, before):
                return token_of(said, at, end, {Role.PEOPLE, Role.OURS}), end
            return self._unknown(said, at, is_first=not before), end
        return (None, end) if meaning in LIGHT_SIGNS else None

    def _dismissed(self, said: SaidWords, at: int, before: Sequence[Token]) -> tuple[Token, int] | None:
        """ "(Never mind) the money"."""
        leading = [token.key for token in before if token.key not in ARTICLES]
        is_led = len(leading) == 1 and leading[0] in self._dismissing
        return denied_figure(said, at) if is_led else None

    def _not(self, said: SaidWords, at: int, before: Sequence[Token]) -> tuple[Token, int] | None:
        has = said.words[at].key == "no" and before and before[-1].key in _HAVING
        is_none = has and self._is_work(said, at + 1)
        if is_none:
            return token_of(said, at, at + 1, {Role.LIGHT}), at + 1
        is_article = not before and said.words[at].key == "not" and said.words[at + 1 : at + 2] != ()
        figure = denied_figure(said, at + 2) if is_article and said.words[at + 1].key in ARTICLES else None
        return figure or denied_rows(said, at)

    def _worked_on(self, said: SaidWords, at: int, before: Sequence[Token]) -> tuple[Token, int] | None:
        """A field that says what a subject works on, or that one is new: "our video desk (asks)", "our new editor"."""
        is_new = said.words[at].key == "new" and said.begins(at + 1)
        is_subject = bool(before) and all(token.key in LEADING for token in before)
        is_field = is_subject and isinstance(said.span(at).meaning, Dimension | Either | Metric | Ambiguous)
        end = self._before_people(said, at) if is_new or is_field else None
        if end is None or (is_new and said.words[end].key.endswith("s")):
            return None
        role = Role.LIGHT if is_new else Role.QUALIFIER
        return token_of(said, at, end, {role})._replace(weighs=True), end

    def _before_people(self, said: SaidWords, at: int) -> int | None:
        """Where a whole span ends that stands before a word for people."""
        end = at + 1
        while not said.begins(end):
            end += 1
        if end == len(said.words) or not said.begins(at):
            return None
        _, roles = self._roles.longest(said.words, end) or (end, frozenset[Role]())
        return end if Role.PEOPLE in roles or said.words[end].key in self._english.people else None

    def _drawn(self, tokens: list[Token], said: SaidWords) -> list[Token]:
        """ "A daily chart" is one of rows by day, "growth chart" one of a change, which the request has to ask for."""
        for at, token in enumerate(tokens[:-1]):
            span = said.spans[token.first]
            if isinstance(span.meaning, Dimension | Shifted) and tokens[at + 1].key in self._pictures:
                tokens[at] = token._replace(said=named_by(span))
        return tokens

    def _is_work(self, said: SaidWords, at: int) -> bool:
        """Whether the last word is a noun of work, which has no figures: "(I had no) answer"."""
        _, roles = self._roles.longest(said.words, at) or (at, _NONE)
        return at == len(said.words) - 1 and Role.NOUN in roles and is_light(said.span(at))

    def _listed(self, said: SaidWords, at: int, before: Sequence[Token]) -> tuple[Token, int] | None:
        if self._calls(said, at):
            return token_of(said, at, at + 2, {Role.ADDRESSED}), at + 2
        if said.words[at].key in _COPIES and at + 1 < len(said.words) and _is_called(said.words[at + 1].text):
            return token_of(said, at, at + 1, {Role.THANKS}), at + 1
        if said.words[at].key in TITLES and at + 1 < len(said.words) and said.words[at + 1].text.istitle():
            return token_of(said, at, at + 2, {Role.NAME})._replace(is_free=True, is_name=bool(before)), at + 2
        end, listed = self._roles.longest(said.words, at) or (at, frozenset[Role]())
        roles = roles_left(listed, said, at, end, before[-1].roles if before else frozenset())
        if roles & BESIDE_WORK:
            roles = self._work.beside_work(roles, said, end, before)
        if not roles:
            return None
        if said.words[at].key == "'" and self._is_owned(said, end):
            roles = frozenset({Role.LIGHT})
        token = token_of(said, at, end, roles)
        is_idiom = end > at + 1 and Role.TIME not in roles
        key = self._short.get(token.key, token.key)
        if token.weighs and roles == {Role.QUALIFIER} and _is_indefinite(before) and not is_idiom:
            token = token._replace(roles=frozenset({Role.QUALIFIER, Role.THING}))
        is_paper = Role.DOCUMENT in roles and bool(before) and Role.QUALIFIER in before[-1].roles
        return token._replace(key=key, weighs=token.weighs and not is_idiom and not is_paper), end

    def _calls(self, said: SaidWords, at: int) -> bool:
        """ "@headrace"; not "@Paris", which may be what is asked about."""
        named = at + 1 if said.words[at].text == "@" and at + 1 < len(said.words) else 0
        is_value = isinstance(said.span(named).meaning, Value)
        return bool(named) and said.words[named].kind is WordKind.PLAIN and not is_value

    def _is_owned(self, said: SaidWords, at: int) -> bool:
        """Whether a noun follows: "(the student's) plan"; not "(the boss's) waiting"."""
        _, roles = self._roles.longest(said.words, at) or (at, frozenset[Role]())
        return bool(roles & _OWNED) and Role.ASKING not in roles

    def _unknown(self, said: SaidWords, at: int, *, is_first: bool) -> Token:
        word = said.words[at]
        capital = word.text[0].isupper()
        english = word.key in self._english.words and word.text.isalpha() and (not capital or is_first)
        roles = set()
        if capital and is_first and word.text[1:].islower():
            roles.add(Role.NAME)
        if english:
            if word.key.endswith("ing") or ends_as_past(word.key):
                roles.add(Role.DOING)
            if not is_first or word.key.endswith((*_ENDINGS_OF_NOUNS, "ing")):
                roles.add(Role.QUALIFIER)
        part = self._english.parts.get(word.key) if english else None
        if part is None and not capital and self._is_adverb(word.key):
            part = Part.ADVERB
        if part is Part.ADVERB:
            roles.add(Role.LIGHT)
        return token_of(said, at, at + 1, roles)._replace(
            is_free=True, is_name=capital and not is_first, is_english=english, part=part
        )

    def _is_adverb(self, key: str) -> bool:
        """ "Wisely", "happily": an adjective and its ending."""
        stem = key.removesuffix("ly")
        return stem != key and not {stem, f"{stem}le", f"{stem[:-1]}y"}.isdisjoint(self._english.words)


def _join_title(tokens: list[Token]) -> None:
    """ "Head of design", "VP of growth": who somebody is, with what they see to, as one."""
    if len(tokens) <= _BEHIND_A_TITLE or not (tokens[-1].roles & _SEEN_TO and tokens[-2].key == "of"):
        return
    who, of, what = tokens[-1 - _BEHIND_A_TITLE :]
    if Role.PEOPLE in who.roles and not who.key.endswith("s") and not what.said and not what.is_free:
        joined = " ".join(token.text for token in (who, of, what))
        tokens[-1 - _BEHIND_A_TITLE :] = [
            who._replace(text=joined, key=key_of(joined), last=what.last, ends_span=what.ends_span)
        ]


def _is_led_to_do(before: Token) -> bool:
    return before.key in {"to", "may", "might", "could", "should", "can", "we"}


def _is_called(text: str) -> bool:
    return text == "@" or text[0].isupper()


def _is_indefinite(before: Sequence[Token]) -> bool:
    """Behind "a", and adjectives: "a slow"."""
    for token in reversed(before):
        if token.key in {"a", "an", "one"}:
            return True
        is_made_of = token.roles <= _MADE_OF and not token.weighs and token.key not in {"of", "to", "and"}
        if not (token.is_free or is_made_of):
            return False
    return False


def _value(said: SaidWords, at: int) -> tuple[Token, int]:
    span, number, end = said.span(at), said.of_word[at], at + 1
    while end < len(said.words) and not said.begins(end):
        end += 1
    token = Token(
        span.text,
        key_of(span.text),
        frozenset({Role.SAID}),
        number,
        number,
        said=named_by(span),
        weighs=True,
        field=span.meaning.dimension if isinstance(span.meaning, Value) else "",
    )
    return token, end
