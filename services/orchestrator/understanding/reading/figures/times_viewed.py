"""Reads "how many times were pages viewed" as views."""

from __future__ import annotations

from collections.abc import Sequence

from services.orchestrator.understanding.lexicon.fields import Dimension, Literal, Metric
from services.orchestrator.understanding.lexicon.vocabulary import Sign, Span

_TIMES = frozenset({"how many times", "how often", "number of times", "the number of times"})
_VIEWED = frozenset({"viewed", "visited", "opened", "looked at", "read"})
_PAGES = frozenset({"pages"})


def read_times_viewed(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, such words read as the figure. Linear in their number."""
    read = list(spans)
    times = -1
    for at, span in enumerate(read):
        if span.meaning is Sign.COUNT:
            times = at if span.text.lower() in _TIMES else -1
        elif isinstance(span.meaning, Metric):
            times = -1
        elif times >= 0 and span.words in _VIEWED:
            _count_views(read, times, at)
            times = -1
    return tuple(read)


def _count_views(read: list[Span], times: int, viewed: int) -> None:
    """Pages stand between them: "/pricing", "our pages", "pages with blog in the title"."""
    between = [span for span in read[times + 1 : viewed] if span.meaning is not Sign.FILLER]
    if not between or not _are_pages(between[0]):
        return
    read[times] = read[times]._replace(meaning=Metric("screenPageViews"))
    read[viewed] = read[viewed]._replace(meaning=Sign.FILLER)
    if len(between) == 1 and isinstance(between[0].meaning, Dimension):
        at = read.index(between[0])
        read[at] = read[at]._replace(meaning=Sign.FILLER)


def _are_pages(span: Span) -> bool:
    meaning = span.meaning
    if isinstance(meaning, Dimension):
        return meaning.name == "pagePath" and span.text.lower() in _PAGES
    return isinstance(meaning, Literal) and meaning.text.startswith("/")
