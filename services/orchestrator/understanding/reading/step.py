"""A step of reading, and steps in turn: each is passed over where a question holds nothing that it could read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from services.orchestrator.understanding.lexicon.fields import Metric
from services.orchestrator.understanding.lexicon.vocabulary import Meaning, Sign, Span
from services.orchestrator.understanding.reading.words import split

Trait = type | str
"""A kind of meaning, a sign, a word in lower case, or the name of a metric."""


class Written(NamedTuple):
    """A question's text, and the keys of its words."""

    text: str
    words: frozenset[Trait]


class Step(NamedTuple):
    """Reads the spans of a question once more. It changes none where these have no trait of one of its `needs`."""

    read: Callable[[Written, Sequence[Span]], Sequence[Span]]
    needs: tuple[frozenset[Trait], ...]


def of_spans(*needs: Iterable[Trait]) -> Callable[[Callable[[Sequence[Span]], Sequence[Span]]], Step]:
    """Makes a step of what reads spans alone. Of a phrase in `needs` only the first word is looked for."""
    return lambda read: _step(lambda _, spans: read(spans), needs)


def of_text(*needs: Iterable[Trait]) -> Callable[[Callable[[str, Sequence[Span]], Sequence[Span]]], Step]:
    """The same of what looks into the question's text too."""
    return lambda read: _step(lambda written, spans: read(written.text, spans), needs)


def word_by_word(
    meaning: Callable[[Sequence[Span], int], Meaning | None],
) -> Callable[[Sequence[Span]], tuple[Span, ...]]:
    """Makes what reads spans of what reads one, at its place among the others as they were; None leaves it so."""

    def read(spans: Sequence[Span]) -> tuple[Span, ...]:
        found = ((span, meaning(spans, at)) for at, span in enumerate(spans))
        return tuple(span if means is None else span._replace(meaning=means) for span, means in found)

    return read


def read_in_turn(written: Written, spans: Sequence[Span], steps: Iterable[Step]) -> Sequence[Span]:
    """The spans as the steps read them, each those of the one before it."""
    held = _held(written, spans)
    for read, needs in steps:
        for need in needs:
            if held.isdisjoint(need):
                break
        else:
            found = read(written, spans)
            if found != spans:
                held = _held(written, found)
            spans = found
    return spans


def _held(written: Written, spans: Sequence[Span]) -> frozenset[Trait]:
    meanings = [span.meaning for span in spans]
    kinds = [meaning if isinstance(meaning, Sign) else meaning.__class__ for meaning in meanings]
    return written.words.union(kinds, [meaning.name for meaning in meanings if isinstance(meaning, Metric)])


def _step(read: Callable[[Written, Sequence[Span]], Sequence[Span]], needs: Iterable[Iterable[Trait]]) -> Step:
    return Step(read, tuple(frozenset(map(_first_word, need)) for need in needs))


def _first_word(trait: Trait) -> Trait:
    return split(trait)[0].key if isinstance(trait, str) and trait.islower() and not isinstance(trait, Sign) else trait
