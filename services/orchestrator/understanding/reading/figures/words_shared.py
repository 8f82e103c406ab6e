"""Reads names that share a word said once: "purchase and total revenue", "by first user source and medium"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from services.orchestrator.understanding.lexicon.field_scopes import FIRST_USER, SESSION, in_scope
from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric, Value
from services.orchestrator.understanding.lexicon.filler import meaning_at
from services.orchestrator.understanding.lexicon.vocabulary import Ambiguous, Doubtful, Meaning, Sign, Span, Unknown

_JOINERS = frozenset({Sign.AND, Sign.OR})
_WHOLES = frozenset({"total", "overall", "all"})
_NAMED = (Metric, Dimension, Either, Unknown, Ambiguous)
_PER = " per "
_FIELDS_JOINED = frozenset({Sign.AND, Sign.COMMA, Sign.SLASH})


class WordsShared:
    """Figures by the `phrases` that name them."""

    def __init__(self, phrases: Iterable[tuple[str, Meaning]]) -> None:
        self._figures = {phrase: meaning for phrase, meaning in phrases if isinstance(meaning, Metric | Ambiguous)}

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such figures in full; what may share a word or not is asked back. Linear in their number."""
        read = list(spans)
        for at in range(1, len(spans) - 1):
            meaning = spans[at].meaning
            if meaning in _FIELDS_JOINED and isinstance(read[at - 1].meaning, Dimension):
                _read_scope(read, at)
            if meaning in _JOINERS:
                self._read_joined(read, at)
            elif spans[at].words in _WHOLES and _is_one_of_a_list(spans, at):
                why = f"{spans[at].quoted} stands beside words that take a part; ask for each by itself."
                read[at] = spans[at]._replace(meaning=Doubtful(why))
        return tuple(read)

    def _read_joined(self, read: list[Span], at: int) -> None:
        one, other = read[at - 1], read[at + 1]
        if isinstance(one.meaning, Metric) and _PER in one.words and isinstance(other.meaning, Metric | Unknown):
            self._read_behind(read, at)
        elif not isinstance(other.meaning, Metric):
            return
        elif one.words in _WHOLES and (figure := self._whole(one, other)):
            read[at - 1] = one._replace(meaning=figure)
        elif isinstance(one.meaning, _NAMED) and " " in other.words:
            self._read_before(read, at)

    def _whole(self, whole: Span, part: Span) -> Meaning | None:
        """ "Total (and new) users": the figure of that name, or the one that the part is of."""
        heads = list(_ends(part.words))
        named = [self._figures.get(f"{whole.words} {head}") for head in heads]
        return next((figure for figure in (*named, *map(self._figures.get, heads)) if figure), None)

    def _read_before(self, read: list[Span], at: int) -> None:
        """ "Purchase (and total) revenue"; "views (and events per session)" may be views alone."""
        one, other = read[at - 1], read[at + 1]
        if event := _event_of_both(one, other):
            read[at - 1] = one._replace(meaning=event)
            return
        named = (self._figures.get(f"{one.words} {end}") for end in _ends(other.words))
        full = next((figure for figure in named if figure), None)
        if full is None or full == one.meaning:
            return
        if not one.words.endswith("s"):
            read[at - 1] = one._replace(meaning=full)
        elif _PER in other.words and not other.words.startswith(one.words):
            end = other.words[other.words.index(_PER) :].strip()
            why = f'Is {one.quoted} "{end}" too, or as it is? Say "{one.text} {end}", or ask for each by itself.'
            read[at - 1] = one._replace(meaning=Doubtful(why))

    def _read_behind(self, read: list[Span], at: int) -> None:
        """ "Views per session (and user)"."""
        one, other = read[at - 1], read[at + 1]
        begins = one.words[: one.words.index(_PER)]
        full = self._figures.get(f"{begins}{_PER}{other.words}")
        if full is not None and not other.words.endswith("s"):
            read[at + 1] = other._replace(meaning=full)


def _read_scope(read: list[Span], at: int) -> None:
    """ "By first user source and campaign"; a source and its medium are one field, "source / medium"."""
    one, other = read[at - 1].meaning, read[at + 1].meaning
    if not (isinstance(one, Dimension) and isinstance(other, Dimension)) or other.scoped or not one.scoped:
        return
    scope = FIRST_USER if one.name.startswith(FIRST_USER) else SESSION
    name = in_scope(other.name, scope)
    if not name or not one.name.startswith(scope):
        return
    if one.name == f"{scope}Source" and name == f"{scope}Medium" and read[at].meaning is Sign.AND:
        read[at - 1] = read[at - 1]._replace(meaning=replace(one, name=f"{scope}SourceMedium"))
        read[at : at + 2] = [said._replace(meaning=Sign.FILLER) for said in read[at : at + 2]]
    else:
        read[at + 1] = read[at + 1]._replace(meaning=replace(other, name=name, scoped=True))


def _event_of_both(one: Span, other: Span) -> Metric | None:
    """ "Sign up (and purchase conversions)": key events of both."""
    if not isinstance(one.meaning, Metric) or not isinstance(other.meaning, Metric) or one.words.endswith("s"):
        return None
    kind, _, event = other.meaning.name.partition(":")
    return Metric(f"{kind}:{one.meaning.event}") if event and one.meaning.event else None


def _ends(words: str) -> Iterator[str]:
    """ "Session conversion rate": "conversion rate", "rate"."""
    while " " in words:
        words = words.partition(" ")[2]
        yield words


def _is_one_of_a_list(spans: Sequence[Span], at: int) -> bool:
    """ "Sessions: overall, mobile and desktop"; not "overall, mobile sessions"."""
    listed = spans[at - 1].meaning is Sign.COMMA and isinstance(meaning_at(spans, at - 2), Metric)
    goes_on = meaning_at(spans, at + 1) in {Sign.COMMA, Sign.AND}
    return listed and goes_on and isinstance(meaning_at(spans, at + 2), Value)
