"""Cuts a question's spans into clauses: at stops, dashes, brackets and pictures, and at every comma."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span, Unknown

_STOPS = frozenset(".!?…:;()")
_BULLETS = frozenset("*•·")
TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof"})
_APART = frozenset({Sign.FRAMING, Sign.NEXT})
_STOPPING = frozenset({Sign.FILLER, Sign.COMMA, Sign.AND, Sign.OR})
# Pictures but for those that are signs or words: arrows, crosses, "new", "no entry", flags, devices.
_PICTURE = re.compile(
    "[\u2600-\u2712\u2728-\u274b\u2763-\u2767\u2b50\u2b55\ufe0f\U0001f300-\U0001f4ba\U0001f4bc-\U0001f4f0"
    "\U0001f4fa-\U0001f502\U0001f508-\U0001f517\U0001f525-\U0001f5a4\U0001f5a6-\U0001f64f\U0001f680-\U0001f6aa"
    "\u203c\u2049\u23f0-\u23f3\u2753-\u2757\U0001f6ac-\U0001f6fc\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff]"
    # Short for them, or drawn in signs: ":coffee:", ":D".
    "|(?::(?!(?:(?!tv)[a-z]{2}|new|x|iphone|tablet|desktop|laptop):|flag|arrow|no_|heavy_|.*(?:computer|phone|mail)).+)+:"
    "|[:;]-?[dp]|\\^\\^",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Spans between two stops, their place in the question, and both stops as they are written, if they are."""

    spans: tuple[Span, ...]
    start: int
    end: int
    led_by: str
    stop: str


def clauses_of(spans: Sequence[Span]) -> Iterator[Clause]:
    """The clauses of a question, in its order."""
    start, led_by = 0, ""
    for at in range(len(spans) + 1):
        stop = spans[at].text if at < len(spans) else ""
        if at < len(spans) and stop != "," and not _stops(spans, at):
            continue
        if at > start:
            yield Clause(tuple(spans[start:at]), start, at, led_by, stop)
        start, led_by = at + 1, stop


def _stops(spans: Sequence[Span], at: int) -> bool:
    span = spans[at]
    if span.meaning in _APART:
        return True
    if isinstance(span.meaning, Unknown) and _PICTURE.fullmatch(span.text):
        return True
    if span.text == "." and at and spans[at - 1].text.lower() in TITLES and spans[at - 1].end == span.start:
        return False
    if span.text in _STOPS:
        is_sign = isinstance(span.meaning, Unknown) or span.meaning in _STOPPING
        return is_sign and not (span.text == ":" and _beside_numbers(spans, at))
    return (span.text == "-" and _is_dash(spans, at)) or (at == 0 and span.text in _BULLETS)


def _is_dash(spans: Sequence[Span], at: int) -> bool:
    """Between spaces, or before the first word; a dash right before a word may leave out what it names."""
    goes_on = at + 1 < len(spans) and spans[at].end < spans[at + 1].start
    return goes_on and (at == 0 or spans[at - 1].end < spans[at].start)


def _beside_numbers(spans: Sequence[Span], at: int) -> bool:
    if not 0 < at < len(spans) - 1:
        return False
    before, behind = spans[at - 1], spans[at + 1]
    return before.text[-1:].isdigit() and behind.text[:1].isdigit() and before.end == behind.start - 1
