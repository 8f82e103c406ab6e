"""Finds words that put one thing for another: "users in Germany, I mean France", "sessions, actually users".

Read as filler they would leave both standing, as if joined by a comma.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Deed, Dimension, Either, Literal, Metric, Value
from services.orchestrator.understanding.lexicon.filler import before_filler
from services.orchestrator.understanding.lexicon.vocabulary import Doubtful, Link, Sign, Span

_ANYWHERE = ("i mean", "i.e", "ie", "namely")
_SET_OFF = (
    "actually",
    "basically",
    "literally",
    "that is",
    "that's",
    "thats",
    "make that",
    "to be precise",
    "to be exact",
)
"""Correct behind a stop; elsewhere they lean on a verb: "how many actually came from Google"."""

_KINDS = ((Metric, Either), (Value, Literal), (Dimension,), (Deed,))
_LEADING = frozenset({Sign.FILLER, Sign.COMMA, Sign.BY, Sign.EACH})
_STOPS = frozenset({"(", "-", "?", "!", "–", "—"})


def read_corrections(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words as what is asked back. Linear in their number, but for those words."""
    read = list(spans)
    for at, span in enumerate(spans):
        if span.meaning is Sign.FILLER and _corrects(spans, at):
            why = f"{span.quoted}: Instead of what stands before it, or besides that?"
            read[at] = span._replace(meaning=Doubtful(why))
    return tuple(read)


def _corrects(spans: Sequence[Span], at: int) -> bool:
    """Whether another of the kind that the words bring stands before them."""
    said = _said(spans, at)
    stops = at == 0 or _is_stop(spans[at - 1])
    brought = _behind(spans, at + 1)
    if brought and (said in _ANYWHERE or (said in _SET_OFF and stops)) and _has_another(spans[:at], brought):
        return True
    if said in _ANYWHERE or said in _SET_OFF:
        # "Sessions, users actually".
        named = before_filler(spans, at - 1)
        led = named - 1 if named > 0 and isinstance(spans[named - 1].meaning, Link) else named
        closes = at + 1 == len(spans) or _is_stop(spans[at + 1])
        return closes and led > 0 and _is_stop(spans[led - 1]) and _has_another(spans[:led], spans[named])
    return False


def _said(spans: Sequence[Span], at: int) -> str:
    """The words that start there, over two spans where those make one: "make that"."""
    both = " ".join(span.words for span in spans[at : at + 2] if span.meaning is Sign.FILLER)
    return both if both in _SET_OFF else spans[at].words


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
