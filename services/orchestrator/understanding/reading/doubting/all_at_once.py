"""Finds words that ask for those who have several values at once: "users who visited both /pricing and /blog".

Values that are joined are alternatives, so whoever has one of them would be counted too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import (
    FILTERS,
    Deed,
    Dimension,
    Literal,
    LiteralKind,
    Metric,
    Value,
)
from services.orchestrator.understanding.lexicon.filler import before_filler, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span
from services.orchestrator.understanding.things_asked import counts_people

LISTED = (Value, Literal, Link, Dimension)
_PLACES = frozenset({"country", "region", "city", "continent", "subContinent"})
_IN_ONE_SESSION = frozenset({"pagePath", "pageTitle", "eventName", "itemName", "fileName", "linkDomain", "searchTerm"})
"""Fields of which one session can have several values."""

_WHO = frozenset({"who", "that", "which"})
_ONCE = frozenset({"newUsers", "firstTimePurchasers"})
"""People who came once: from one place, in one way."""

_WHY = Doubtful("Those who have all of these are not to be had; ask for each by itself, or for any of them.")


class AllAtOnce:
    """The lists of `[all_at_once]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._before = frozenset(tables["before"])
        self._behind = frozenset(tables["behind"])
        self._say_so = self._before | self._behind | {"then"}
        self._between = frozenset(tables["between"])
        self._besides = frozenset(tables["besides"])
        self._done = frozenset(tables["done"])
        self._take_away = tuple(tables["take_away"])

    def meaning(self, spans: Sequence[Span], at: int) -> Doubtful | None:
        """Such a word is what is asked back."""
        joined = self._joined(spans, at)
        return _WHY if joined is not None and _has_several(spans, joined) else None

    def _joined(self, spans: Sequence[Span], at: int) -> Span | None:
        """The last of the values that the word joins, None where it joins none."""
        words, meaning = spans[at].words, spans[at].meaning
        if meaning is Sign.AND and words in self._between | self._besides:
            behind = past_filler(spans, at + 1)
            before = before_filler(spans, at - 1)
            between = behind < len(spans) and before >= 0 and isinstance(spans[before].meaning, FILTERS)
            joined = spans[behind] if between and isinstance(spans[behind].meaning, FILTERS) else None
            return joined if joined and (words in self._between or field_of(joined) in _IN_ONE_SESSION) else None
        if meaning is Sign.AND:
            return self._done_besides(spans, at)
        if meaning not in {Sign.FILLER, Sign.FRAMING}:
            return None
        found = self._joined_behind(spans, at) if words in self._before else None
        return found or (_joined_before(spans, at) if words in self._behind else None)

    def _done_besides(self, spans: Sequence[Span], at: int) -> Span | None:
        """ "(People) that visited /pricing and /docs", "(users) using Chrome and Safari"."""
        behind = past_filler(spans, at + 1)
        before = before_filler(spans, at - 1)
        if behind >= len(spans) or not isinstance(spans[behind].meaning, FILTERS):
            return None
        field, first = field_of(spans[behind]), at
        while before >= 0 and (spans[before].meaning is Sign.COMMA or isinstance(spans[before].meaning, FILTERS)):
            if spans[before].meaning is not Sign.COMMA and field_of(spans[before]) != field:
                return None
            first, before = before, before_filler(spans, before - 1)
        if before < 0 or first == at:
            return None
        led = isinstance(spans[before].meaning, Link)
        told = spans[before + (spans[before].meaning is not Sign.WHICH) : first]
        verb = spans[before].words if led else _told(told)
        is_done = any(map(self._is_done, verb.split()))
        return spans[behind] if is_done and not any(span.words in self._say_so for span in spans) else None

    def _is_done(self, word: str) -> bool:
        return word in self._done or word.endswith(("ed", "ing"))

    def _joined_behind(self, spans: Sequence[Span], at: int) -> Span | None:
        before = before_filler(spans, at - 1)
        if before >= 0 and spans[before].meaning is Sign.NOT and self._takes_away(spans[before].words):
            return None
        led = before > 0 and isinstance(spans[before].meaning, Link) and _are_people(spans[before - 1])
        found: Span | None = None
        joined = False
        for span in spans[at + 1 :]:
            if isinstance(span.meaning, FILTERS) or (isinstance(span.meaning, Metric) and led):
                # "People with both sign-ups and purchases".
                found = span
            elif isinstance(span.meaning, Metric):
                # "Both mobile and desktop users" are two groups.
                return None
            elif span.meaning is Sign.AND and found:
                joined = True
            elif not (isinstance(span.meaning, LISTED) or span.meaning in {Sign.FILLER, Sign.COMMA}):
                break
        return found if joined else None

    def _takes_away(self, words: str) -> bool:
        """ "Excluding both mobile and desktop" leaves out either; "not on both" leaves that open."""
        denies = any(word == "not" or word.endswith("n't") for word in words.split())
        return not denies or words.startswith(self._take_away)


def field_of(span: Span) -> str:
    """The field that a value belongs to; empty where it only has a text."""
    if isinstance(span.meaning, Value):
        return span.meaning.dimension
    kind = span.meaning.kind if isinstance(span.meaning, Literal) else None
    return {LiteralKind.PATH: "pagePath", LiteralKind.IDENTIFIER: "eventName"}.get(kind, "") if kind else ""


def _told(fillers: Sequence[Span]) -> str:
    """The words behind "who", "(users) who saw"; none where nobody's deed is told."""
    words = " ".join(span.words for span in fillers).split()
    return " ".join(words[1:]) if words and words[0] in _WHO else ""


def _has_several(spans: Sequence[Span], value: Span) -> bool:
    """Whether what is counted can have several values of the field; whoever is in one country is in no other."""
    if any(span.meaning in {Sign.COMPARE, Sign.VERSUS} for span in spans):
        return False
    field = field_of(value)
    figures = [span.meaning.name for span in spans if isinstance(span.meaning, Metric)]
    people = any(counts_people(name) and name not in _ONCE for name in figures)
    if people or any(isinstance(span.meaning, Deed) for span in spans):
        return field not in _PLACES
    return "sessions" in figures and field in _IN_ONE_SESSION


def _joined_before(spans: Sequence[Span], at: int) -> Span | None:
    last = before_filler(spans, at - 1)
    if last > 0 and spans[last].meaning is Sign.COMMA and spans[at].words != "both":
        last = before_filler(spans, last - 1)
    joiner = before_filler(spans, last - 1)
    if joiner >= 0 and isinstance(spans[joiner].meaning, Link):
        joiner = before_filler(spans, joiner - 1)
    if joiner < 1 or spans[joiner].meaning is not Sign.AND or not isinstance(spans[last].meaning, FILTERS):
        return None
    return spans[last] if isinstance(spans[before_filler(spans, joiner - 1)].meaning, FILTERS) else None


def _are_people(span: Span) -> bool:
    return isinstance(span.meaning, Metric) and counts_people(span.meaning.name)
