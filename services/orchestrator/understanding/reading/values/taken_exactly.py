"""Reads a site's name as it stands, without its other names: "source exactly facebook.com", "t.co vs twitter.com"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.fields import Dimension, Value
from services.orchestrator.understanding.lexicon.filler import before_filler, meaning_at, past_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Sign, Span
from services.orchestrator.understanding.reading.step import of_spans

_EXACTLY = frozenset({"exactly", "literally", "precisely", "exact", "strictly"})
_WHICH = "All names of {}, or that one alone? Say: source is, or source exactly, and the name as Analytics has it."
_EQUALS = frozenset({"=", "==", "equals", "is equal to"})


@of_spans({*_EXACTLY, *_EQUALS, Sign.EQUALS, Sign.VERSUS}, {Value})
def read_taken_exactly(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, so read. Linear in their number."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.meaning is Sign.VERSUS:
            _read_sides(read, at)
        elif isinstance(span.meaning, Value) and len(span.meaning.values) > 1 and _is_source(span.meaning):
            _read_exact(read, at)
    return tuple(read)


def _read_exact(read: list[Span], at: int) -> None:
    span = read[at]
    for beside in (at - 1, at + 1):
        if 0 <= beside < len(read) and read[beside].words in _EXACTLY:
            if not (_is_host(span) or _is_named(read, min(at, beside))) or not _is_of_site(span):
                read[beside] = read[beside]._replace(meaning=Doubtful(_WHICH.format(span.quoted)))
                return
            read[at] = _alone(span)
            if read[beside].meaning is not Sign.EQUALS:
                read[beside] = read[beside]._replace(meaning=Sign.FILLER)
    if at and read[at - 1].words in _EQUALS and _is_host(span):
        read[at] = _alone(span)


def _read_sides(read: list[Span], at: int) -> None:
    """Two names of one site can only be compared as they stand."""
    one, other = before_filler(read, at - 1), past_filler(read, at + 1)
    value = meaning_at(read, one)
    if not isinstance(value, Value) or value != meaning_at(read, other) or not _is_source(value):
        return
    if read[one].words == read[other].words or len(value.values) == 1:
        return
    if _is_host(read[one]) and _is_host(read[other]):
        read[one], read[other] = _alone(read[one]), _alone(read[other])
    else:
        why = f"{read[one].quoted} and {read[other].quoted} are one site; which of its names should be compared?"
        read[other] = read[other]._replace(meaning=Doubtful(why))


def _alone(span: Span) -> Span:
    meaning = span.meaning
    return span._replace(meaning=replace(meaning, values=(span.words,))) if isinstance(meaning, Value) else span


def _is_named(spans: Sequence[Span], at: int) -> bool:
    """Whether the field's name stands before: "source exactly facebook"; "exact facebook sessions" may be of all."""
    before = meaning_at(spans, before_filler(spans, at - 1))
    return isinstance(before, Dimension) or before is Sign.EQUALS


def _is_of_site(span: Span) -> bool:
    """Whether the words are one of the site's values; "hacker news" is what people call it."""
    return isinstance(span.meaning, Value) and span.words in span.meaning.values


def _is_source(value: Value) -> bool:
    return value.dimension == "sessionSource"


def _is_host(span: Span) -> bool:
    return "." in span.text
