"""Cuts a question into spans: every word belongs to exactly one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from services.orchestrator.understanding.lexicon.fields import Literal, LiteralKind, Metric, Value
from services.orchestrator.understanding.lexicon.lexicon import Lexicon
from services.orchestrator.understanding.lexicon.named_fields import NamedFields
from services.orchestrator.understanding.lexicon.orders_and_bounds import Number
from services.orchestrator.understanding.lexicon.own_words import NO_OWN_WORDS, OwnWords
from services.orchestrator.understanding.lexicon.vocabulary import Meaning, Sign, Span, Unknown
from services.orchestrator.understanding.periods.period_grammar import PeriodGrammar
from services.orchestrator.understanding.periods.range_grammar import Manner
from services.orchestrator.understanding.reading.enumerations import marks_of
from services.orchestrator.understanding.reading.step import Step, Written, read_in_turn
from services.orchestrator.understanding.reading.words import Word, WordKind, clean, split
from services.orchestrator.understanding.spelling.spelling import Spelling, rewritten

_LITERALS = {
    WordKind.QUOTED: LiteralKind.QUOTED,
    WordKind.PATH: LiteralKind.PATH,
    WordKind.DOMAIN: LiteralKind.DOMAIN,
    WordKind.IDENTIFIER: LiteralKind.IDENTIFIER,
}

_RESOLUTION = re.compile(r"[0-9]{3,4}x[0-9]{3,4}", re.IGNORECASE)
_ARTICLES = frozenset({"the", "a", "our"})
_LONGEST_NUMBER = 15
"""Digits that a double still tells apart."""


class Recognised(NamedTuple):
    """The cleaned question as it is read, its slips mended; its spans, in its order, which together hold all its
    words; and each slip as it was written and as it is read."""

    text: str
    spans: tuple[Span, ...]
    slips: tuple[tuple[str, str], ...] = ()


class Recogniser:
    """Finds at each word the longest period or phrase of the lexicon; where they are equally long, the period."""

    def __init__(
        self,
        lexicon: Lexicon[Meaning],
        periods: PeriodGrammar,
        *,
        spelling: Spelling,
        named: NamedFields,
        steps: Sequence[Step],
    ) -> None:
        self._lexicon = lexicon
        self._periods = periods
        self._spelling = spelling
        self._named = named
        self._steps = steps

    def read(self, question: str, today: date, own: OwnWords = NO_OWN_WORDS) -> Recognised:
        """Reads a question as if its slips had been written as they are meant. `own` are the property's words."""
        text = clean(question)
        words = _words(text)
        slips: Mapping[int, tuple[str, str]] = {}
        if mended := self._spelling.slips(words, own.words):
            text, slips = rewritten(text, mended)
            words = _words(text)
        spans = tuple(self._enumerated(text, words, slips, today, own))
        read = read_in_turn(Written(text, frozenset(word.key for word in words)), spans, self._steps)
        return Recognised(text, tuple(read), tuple(slips.values()))

    def _enumerated(
        self, text: str, words: Sequence[Word], slips: Mapping[int, tuple[str, str]], today: date, own: OwnWords
    ) -> Iterator[Span]:
        """The spans between the marks of an enumeration, and those marks."""
        at, meaning = 0, Sign.FILLER
        for mark in marks_of(words):
            yield from self._recognised(text, words[at : mark.start], slips, today, own)
            start, stop = words[mark.start].start, words[mark.end - 1].end
            yield Span(text[start:stop], meaning, start, stop)
            at, meaning = mark.end, Sign.NEXT
        yield from self._recognised(text, words[at:], slips, today, own)

    def _recognised(
        self, text: str, written: Sequence[Word], slips: Mapping[int, tuple[str, str]], today: date, own: OwnWords
    ) -> Iterator[Span]:
        words = self._periods.in_digits(written)
        manner = self._periods.manner(words)
        at = 0
        while at < len(words):
            end, meaning = self._longest(words, at, today, manner, own)
            start, stop = words[at].start, words[end - 1].end
            mended = tuple(slips[word.start] for word in words[at:end] if word.start in slips) if slips else ()
            yield Span(text[start:stop], meaning, start, stop, mended)
            at = end

    def _longest(
        self, words: Sequence[Word], at: int, today: date, manner: Manner, own: OwnWords
    ) -> tuple[int, Meaning]:
        phrase = self._lexicon.longest(words, at)
        named = own.longest(words, at)
        if named and (phrase is None or named[0] > phrase[0]):
            phrase = named
        if (
            phrase
            and phrase[1] is Sign.TOTAL
            and words[at].key in _ARTICLES
            and self._names_a_total(words, at, phrase[0])
        ):
            return at + 1, Sign.FILLER
        period = self._periods.at(words, at, today, manner)
        if period and (phrase is None or period[0] >= phrase[0]):
            return period
        return phrase or (at + 1, self._named.parameterised(words[at]) or _by_its_looks(words[at]))

    def _names_a_total(self, words: Sequence[Word], at: int, end: int) -> bool:
        """ "The total users" are total users, and "the total sessions" sessions in total."""
        named = self._lexicon.longest(words, at + 1)
        return named is not None and named[0] > end and isinstance(named[1], Metric)


def _words(text: str) -> Sequence[Word]:
    words = split(text)
    return tuple(word._replace(text=word.text.lower()) for word in words) if text.isupper() else words


def _by_its_looks(word: Word) -> Meaning:
    if word.kind is WordKind.NUMBER:
        return Number(float(word.key)) if len(word.key) <= _LONGEST_NUMBER else Unknown()
    if _RESOLUTION.fullmatch(word.text):
        return Value("screenResolution", (word.text.lower(),))
    if word.kind in _LITERALS and word.text:
        quoted_path = word.kind is WordKind.QUOTED and word.text.startswith("/")
        return Literal(LiteralKind.PATH if quoted_path else _LITERALS[word.kind], word.text.lower())
    return Unknown()
