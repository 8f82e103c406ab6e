"""Tells which words of a clause mean something to the rest of understanding, and what these may be around a request.

"Sales" is a figure, "Monday" a day: in "the sales deck" and "Monday's meeting" they only qualify a noun of work.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from services.orchestrator.understanding.framing.words_by_role import Role, Roles
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound
from services.orchestrator.understanding.lexicon.vocabulary import (
    AboutFields,
    Cause,
    Doubtful,
    Link,
    Meaning,
    Sign,
    Span,
    Unknown,
)
from services.orchestrator.understanding.periods.vocabulary_of_time import Shifted
from services.orchestrator.understanding.reading.words import Word, split

LIGHT_SIGNS = frozenset({Sign.FILLER, Sign.AND, Sign.OR, Sign.COMMA, Sign.WHICH, Sign.BREAKDOWN})
ARTICLES = frozenset({"the", "a", "an", "our", "my"})
_BEFORE_A_VERB = frozenset({Role.PRONOUN, Role.PEOPLE, Role.NOUN, Role.VERB})
_NONE: Roles = frozenset()
_ALWAYS = frozenset({Role.QUALIFIER, Role.TIME, Role.NEGATED})
_ASKING = frozenset(
    {"asks", "asked", "claims", "insists", "keeps", "needs", "reckons", "tells", "told", "says", "swears"}
)
_ASKING |= {"thinks", "want", "wants", "is", "has", "was", "'s"}
_GOING_ON = frozenset({"to", "i", "we", "you", "he", "she", "it", "they"})
_OBJECTS = frozenset({"it", "them", "him", "her", "us", "me", "these", "those", "this"})
_OF_A_MOVE = frozenset({Role.NOUN, Role.DOCUMENT})


@dataclass(frozen=True, slots=True)
class SaidWords:
    """Words, and of each the number of the span that it is of."""

    words: tuple[Word, ...]
    spans: Sequence[Span]
    of_word: tuple[int, ...]

    def span(self, at: int) -> Span:
        return self.spans[self.of_word[at]]

    def begins(self, at: int) -> bool:
        """Whether a span begins with a word, or ends before it."""
        return at in {0, len(self.words)} or self.of_word[at] != self.of_word[at - 1]

    def between(self, start: int, end: int) -> SaidWords:
        """The words of some of the spans."""
        first, last = bisect_left(self.of_word, start), bisect_left(self.of_word, end)
        return SaidWords(self.words[first:last], self.spans, self.of_word[first:last])

    def is_whole(self, start: int, end: int) -> bool:
        """Whether words are all of the spans that they are of, but for articles."""
        first, last = start, end
        while not self.begins(first):
            first -= 1
        while not self.begins(last):
            last += 1
        return all(self.words[at].key in ARTICLES for at in (*range(first, start), *range(end, last)))


def said_words(spans: Sequence[Span]) -> SaidWords:
    """The words of spans."""
    cut = [split(span.text) for span in spans]
    of_word = (at for at, words in enumerate(cut) for _ in words)
    return SaidWords(tuple(chain.from_iterable(cut)), spans, tuple(of_word))


def is_light(span: Span) -> bool:
    """Whether nothing is known of a span but that it is filler, or joins others."""
    return span.meaning in LIGHT_SIGNS or isinstance(span.meaning, Unknown | Link) or span.text.lower() == "just"


def roles_left(roles: Roles, said: SaidWords, start: int, end: int, before: Roles) -> Roles:
    """What listed words may be, behind those of `before`, where they were read as these spans.

    Listed words that are only a part of what has weight are nothing.
    """
    heavy = {said.of_word[at] for at in range(start, end) if not is_light(said.span(at))}
    if not heavy or not roles:
        return roles
    is_doubtful = any(isinstance(said.spans[at].meaning, Doubtful) for at in heavy)
    if is_doubtful or not said.is_whole(start, end):
        return _NONE
    if end - start > 1:
        return roles
    behind = said.words[end].key if end < len(said.words) else ""
    if start and said.words[start - 1].key == "to" and Role.VERB in roles:
        return frozenset({Role.VERB})
    return _of_one(roles, said.words[start].key, said.spans[min(heavy)].meaning, before, behind)


def _of_one(roles: Roles, key: str, meaning: Meaning, before: Roles, behind: str) -> Roles:
    """What one word of weight may be: the verb of a subject, as in "we may change it", or what qualifies a noun."""
    left = _ALWAYS
    has_subject = bool(before & _BEFORE_A_VERB)
    if Role.PEOPLE in roles and behind in _ASKING:
        return frozenset({Role.PEOPLE})
    if Role.VERB in roles and Role.PRONOUN in before and behind in ARTICLES | _OBJECTS:
        # "(I) email the (agency)".
        return frozenset({Role.VERB})
    if isinstance(meaning, Cause):
        left = (
            _OF_A_MOVE
            | {Role.QUALIFIER}
            | ({Role.VERB} if has_subject else _NONE)
            | ({Role.LIGHT} if before & {Role.VERB, Role.PRONOUN} else _NONE)
        )
    elif isinstance(meaning, Shifted) or key == "may":
        left = frozenset({Role.VERB, Role.QUALIFIER} if has_subject else {Role.QUALIFIER})
    elif isinstance(meaning, Bound):
        left = _NONE if behind[:1].isdigit() else frozenset({Role.LIGHT})
    elif meaning is AboutFields.DEFINITION:
        return frozenset({Role.THING})
    elif key == "one" or (key == "when" and (behind in _GOING_ON or Role.VERB in before)):
        left = frozenset({Role.LIGHT})
    elif meaning is Sign.BY and key == "into":
        left = frozenset({Role.PREPOSITION})
    return roles & left
