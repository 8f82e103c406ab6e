"""Finds words that put one thing for another: "users in Germany, I mean France", "sessions, revenue, sorry".

Read as filler they would leave both standing, as if joined by a comma.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span, span_over
from services.orchestrator.understanding.periods.vocabulary_of_time import Minutes, Period

_KINDS = ((Metric, Either), (Value, Literal), (Dimension,), (Deed,), (Period, Minutes))
_LEADING = frozenset({Sign.FILLER, Sign.COMMA, Sign.BY, Sign.EACH})
_STOPS = frozenset({"(", "-", "?", "!", "–", "—"})
_MOST_SPANS = 5


class Corrections:
    """The lists of `[corrections]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._anywhere = frozenset(tables["anywhere"])
        self._before = frozenset(tables["before"])
        self._behind = self._anywhere.union(tables["behind"])
        self._all = self._before | self._behind
        self.openers = frozenset(phrase.split()[0] for phrase in self._all)

    def read(self, question: str, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words as what is asked back. Linear in their number, but for those words."""
        read: list[Span] = []
        at = 0
        while at < len(spans):
            end = self._end(spans, at)
            if self._corrects(spans, at, end):
                first = self._first(spans, at)
                del read[len(read) - (at - first) :]
                said = span_over(question, spans[first:end], spans[at].meaning)
                why = f"{said.quoted}: Instead of what stands before it, or besides that?"
                read.append(said._replace(meaning=Doubtful(why)))
                at = end
            else:
                read.append(spans[at])
                at += 1
        return tuple(read)

    def _end(self, spans: Sequence[Span], at: int) -> int:
        """Where such words end that start there; `at` itself where none do."""
        if spans[at].words.split()[0] not in self.openers:
            return at
        most = min(at + _MOST_SPANS, len(spans))
        return next((end for end in range(most, at, -1) if _together(spans[at:end]) in self._all), at)

    def _first(self, spans: Sequence[Span], at: int) -> int:
        """Where several of them begin: "no, sorry"."""
        while at > 1 and spans[at - 1].meaning is Sign.COMMA and spans[at - 2].words in self._all:
            at -= 2
        return at

    def _corrects(self, spans: Sequence[Span], at: int, end: int) -> bool:
        """Whether another of the kind that the words bring stands before them."""
        if at == end:
            return False
        said = _together(spans[at:end])
        stops = at == 0 or _is_stop(spans[at - 1])
        brought = _brought_behind(spans, end)
        between = stops and end < len(spans) and _is_stop(spans[end])
        brings = said in self._anywhere or (said in self._before and stops) or (said in self._behind and between)
        if brings and brought and _has_another(spans[:at], brought):
            return True
        if said not in self._behind or not (end == len(spans) or _is_stop(spans[end])):
            return False
        # "Sessions, users actually", "sessions, users, I mean".
        named = before_filler(spans, at - 1 - (stops and at > 0))
        led = named - 1 if named > 0 and isinstance(spans[named - 1].meaning, Link) else named
        return led > 0 and _is_stop(spans[led - 1]) and _has_another(spans[:led], spans[named])


def _together(spans: Sequence[Span]) -> str:
    return " ".join(span.words for span in spans)


def _brought_behind(spans: Sequence[Span], at: int) -> Span | None:
    passed = (span for span in spans[at:] if span.meaning not in _LEADING and not isinstance(span.meaning, Link))
    return next(passed, None)


def _has_another(before: Sequence[Span], brought: Span) -> bool:
    kind = next((kind for kind in _KINDS if isinstance(brought.meaning, kind)), None)
    return kind is not None and any(
        isinstance(span.meaning, kind) and span.meaning != brought.meaning for span in before
    )


def _is_stop(span: Span) -> bool:
    return span.meaning in {Sign.COMMA, Sign.NEXT, Sign.FRAMING} or span.text in _STOPS
