"""Cuts a question into spans: every word belongs to exactly one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.orchestrator.understanding.lexicon import Lexicon
from services.orchestrator.understanding.period_grammar import PeriodGrammar
from services.orchestrator.understanding.vocabulary import (
    Literal,
    LiteralKind,
    Meaning,
    Number,
    Span,
    Unknown,
)
from services.orchestrator.understanding.words import Word, WordKind, clean, split

_LITERALS = {
    WordKind.QUOTED: LiteralKind.QUOTED,
    WordKind.PATH: LiteralKind.PATH,
    WordKind.DOMAIN: LiteralKind.DOMAIN,
    WordKind.IDENTIFIER: LiteralKind.IDENTIFIER,
}

_LONGEST_NUMBER = 15
"""Digits that a double still tells apart."""


class Recogniser:
    """Finds at each word the longest period or phrase of the lexicon; where they are equally long, the period."""

    def __init__(self, lexicon: Lexicon[Meaning], periods: PeriodGrammar) -> None:
        self._lexicon = lexicon
        self._periods = periods

    def spans(self, question: str, today: date) -> tuple[Span, ...]:
        """The spans of a question, in its order; together they hold all its words."""
        text = clean(question)
        words = split(text)
        if text.isupper():
            words = tuple(word._replace(text=word.text.lower()) for word in words)
        comparing = any(word.key.startswith("compar") for word in words)
        spans: list[Span] = []
        at = 0
        while at < len(words):
            end, meaning = self._longest(words, at, today, comparing=comparing)
            start, stop = words[at].start, words[end - 1].end
            spans.append(Span(text[start:stop], meaning, start, stop))
            at = end
        return tuple(spans)

    def _longest(self, words: Sequence[Word], at: int, today: date, *, comparing: bool) -> tuple[int, Meaning]:
        phrase = self._lexicon.longest(words, at)
        period = self._periods.at(words, at, today, comparing=comparing)
        if period and (phrase is None or period[0] >= phrase[0]):
            return period
        return phrase or (at + 1, _by_its_looks(words[at]))


def _by_its_looks(word: Word) -> Meaning:
    if word.kind is WordKind.NUMBER:
        return Number(float(word.key)) if len(word.key) <= _LONGEST_NUMBER else Unknown()
    if word.kind in _LITERALS and word.text:
        return Literal(_LITERALS[word.kind], word.text.lower())
    return Unknown()
