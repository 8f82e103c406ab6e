"""Reads how many times something was done to rows as a figure that bounds them: "pages viewed over 5,000 times"."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Either, Metric
from services.orchestrator.understanding.lexicon.orders_and_bounds import Bound, Number
from services.orchestrator.understanding.lexicon.vocabulary import Link, Sign, Span

_VIEWS = Metric("screenPageViews")
_EVENTS = Metric("eventCount")
_DONE = {
    ("pagePath", "viewed"): _VIEWS,
    ("pagePath", "visited"): _VIEWS,
    ("pagePath", "opened"): _VIEWS,
    ("pageTitle", "viewed"): _VIEWS,
    ("eventName", "fired"): _EVENTS,
    ("eventName", "triggered"): _EVENTS,
    ("eventName", "happened"): _EVENTS,
    ("eventName", "occurred"): _EVENTS,
    ("fileName", "downloaded"): Metric("eventCount", "file_download"),
}
"""What counts it, by the field of the rows and the participle behind them."""

_BETWEEN = (Number, Bound)
_FEW = 8
"""Spans of a bound."""


def read_times_bounded(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, the participle read as "with" and "times" as the figure. Linear in their number."""
    read = list(spans)
    for at in range(2, len(read)):
        if read[at].text.lower() != "times":
            continue
        done = _participle(read, at)
        rows = _rows(read, done - 1) if done else ""
        if figure := _DONE.get((rows, read[done].text.lower().removeprefix("that "))):
            read[done] = read[done]._replace(meaning=Link("with"))
            read[at] = read[at]._replace(meaning=figure)
    return tuple(read)


def _participle(read: Sequence[Span], times: int) -> int:
    """Where the word before the bound stands; 0 where no number is bounded between it and "times"."""
    at = times - 1
    numbers = 0
    while at > max(0, times - _FEW) and _bounds(read[at]):
        numbers += isinstance(read[at].meaning, Number)
        at -= 1
    return at if numbers else 0


def _bounds(span: Span) -> bool:
    if isinstance(span.meaning, _BETWEEN) or span.text.lower() == "between":
        return True
    return span.meaning is Sign.AND or span.meaning is Sign.FILLER


def _rows(read: Sequence[Span], at: int) -> str:
    """The field that is listed before the participle: "pages were", "events that have"."""
    while at >= 0 and read[at].meaning is Sign.FILLER:
        at -= 1
    meaning = read[at].meaning if at >= 0 else None
    if isinstance(meaning, Either):
        meaning = meaning.dimension
    return meaning.name if isinstance(meaning, Dimension) else ""
