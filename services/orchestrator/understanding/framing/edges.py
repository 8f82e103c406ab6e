"""Finds what stands before and behind a request with no stop between: "hey team can you …", "… for the CFO asap".

With no stop to part it from the request it is held to more: of listed words only, at the very edge, and it starts (or
what follows it does) with one of few words.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.framing.open_sentences import OpenSentences
from services.orchestrator.understanding.framing.open_words import lists_of
from services.orchestrator.understanding.framing.shapes import (
    Shape,
    is_courtesy,
    is_occasion,
    is_who_asks,
    restricts,
    shape_of,
    weighs,
)
from services.orchestrator.understanding.framing.token import ReadClause, Token
from services.orchestrator.understanding.framing.tokens import TokenReader
from services.orchestrator.understanding.framing.weight import SaidWords
from services.orchestrator.understanding.framing.words_by_role import Role, Tables, alike, words_of
from services.orchestrator.understanding.lexicon.fields import Literal, Value
from services.orchestrator.understanding.lexicon.lexicon import plurals
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period
from services.orchestrator.understanding.reading.words import key_of

_LONGEST_ASKER = 10
_LONGEST_EDGE = 16
_MOST_EDGES = 6
_LONGEST_THANKS = 4
_LONGEST_WHO = 4
_SHORTEST_RUN = 3
_POLITE = frozenset({Role.GREETING, Role.THANKS, Role.COURTESY})
_POLITE_AT_THE_END = frozenset({Role.COURTESY, Role.THANKS})
_MADE_OF_TEAMS = frozenset({Role.LIGHT, Role.QUALIFIER, Role.PEOPLE, Role.NOUN})
_MADE_OF = frozenset({Role.QUALIFIER, Role.TIME, Role.PEOPLE})


class Edges:
    """The lists of `[edges]` in `data/framing.toml`."""

    def __init__(self, tables: Tables, reader: TokenReader, sentences: OpenSentences) -> None:
        lists = {name: frozenset(words_of(text)) for name, text in tables["edges"].items()}
        self._openers = lists["openers"]
        # "Dentists are what I mean".
        self._copulas, self._articles = (lists_of(tables)[name] for name in ("copulas", "articles"))
        self._strong = lists["strong_openers"]
        self._asking_too = lists["asking_too"]
        self._asking_for = lists["asking_for"]
        self._asking_of_many = lists["asking_of_many"]
        self._leads_on = lists["leads_on"]
        self._wishes = lists["wishes"]
        self._joints = lists["joints"]
        self._running_on = lists["running_on"]
        self._because = lists["because"]
        self._since = lists["since"]
        self._if = lists["if"]
        self._you = lists["you"]
        self._it = lists["it"]
        self._own, self._visited = lists["own"], lists["visited"]
        self._joining = lists["joining"]
        self._asking_only = lists["asking_only"]
        self._closing = frozenset(form for word in lists["closing"] for form in plurals(word))
        led = frozenset(phrase.split()[0] for phrase in alike(tables))
        self._leading = self._joints | self._running_on | {"and"}
        self._tail_starts = self._leading | led | reader.first_words(_POLITE_AT_THE_END)
        self._reader = reader
        self._sentences = sentences

    def opens(self, said: SaidWords) -> bool:
        """Whether the first word is one that a request opens with."""
        return first_word(said) in self._openers

    def closes(self, tokens: Sequence[Token]) -> bool:
        """ "(…,) retention doc": of listed words, what a text or a meeting at the end is about."""
        is_listed = all(token.roles and not token.is_free and not token.said for token in tokens)
        return is_listed and not weighs(tokens) and len(tokens) > 1 and tokens[-1].key in self._closing

    def thanks(self, said: SaidWords) -> bool:
        """Whether a clause ends in thanks, behind which a name can stand."""
        end = len(said.spans)
        for length in range(1, min(end, _LONGEST_THANKS) + 1):
            tokens = self._reader.read(said.between(end - length, end)).whole
            if tokens and Role.THANKS in tokens[0].roles and is_courtesy(tokens):
                return True
        return False

    def before(self, clause: ReadClause) -> int:
        """How many spans at the start of a clause are no part of its request."""
        spans = clause.said.spans
        most = min(len(spans) - 1, _LONGEST_EDGE)
        tokens = [token for token in clause.tokens if token.last < most]
        found = self._led_up(tokens) or self._asking(tokens[:_LONGEST_ASKER])
        return 0 if all(span.meaning is Sign.FILLER for span in spans[:found]) else found

    def behind(self, said: SaidWords, start: int) -> int:
        """How many spans at the end of a clause are no part of its request, which starts with the span `start`."""
        end = len(said.spans)
        starts = self._starts_of_tails(said, start)
        for _ in range(_MOST_EDGES):
            found = self._tail(said, starts, end)
            if found is None:
                break
            end = found
        return len(said.spans) - end

    def _starts_of_tails(self, said: SaidWords, start: int) -> Sequence[int]:
        """The spans that a tail can start with."""
        first = max(start + 1, len(said.spans) - _LONGEST_EDGE)
        return [
            span
            for at, (word, span) in enumerate(zip(said.words, said.of_word, strict=True))
            if span >= first and word.key in self._tail_starts and said.begins(at)
            if word.key in self._leading or self._reader.is_phrase(said, at, _POLITE_AT_THE_END)
        ]

    def _tail(self, said: SaidWords, starts: Sequence[int], end: int) -> int | None:
        """The first start of a tail that ends there. What no tail can hold, none that starts before can."""
        held = 0
        for at in starts:
            if not held <= at < end:
                continue
            tail = self._reader.read(said.between(at, end))
            if tail.whole and self._follows(tail.whole, said.spans[at - 1]):
                return at
            if not tail.whole:
                held = tail.said.of_word[tail.stops]
        return None

    def _led_up(self, tokens: Sequence[Token]) -> int:
        """Before an opener: a courtesy, an occasion, or a sentence that has its own noun."""
        for at in range(len(tokens) - 1, 0, -1):
            before = tokens[:at]
            if (
                before[-1].key not in self._copulas
                and tokens[at].begins_span
                and (at + 1 < len(tokens) or tokens[at].key != "and")
                and tokens[at].key in self._openers
                and ((not weighs(before) and self._leads_up(tokens, at)) or self._is_ground(tokens, at))
            ):
                return tokens[at + (tokens[at].key == "and")].first
        return _called(tokens)

    def _asking(self, tokens: Sequence[Token]) -> int:
        """How many spans say only who asks: "Finance wants", "Tom asks to see", "the director jogs and asks"."""
        for at in range(len(tokens) - 1, 0, -1):
            asks = Role.ASKING in tokens[at].roles or self._ask(tokens, at)
            if asks and (is_who_asks(tokens[:at]) or self._is_asker(tokens, at)):
                behind = at + 1
                while behind < len(tokens) and tokens[behind].key in self._leads_on:
                    behind += 1
                return tokens[behind - 1].last + 1
        return 0

    def _ask(self, tokens: Sequence[Token], at: int) -> bool:
        """ "Our auditors need"."""
        who = tokens[at - 1]
        is_many = Role.PEOPLE in who.roles and who.key.endswith("s")
        return at > 1 and is_many and tokens[at].key in self._asking_of_many

    def _is_asker(self, tokens: Sequence[Token], at: int) -> bool:
        """Before a verb that asks: a sentence and "and", or where it can only be asked with, a noun in no list."""
        before = tokens[:at]
        if weighs(before) or any(token.said for token in before):
            return False
        if before[-1].key == "and":
            return at > 1 and (
                shape_of(before[:-1]) is Shape.SENTENCE
                or self._sentences.is_sentence(before[:-1], is_reason=False)
                or self._sentences.is_of_who_works(before[:-1])
            )
        if Role.PEOPLE in before[-1].roles and before[0].key in self._articles:
            # "The ancillaries team (wants)".
            return all((token.is_free and not token.is_name) or token.roles & _MADE_OF_TEAMS for token in before)
        return (
            tokens[at].key in self._asking_only
            and (before[-1].is_free and not before[-1].key.endswith("ing"))
            and at <= _LONGEST_WHO
            and all(token.is_free or token.roles <= {Role.LIGHT, Role.QUALIFIER} for token in before)
        )

    def _leads_up(self, tokens: Sequence[Token], at: int) -> bool:
        before = tokens[:at]
        shape = shape_of(before)
        if shape is Shape.COURTESY and any(token.roles & _POLITE for token in before):
            return True
        if not self._opens_strongly(tokens, at) or restricts(before, asks=False):
            return False
        if shape is Shape.SENTENCE:
            return any(token.roles & {Role.PEOPLE, Role.NOUN} for token in before)
        if is_occasion(before) or self._sentences.is_occasion(before):
            return True
        return self._sentences.is_sentence(before, is_reason=False)

    def _opens_strongly(self, tokens: Sequence[Token], at: int) -> bool:
        """Where one asks for something: "how many", "can you", "I need", "give me"; not "(the report) I wrote"."""
        keys = [token.key for token in tokens[at : at + 3]]
        joined = keys[0] in {"and", "so"}
        if keys[0] in self._strong or (joined and " ".join(keys[1:]) in self._asking_too):
            return True
        return any(" ".join(keys[at : at + 2]) in self._asking_for for at in range(1 + joined))

    def _is_ground(self, tokens: Sequence[Token], at: int) -> bool:
        """ "Engineering is moving office (so give me)": a sentence, where "so" and an opener follow."""
        following = tokens[at + 1].key if at + 1 < len(tokens) else ""
        opens = tokens[at].key == "so" and following in self._openers
        asks = tokens[at].key == "and" and following in self._wishes
        before = tokens[:at]
        if not (opens or asks) or restricts(before, asks=False) or Role.NAME in before[0].roles:
            return False
        return shape_of(before) is Shape.SENTENCE or self._sentences.is_sentence(before, is_reason=opens)

    def _follows(self, tokens: Sequence[Token], before: Span) -> bool:
        first = tokens[0].key.split()[0]
        if self._runs_on(tokens, before):
            return True
        if (
            weighs(tokens)
            or _names_rows(tokens)
            or (tokens[0].key != key_of(tokens[0].text) and not _is_complete(before))
        ):
            return False
        polite = tokens[1:2] if first == "and" else tokens[:1]
        if polite and polite[0].roles & {Role.COURTESY, Role.THANKS} and is_courtesy(tokens):
            return tokens[-1].key not in self._joining
        if first not in self._joints:
            return False
        return (
            self._is_occasion(tokens)
            or self._is_reason(tokens, first)
            or self._sentences.is_aim(tokens, of_listed=True)
        )

    def _is_occasion(self, tokens: Sequence[Token]) -> bool:
        """What nothing qualifies could be a file or a page: "downloads for the report"."""
        if shape_of(tokens) is not Shape.OCCASION or tokens[-1].key in self._visited:
            return False
        head = next(
            token for token in reversed(tokens) if token.roles & {Role.NOUN, Role.PEOPLE, Role.TIME, Role.NUMBER}
        )
        if Role.OURS in head.roles:
            return any(token.key in self._own for token in tokens)
        if Role.DOCUMENT not in head.roles:
            return len(tokens) > 2 or tokens[-1].roles >= {Role.PEOPLE}
        return any(token.key in self._own or token.roles & _MADE_OF for token in tokens[1:] if token is not head)

    def _runs_on(self, tokens: Sequence[Token], before: Span) -> bool:
        """ "(… last week) I have a call with the bank"; not "(pages) I have rewritten"."""
        if not _is_complete(before) or tokens[0].key not in self._running_on or len(tokens) < _SHORTEST_RUN:
            return False
        if any(token.weighs and Role.IDLE not in token.roles for token in tokens):
            return False
        return shape_of(tokens) is Shape.SENTENCE or self._sentences.is_sentence(tokens, is_reason=False)

    def _is_reason(self, tokens: Sequence[Token], first: str) -> bool:
        """ "Because the board wants it", "if you can", "need it", "our chair is asking"."""
        if shape_of(tokens) is not Shape.SENTENCE:
            return False
        if first == "asking":
            return Role.PEOPLE in tokens[-1].roles and not tokens[-1].key.endswith("s")
        if first in self._because:
            return True
        keys = {token.key for token in tokens}
        if first in self._if:
            return not restricts(tokens, asks=False) and bool(keys & self._you)
        is_wanted = any(token.roles & {Role.ASKING} or token.key in {"need", "want"} for token in tokens)
        if first in self._since:
            return is_wanted
        return is_wanted and (bool(keys & self._it) or bool(tokens[-1].roles & {Role.ASKING}))


def _is_complete(before: Span) -> bool:
    return isinstance(before.meaning, Period | Minutes | Value | Literal) or before.meaning is Sign.FILLER


def first_word(said: SaidWords) -> str:
    """The key of the first word; empty where there is none."""
    return said.words[0].key if said.words else ""


def _called(tokens: Sequence[Token]) -> int:
    """How many spans call who answers, "hey @headrace", or end in a "but": "not urgent but"."""
    if tokens and tokens[0].key == "but":
        return tokens[0].last + 1
    for at in range(len(tokens), 0, -1):
        last = tokens[at - 1]
        is_end = Role.ADDRESSED in last.roles or (last.key == "but" and at > 1)
        if is_end and last.ends_span and is_courtesy(tokens[:at]):
            return last.last + 1
    return 0


def _names_rows(tokens: Sequence[Token]) -> bool:
    """Whether a field is named that the request would have to break down by."""
    return any(isinstance(each, str) and each.startswith("field ") for token in tokens for each in token.said)
