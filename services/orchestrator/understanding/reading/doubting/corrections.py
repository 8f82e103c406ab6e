"""Finds words that put one thing for another: "users in Germany, I mean France", "sessions, actually users".

Read as filler they would leave both standing, as if joined by a comma.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span

_KINDS = ((Metric, Either), (Value, Literal), (Dimension,), (Deed,))
_LEADING = frozenset({Sign.FILLER, Sign.COMMA, Sign.BY, Sign.EACH})
_STOPS = frozenset({"(", "-", "?", "!", "–", "—"})


class Corrections:
    """The lists of `[corrections]` in `data/doubting.toml`."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        self._anywhere = tuple(tables["anywhere"])
        self._set_off = tuple(tables["set_off"])

    def read(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans, such words as what is asked back. Linear in their number, but for those words."""
        read = list(spans)
        for at, span in enumerate(spans):
            if span.meaning is Sign.FILLER and self._corrects(spans, at):
                why = f"{span.quoted}: Instead of what stands before it, or besides that?"
                read[at] = span._replace(meaning=Doubtful(why))
        return tuple(read)

    def _corrects(self, spans: Sequence[Span], at: int) -> bool:
        """Whether another of the kind that the words bring stands before them."""
        said = self._said(spans, at)
        stops = at == 0 or _is_stop(spans[at - 1])
        brought = _behind(spans, at + 1)
        corrects = said in self._anywhere or (said in self._set_off and stops)
        if corrects and brought and _has_another(spans[:at], brought):
            return True
        if said in self._anywhere or said in self._set_off:
            # "Sessions, users actually".
            named = before_filler(spans, at - 1)
            led = named - 1 if named > 0 and isinstance(spans[named - 1].meaning, Link) else named
            closes = at + 1 == len(spans) or _is_stop(spans[at + 1])
            return closes and led > 0 and _is_stop(spans[led - 1]) and _has_another(spans[:led], spans[named])
        return False

    def _said(self, spans: Sequence[Span], at: int) -> str:
        """The words that start there, over two spans where those make one: "make that"."""
        both = " ".join(span.words for span in spans[at : at + 2] if span.meaning is Sign.FILLER)
        return both if both in self._set_off else spans[at].words


def _behind(spans: Sequence[Span], at: int) -> Span | None:
    passed = (span for span in spans[at:] if span.meaning not in _LEADING and not isinstance(span.meaning, Link))
    return next(passed, None)


def _has_another(before: Sequence[Span], brought: Span) -> bool:
    kind = next((kind for kind in _KINDS if isinstance(brought.meaning, kind)), None)
    return kind is not None and any(
        isinstance(span.meaning, kind) and span.meaning != brought.meaning for span in before
    )


def _is_stop(span: Span) -> bool:
    return span.meaning in {Sign.COMMA, Sign.NEXT, Sign.FRAMING} or span.text in _STOPS
